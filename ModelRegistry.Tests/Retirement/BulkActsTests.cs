using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Slots;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Retirement;

/// <summary>One act on several: each under its own rules, with its own event and answer.</summary>
public sealed class BulkActsTests(StaffedRegistry staff) : IClassFixture<StaffedRegistry>
{
    private static readonly Dictionary<string, string?> Reviewed = new() { ["reviewed"] = "yes" };

    [Fact]
    public async Task What_is_refused_for_one_does_not_keep_the_others_from_being_done()
    {
        var model = await ThreeAsync();
        await staff.Registry.PutAsync(Actor.System, model, Stage.Production, 2);

        var answers = await ActAsync(model, new VersionsAct(BulkAct.Archive, [1, 2, 3, 4, 3]), staff.Scientist);

        Assert.Equal([("1", true), ("2", false), ("3", true), ("4", false)], answers.Select(answer => (answer.Item, answer.Ok)));
        Assert.Contains("production", answers[1].Detail!, StringComparison.Ordinal);
        Assert.Equal("version_not_found", answers[3].Code);
        Assert.Equal([2], (await ListAsync(model)).Select(version => version.Number));
        Assert.Equal(2, (await staff.EventsAsync(model)).Count(entry => entry.Action == "version.archived"));
    }

    [Fact]
    public async Task Several_are_tagged_and_taken_back_by_the_same_rules_as_one()
    {
        var model = await ThreeAsync();

        var refused = await Assert.ThrowsAsync<RegistryException>(() => ActAsync(model, new VersionsAct(BulkAct.Tag, [1, 2], Reviewed), staff.OtherScientist));
        var answers = await ActAsync(model, new VersionsAct(BulkAct.Tag, [1, 2], Reviewed), staff.Scientist);

        Assert.Equal(RefusalKind.Forbidden, refused.Kind); // none of them is theirs
        Assert.All(answers, answer => Assert.True(answer.Ok));
        Assert.Equal([0, 1, 1], (await ListAsync(model)).Select(version => version.Tags.Count));
        await ActAsync(model, new VersionsAct(BulkAct.Tag, [1], new Dictionary<string, string?> { ["reviewed"] = null }), staff.Scientist);
        Assert.Equal([0, 1, 0], (await ListAsync(model)).Select(version => version.Tags.Count));
    }

    [Fact]
    public async Task Archived_ones_come_back()
    {
        var model = await ThreeAsync();
        await ActAsync(model, new VersionsAct(BulkAct.Archive, [1, 2]), staff.Scientist);

        var answers = await ActAsync(model, new VersionsAct(BulkAct.Unarchive, [1, 2, 3]), staff.Scientist);

        Assert.Equal([true, true, false], answers.Select(answer => answer.Ok));
        Assert.Equal(3, (await ListAsync(model)).Count);
    }

    [Fact]
    public async Task Models_are_tagged_each_as_far_as_its_rules_allow()
    {
        var (own, other) = (await staff.AModelAsync(), await staff.Registry.AModelAsync(staff.OtherScientist, $"other-{Guid.NewGuid():N}"));

        var answers = await staff.Get<BulkActs>().OnModelsAsync(new ModelsAct(BulkAct.Tag, [own, other.Name, "nowhere"], Reviewed), staff.Scientist, default);

        Assert.Equal([true, false, false], answers.Select(answer => answer.Ok));
        Assert.Equal("model_not_found", answers[2].Code);
        Assert.Equal("yes", (await staff.Get<ModelQueries>().GetAsync(own, staff.Viewer, default)).Tags["reviewed"]);
    }

    [Fact]
    public async Task What_is_wrong_with_the_call_itself_is_said_once_and_changes_nothing()
    {
        var model = await ThreeAsync();
        var bulk = staff.Get<BulkActs>();

        await Refused.ByAsync("field_required", () => ActAsync(model, new VersionsAct(BulkAct.Tag, [], Reviewed), staff.Scientist));
        await Refused.ByAsync("field_required", () => ActAsync(model, new VersionsAct(BulkAct.Tag, [1]), staff.Scientist));
        await Refused.ByAsync("too_many", () => ActAsync(model, new VersionsAct(BulkAct.Archive, [.. Enumerable.Range(1, 201)]), staff.Scientist));
        await Refused.ByAsync("key_invalid", () => ActAsync(
            model, new VersionsAct(BulkAct.Tag, [1, 2], new Dictionary<string, string?> { ["a//b"] = "x" }), staff.Scientist));
        await Refused.ByAsync("model_not_found", () => ActAsync("nowhere", new VersionsAct(BulkAct.Archive, [1]), staff.Scientist));
        await Refused.ByAsync("act_unknown", () => bulk.OnModelsAsync(new ModelsAct(BulkAct.Archive, [model]), staff.Scientist, default));
        Assert.Equal(3, (await ListAsync(model)).Count);
    }

    [Fact]
    public async Task The_same_call_again_under_its_key_happens_once()
    {
        var model = await ThreeAsync();
        Actor Called() => staff.Scientist with { Idempotency = new IdempotencyKey(Sha256Hex.Of($"archive {model}"), Sha256Hex.Of("body")) };

        var (first, again) = (Called(), Called());
        var answers = await ActAsync(model, new VersionsAct(BulkAct.Archive, [1, 2]), first);

        Assert.Equal(answers, await ActAsync(model, new VersionsAct(BulkAct.Archive, [1, 2]), again));
        Assert.Equal((false, true), (first.Idempotency!.Replayed, again.Idempotency!.Replayed));
        Assert.Equal(2, (await staff.EventsAsync(model)).Count(entry => entry.Action == "version.archived"));
    }

    private Task<IReadOnlyList<BulkAnswer>> ActAsync(string model, VersionsAct act, Actor actor) =>
        staff.Get<BulkActs>().OnVersionsAsync(model, act, actor, default);

    private async Task<IReadOnlyList<VersionView>> ListAsync(string model) =>
        (await staff.Get<VersionQueries>().ListAsync(model, null, null, staff.Viewer, default)).Items;

    private async Task<string> ThreeAsync()
    {
        var model = await staff.AModelAsync();
        for (var i = 0; i < 3; i++)
        {
            await staff.Registry.ASealedVersionAsync(staff.Scientist, model, content: $"{model} {i.Text()}");
        }

        return model;
    }
}
