using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Consumers;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Stages;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Slots;

public sealed class AliasWorkflowTests(StaffedRegistry staff) : IClassFixture<StaffedRegistry>
{
    private AliasWorkflow Aliases => staff.Get<AliasWorkflow>();

    [Fact]
    public async Task A_free_alias_moves_at_once_and_the_trail_says_from_where_to_where()
    {
        var model = await staff.AModelWithAsync(2);
        await Aliases.SetAsync(model, "candidate-eu", "1", staff.OtherScientist, default);

        var moved = await Aliases.SetAsync(model, "CANDIDATE-EU", "2", staff.Scientist, default);

        Assert.Equal(("candidate-eu", SlotKind.Alias, 2, staff.Scientist.Name), (moved.Slot, moved.Kind, moved.Version, moved.By));
        var told = (await staff.EventsAsync(model))[0];
        Assert.Equal(("slot.moved", 2), (told.Action, told.Version));
        Assert.Equal(1, told.Before!.Value.GetProperty("version").GetInt32());
        Assert.Equal("alias", told.After!.Value.GetProperty("via").GetString());
    }

    [Fact]
    public async Task A_version_is_named_by_number_or_label()
    {
        var model = await staff.AModelAsync();
        await staff.Registry.ASealedVersionAsync(staff.Scientist, model, new NewVersion("2.1.0"));

        Assert.Equal(1, (await Aliases.SetAsync(model, "champion", "2.1.0", staff.Scientist, default)).Version);
    }

    [Fact]
    public async Task Setting_the_present_occupant_again_does_nothing_and_answers_the_same()
    {
        var model = await staff.AModelWithAsync(1);
        var first = await Aliases.SetAsync(model, "champion", "1", staff.Scientist, default);
        staff.Registry.Clock.Advance(TimeSpan.FromHours(1));

        var second = await Aliases.SetAsync(model, "champion", "1", staff.OtherScientist, default);

        Assert.Equal(first, second);
        Assert.Single(await staff.EventsAsync(model), audit => audit.Action == "slot.moved");
    }

    [Theory]
    [InlineData("production", false)]
    [InlineData("Staging", false)]
    [InlineData("protected", true)]
    public async Task A_governed_slot_moves_by_a_request_only(string slot, bool withPolicy)
    {
        var model = await staff.AModelWithAsync(2);
        await staff.Registry.PutAsync(staff.Scientist, model, slot, 1);
        if (withPolicy)
        {
            await staff.Registry.PolicyAsync(model, slot, new PolicyContent());
        }

        var set = await Refused.ByAsync("slot_governed", () => Aliases.SetAsync(model, slot, "2", staff.Scientist, default));
        var deleted = await Refused.ByAsync("slot_governed", () => Aliases.DeleteAsync(model, slot, staff.Scientist, default));

        Assert.Equal((RefusalKind.Conflict, RefusalKind.Conflict), (set.Kind, deleted.Kind));
        Assert.Contains("promotion request", set.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await staff.Get<SlotResolution>().ResolveAsync(model, slot, staff.Viewer, default)).Version);
    }

    [Fact]
    public async Task An_open_stage_moves_at_once_and_empties_at_once()
    {
        var model = await staff.AModelWithAsync(1);
        await staff.Registry.PolicyAsync(model, "staging", PolicyContent.Open);

        var moved = await Aliases.SetAsync(model, "Staging", "1", staff.Scientist, default);

        Assert.Equal(("staging", SlotKind.Stage, 1), (moved.Slot, moved.Kind, moved.Version));
        Assert.Equal(MoveKind.Open, (await staff.Get<SlotHistory>().ListAsync(model, "staging", null, null, staff.Viewer, default)).Items.Single().Via);
        await Aliases.DeleteAsync(model, "staging", staff.Scientist, default);
        Assert.Null((await staff.Get<SlotQueries>().ListAsync(model, null, staff.Viewer, default))[0].Version);
    }

    [Fact]
    public async Task A_deleted_alias_points_nowhere_and_can_be_set_again()
    {
        var model = await staff.AModelWithAsync(1);
        await Aliases.SetAsync(model, "champion", "1", staff.Scientist, default);

        await Aliases.DeleteAsync(model, "Champion", staff.Scientist, default);

        await Refused.ByAsync("slot_empty", () => Aliases.DeleteAsync(model, "champion", staff.Scientist, default));
        Assert.Equal(1, (await Aliases.SetAsync(model, "champion", "1", staff.Scientist, default)).Version);
    }

    [Fact]
    public async Task Only_a_sealed_version_of_the_model_is_pointed_at()
    {
        var model = await staff.AModelAsync();
        await staff.Registry.APendingVersionAsync(staff.Scientist, model);

        var refusal = await Refused.ByAsync("version_not_ready", () => Aliases.SetAsync(model, "champion", "1", staff.Scientist, default));

        Assert.Equal(RefusalKind.Conflict, refusal.Kind);
        await Refused.ByAsync("version_not_found", () => Aliases.SetAsync(model, "champion", "2", staff.Scientist, default));
    }

    [Theory]
    [InlineData("latest", "slot_name_reserved")]
    [InlineData("LATEST", "slot_name_reserved")]
    [InlineData("v7", "slot_name_reserved")]
    [InlineData("ｖ７", "slot_name_reserved")]
    [InlineData("", "field_required")]
    [InlineData("a b", "slot_name_invalid")]
    [InlineData("a/b", "slot_name_invalid")]
    [InlineData("a@b", "slot_name_invalid")]
    [InlineData(".hidden", "slot_name_invalid")]
    [InlineData("ﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺ", "slot_name_invalid")] // 216 characters when it is normalised, spaces among them
    [InlineData("ﷺ", "slot_name_invalid")]
    public async Task A_name_that_means_something_else_is_refused(string alias, string code)
    {
        var model = await staff.AModelWithAsync(1);

        await Refused.ByAsync(code, () => Aliases.SetAsync(model, alias, "1", staff.Scientist, default));
    }

    [Fact]
    public async Task Data_scientists_and_the_owner_move_aliases_and_nobody_else()
    {
        var model = await staff.AModelWithAsync(1);
        await Aliases.SetAsync(model, "champion", "1", staff.OtherScientist, default);

        await Refused.ByAsync("role_missing", () => Aliases.SetAsync(model, "other", "1", staff.Viewer, default));
        await Refused.ByAsync("role_missing", () => Aliases.DeleteAsync(model, "champion", staff.Admin, default));
    }

    [Fact]
    public async Task A_model_has_room_for_two_hundred_aliases()
    {
        var model = await staff.AModelWithAsync(1);
        await staff.Registry.ManyAliasesAsync(staff.Scientist, model, AliasWorkflow.MostAliases);

        await Refused.ByAsync("too_many_aliases", () => Aliases.SetAsync(model, "one-more", "1", staff.Scientist, default));

        await Aliases.DeleteAsync(model, "alias-0", staff.Scientist, default);
        await Aliases.SetAsync(model, "one-more", "1", staff.Scientist, default);
    }

    [Fact]
    public async Task The_database_itself_refuses_a_second_occupant()
    {
        var model = await staff.AModelWithAsync(2);
        var slot = await staff.Registry.PutAsync(staff.Scientist, model, "champion", 1);
        await using var db = staff.Registry.OpenDatabase();
        var stay = await db.SlotIntervals.AsNoTracking().SingleAsync(open => open.SlotId == slot.Id);
        var secondRow = new Slot(slot.ModelId, "CHAMPION", SlotKind.Alias, staff.Registry.Clock.GetUtcNow());

        db.SlotIntervals.Add(new SlotInterval { SlotId = slot.Id, VersionId = stay.VersionId, VersionNumber = 1, From = stay.From.AddHours(1) });
        await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync());
        db.ChangeTracker.Clear();
        db.Slots.Add(secondRow);
        await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync());
    }
}
