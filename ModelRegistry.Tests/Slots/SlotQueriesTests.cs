using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Consumers;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Stages;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Slots;

public sealed class SlotQueriesTests(StaffedRegistry staff) : IClassFixture<StaffedRegistry>
{
    private SlotQueries Queries => staff.Get<SlotQueries>();

    private SlotResolution Resolution => staff.Get<SlotResolution>();

    [Fact]
    public async Task Stages_come_first_in_their_order_also_empty_ones_then_the_aliases_that_point_somewhere()
    {
        var model = await staff.AModelWithAsync(2);
        await PutAsync(model, "zebra", 1);
        await PutAsync(model, "Apple", 2);
        await PutAsync(model, "gone", 1);
        await PutAsync(model, "gone", null);
        await PutAsync(model, "production", 2, MoveKind.Promotion, request: 17);

        var slots = await Queries.ListAsync(model, null, staff.Viewer, default);

        Assert.Equal([("staging", null), ("production", 2), ("Apple", 2), ("zebra", 1)], slots.Select(slot => (slot.Slot, slot.Version)));
        Assert.Equal([SlotKind.Stage, SlotKind.Stage, SlotKind.Alias, SlotKind.Alias], slots.Select(slot => slot.Kind));
        var production = slots[1];
        Assert.Equal((staff.Registry.Clock.GetUtcNow(), staff.Scientist.Name, 17L), (production.Since, production.By, production.RequestId));
        Assert.Equal(new SlotView("staging", SlotKind.Stage, null, null, null, null, null), slots[0]);
    }

    [Fact]
    public async Task At_an_instant_the_slots_are_as_they_were_then()
    {
        var model = await staff.AModelWithAsync(2);
        var first = await MoveAfterAnHourAsync(model, "production", 1);
        var second = await MoveAfterAnHourAsync(model, "production", 2);
        var emptied = await MoveAfterAnHourAsync(model, "production", null);

        Assert.Null(await ThenAsync(first.AddMilliseconds(-1)));
        Assert.Equal(1, await ThenAsync(first));
        Assert.Equal(1, await ThenAsync(second.AddTicks(-1)));
        Assert.Equal(2, await ThenAsync(second.ToOffset(TimeSpan.FromHours(5))));
        Assert.Equal(2, await ThenAsync(emptied.AddMilliseconds(-1)));
        Assert.Null(await ThenAsync(emptied));

        async Task<int?> ThenAsync(DateTimeOffset at) =>
            (await Queries.ListAsync(model, at, staff.Viewer, default)).Single(slot => slot.Slot == "production").Version;
    }

    [Fact]
    public async Task Nothing_is_known_of_the_future_and_nothing_was_before_the_model()
    {
        var model = await staff.AModelWithAsync(1);
        var now = staff.Registry.Clock.GetUtcNow();

        Assert.Empty(await Queries.ListAsync(model, now.AddYears(-1), staff.Viewer, default));
        Assert.Equal(2, (await Queries.ListAsync(model, now, staff.Viewer, default)).Count);
        var refusal = await Refused.ByAsync("as_of_future", () => Queries.ListAsync(model, now.AddMilliseconds(1), staff.Viewer, default));
        Assert.Equal((RefusalKind.Invalid, "asOf"), (refusal.Kind, refusal.Field));
    }

    /// <summary>The clock of the machine was an hour ahead and is set right: what it calls now lies before everything that happened.</summary>
    [Fact]
    public async Task The_present_is_the_present_where_the_clock_went_back()
    {
        await using var registry = await TestRegistry.StartAsync();
        var scientist = await registry.PersonAsync("scientist", Roles.DataScientist);
        await registry.AModelAsync(scientist);
        await registry.ASealedVersionAsync(scientist);
        await registry.Get<AliasWorkflow>().SetAsync("fraud", "champion", "1", scientist, default);
        var moved = registry.Clock.GetUtcNow();
        registry.Clock.AdjustTime(moved.AddHours(-1));
        var now = registry.Clock.GetUtcNow();

        Assert.Equal(1, await ThenAsync(now));
        Assert.Equal(1, await ThenAsync(now.AddSeconds(-10)));
        Assert.Equal(1, await ThenAsync(moved));
        Assert.Null(await ThenAsync(now.AddMinutes(-2)));
        await Refused.ByAsync("as_of_future", () => ThenAsync(moved.AddMilliseconds(1)));

        async Task<int?> ThenAsync(DateTimeOffset at) =>
            (await registry.Get<SlotQueries>().ListAsync("fraud", at, scientist, default)).SingleOrDefault(slot => slot.Slot == "champion")?.Version;
    }

    [Fact]
    public async Task A_slot_resolves_by_its_name_in_any_case_until_it_is_empty()
    {
        var model = await staff.AModelWithAsync(1);
        await PutAsync(model, "champion", 1);

        var resolved = await Resolution.ResolveAsync(model.ToUpperInvariant(), "CHAMPION", staff.Viewer, default);

        var version = await staff.Get<VersionQueries>().GetAsync(model, "1", staff.Viewer, default);
        Assert.Equal(new ResolvedSlot(model, 1, version.Digest, "champion", staff.Registry.Clock.GetUtcNow()), resolved);
        await PutAsync(model, "champion", null);
        foreach (var empty in new[] { "champion", "production", "never-named", "latest", "\ud800", "" })
        {
            await Refused.ByAsync("slot_empty", () => Resolution.ResolveAsync(model, empty, staff.Viewer, default));
        }
    }

    [Fact]
    public async Task A_token_resolves_with_its_own_scope_and_cannot_browse_with_it()
    {
        var model = await staff.AModelWithAsync(1);
        await PutAsync(model, "production", 1);
        var host = staff.Viewer with { Token = new TokenGrant(Guid.NewGuid(), new HashSet<string> { Scopes.Resolve }, null) };

        Assert.Equal(1, (await Resolution.ResolveAsync(model, "production", host, default)).Version);
        await Refused.ByAsync("scope_missing", () => Queries.ListAsync(model, null, host, default));
    }

    [Fact]
    public async Task Lists_of_models_and_versions_show_the_slots_that_are_occupied()
    {
        var model = await staff.AModelWithAsync(3);
        await PutAsync(model, "production", 2);
        await PutAsync(model, "staging", 3);
        await PutAsync(model, "champion", 2);
        await PutAsync(model, "gone", 1);
        await PutAsync(model, "gone", null);

        var models = await staff.Get<ModelQueries>().ListAsync(new ModelSearch(model), staff.Viewer, default);
        var versions = await staff.Get<VersionQueries>().ListAsync(model, null, null, staff.Viewer, default);

        Assert.Equal(["production=2", "staging=3", "champion=2"],
            models.Items.Single(found => found.Name == model).Slots.Select(slot => $"{slot.Key}={slot.Value}"));
        Assert.Equal(["staging", "production,champion", ""], versions.Items.Select(version => string.Join(',', version.Slots)));
    }

    [Fact]
    public async Task History_tells_every_stay_newest_first()
    {
        var model = await staff.AModelWithAsync(2);
        var first = await MoveAfterAnHourAsync(model, "production", 1);
        await staff.Registry.PutAsync(staff.Scientist, model, "production", 2, MoveKind.Promotion, "better on claims", 17);
        var emptied = await MoveAfterAnHourAsync(model, "production", null);

        var history = await staff.Get<SlotHistory>().ListAsync(model, "PRODUCTION", 1, null, staff.Viewer, default);
        var older = await staff.Get<SlotHistory>().ListAsync(model, "production", 1, history.NextPageToken, staff.Viewer, default);

        Assert.Equal(new SlotStayView("production", SlotKind.Stage, 2,
            first.AddMilliseconds(1), emptied, staff.Scientist.Name, MoveKind.Promotion, "better on claims", 17, null, staff.Scientist.Name),
            history.Items.Single());
        Assert.Equal((1, first, first.AddMilliseconds(1)), (older.Items.Single().Version, older.Items.Single().Since, older.Items.Single().Until));
        Assert.Null(older.NextPageToken);
        Assert.Empty((await staff.Get<SlotHistory>().ListAsync(model, "staging", null, null, staff.Viewer, default)).Items);
        await Refused.ByAsync("slot_not_found", () => staff.Get<SlotHistory>().ListAsync(model, "never-named", null, null, staff.Viewer, default));
    }

    [Fact]
    public async Task A_timeline_has_a_lane_for_each_slot_and_says_when_it_leaves_some_out()
    {
        var model = await staff.AModelWithAsync(2);
        await staff.Registry.ManyStaysAsync(staff.Scientist, model, "champion", SlotHistory.MostStays + 1);
        var before = await staff.Get<SlotHistory>().TimelineAsync(model, null, null, staff.Viewer, default);
        staff.Registry.Clock.Advance(TimeSpan.FromHours(1));
        for (var i = 0; i < SlotHistory.MostLanes; i++)
        {
            await PutAsync(model, $"alias-{i:00}", 1);
        }

        var after = await staff.Get<SlotHistory>().TimelineAsync(model, null, null, staff.Viewer, default);

        Assert.Equal([("staging", 0, false), ("production", 0, false), ("champion", 200, true)],
            before.Lanes.Select(lane => (lane.Slot, lane.Stays.Count, lane.Truncated)));
        Assert.Null(before.Lanes[2].Stays[0].Until);
        Assert.False(before.Truncated);
        Assert.True(after.Truncated);
        Assert.DoesNotContain(after.Lanes, lane => lane.Slot == "champion"); // it moved the longest ago
    }

    [Fact]
    public async Task A_timeline_of_a_span_holds_the_stays_that_touch_it()
    {
        var model = await staff.AModelWithAsync(2);
        var first = await MoveAfterAnHourAsync(model, "production", 1);
        var second = await MoveAfterAnHourAsync(model, "production", 2);

        Assert.Equal([1], await VersionsAsync(first, second));
        Assert.Equal([2, 1], await VersionsAsync(second.AddMilliseconds(-1), second.AddMilliseconds(1)));
        Assert.Equal([2], await VersionsAsync(second, null));
        Assert.Empty(await VersionsAsync(null, first));

        async Task<IEnumerable<int>> VersionsAsync(DateTimeOffset? from, DateTimeOffset? to) =>
            (await staff.Get<SlotHistory>().TimelineAsync(model, from, to, staff.Viewer, default)).Lanes.Single(lane =>
                lane.Slot == "production").Stays.Select(stay => stay.Version);
    }

    private async Task<DateTimeOffset> MoveAfterAnHourAsync(string model, string slot, int? version)
    {
        staff.Registry.Clock.Advance(TimeSpan.FromHours(1));
        await PutAsync(model, slot, version);
        return staff.Registry.Clock.GetUtcNow();
    }

    private Task PutAsync(string model, string slot, int? version, MoveKind via = MoveKind.Alias, long? request = null) =>
        staff.Registry.PutAsync(staff.Scientist, model, slot, version, via, request: request);
}
