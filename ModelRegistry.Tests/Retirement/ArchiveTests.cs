using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Compare;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Stages;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Promotions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Retirement;

public sealed class ArchiveTests(PromotionScene scene) : IClassFixture<PromotionScene>
{
    [Fact]
    public async Task An_archived_version_is_in_no_list_until_it_is_asked_for()
    {
        var model = await scene.ManyAsync(3);

        var archived = await scene.ArchiveAsync(model, 3, reason: "Superseded.");

        Assert.True(archived.Archived);
        Assert.Equal([2, 1], await scene.ListedAsync(model));
        Assert.Equal([3, 2, 1], await scene.ListedAsync(model, archived: true));
        Assert.Equal([1, 2], await ChartedAsync(model, archived: false));
        Assert.Equal([1, 2, 3], await ChartedAsync(model, archived: true));
        Assert.Equal([1, 2], (await scene.Get<ModelQueries>().SparksAsync([model], scene.Viewer, default))[model].Select(point => point.Version));
        Assert.Equal([1, 2], (await scene.Get<MetricQueries>().SparksAsync(model, ["accuracy"], scene.Viewer, default))["accuracy"]
            .Select(point => point.Version));
        Assert.Equal(2, await LatestAsync(model));
        Assert.Equal("Superseded.", (await scene.EventsAsync(model)).First(entry => entry.Action == "version.archived").Reason);
    }

    [Fact]
    public async Task It_is_not_what_a_later_version_is_read_against()
    {
        var model = await scene.ManyAsync(3);
        await scene.ArchiveAsync(model, 2);

        Assert.Equal(1, (await scene.Get<VersionQueries>().PreviousAsync(model, 3, scene.Viewer, default))!.Number);
    }

    [Fact]
    public async Task It_stays_readable_downloadable_and_comparable()
    {
        var model = await scene.ManyAsync(2);
        await scene.ArchiveAsync(model);

        Assert.True((await scene.ReadAsync(model)).Archived);
        Assert.Equal("model/model.pkl", (await scene.Get<VersionArtifacts>().FindAsync(model, "1", "model/model.pkl", scene.Viewer, default)).Path);
        Assert.Equal(2, (await scene.Get<CompareQueries>().CompareAsync(model, [1, 2], 1, scene.Viewer, default)).Versions.Count);
    }

    [Fact]
    public async Task Where_every_version_is_archived_the_newest_of_them_is_the_latest()
    {
        var model = await scene.ManyAsync(2);
        await scene.ArchiveAsync(model, 1);
        await scene.ArchiveAsync(model, 2);

        Assert.Equal(2, await LatestAsync(model));
        Assert.Empty(await scene.ListedAsync(model));
    }

    [Fact]
    public async Task Unarchiving_brings_it_back()
    {
        var model = await scene.ManyAsync(2);
        await scene.ArchiveAsync(model, 2);

        var back = await scene.Get<VersionRetirement>().UnarchiveAsync(model, "2", "Needed.", scene.Scientist, default);

        Assert.False(back.Archived);
        Assert.Equal([2, 1], await scene.ListedAsync(model));
        await scene.Get<AliasWorkflow>().SetAsync(model, "champion", "2", scene.Scientist, default);
    }

    [Fact]
    public async Task It_enters_no_slot_by_any_door()
    {
        var model = await scene.ManyAsync(1);
        await scene.PolicyAsync(model, Stage.Staging, PolicyContent.Open);
        await scene.PolicyAsync(model, Stage.Production, new PolicyContent(RequiredApprovals: 1));
        await scene.ArchiveAsync(model);

        await Refused.ByAsync("version_archived", () => scene.Get<AliasWorkflow>().SetAsync(model, "champion", "1", scene.Scientist, default));
        await Refused.ByAsync("version_archived", () => scene.Get<AliasWorkflow>().SetAsync(model, "staging", "1", scene.Scientist, default));
        await Refused.ByAsync("version_archived", () => scene.ARequestAsync(model));
        await Refused.ByAsync("version_archived", () => scene.ARequestAsync(model, stage: Stage.Production));
        await Refused.ByAsync("version_archived", () => scene.Get<PromotionWorkflow>().PreviewAsync(model, Stage.Production, 1, scene.Scientist, default));
        Assert.Null(await scene.OccupantAsync(model));
    }

    [Fact]
    public async Task The_registry_does_not_ask_for_it_by_itself()
    {
        var model = await scene.AModelAsync(new PolicyContent(RequiredApprovals: 0, Automatic: true, Gates: [new CheckGate("bias-audit")]));
        await scene.ArchiveAsync(model);
        await scene.Get<VersionEvidence>().PostCheckAsync(model, "1", new NewCheck("bias-audit", CheckState.Success), scene.Scientist, default);

        await scene.Get<AutomaticPromotions>().SweepAsync(default);

        Assert.Null(await scene.OccupantAsync(model));
        Assert.Empty((await scene.Get<RequestQueries>().ListAsync(new RequestSearch(Model: model), scene.Viewer, default)).Items);
    }

    [Fact]
    public async Task Its_open_requests_are_withdrawn_and_their_people_told()
    {
        var model = await scene.AModelAsync(new PolicyContent(RequiredApprovals: 2));
        var request = await scene.ARequestAsync(model);
        await scene.ReviewAsync(request.Id, scene.ReviewerA);

        await scene.ArchiveAsync(model, by: scene.Admin);

        var ended = await scene.ReadAsync(request.Id);
        Assert.Equal((RequestState.Withdrawn, $"v1 was archived by {scene.Admin.Name}.", request.Subject), (ended.State, ended.Outcome, ended.Subject));
        Assert.Contains(await NoticesAsync(scene.Scientist), notice =>
            notice.Request == request.Id && notice.Text.Contains("v1 was archived", StringComparison.Ordinal));
        Assert.Contains(await NoticesAsync(scene.ReviewerA), notice =>
            notice.Request == request.Id && notice.Text.Contains("is withdrawn", StringComparison.Ordinal));
        Assert.Contains(await scene.EventsAsync(model), entry => entry.Action == "request.withdrawn");
        await Refused.ByAsync("request_final", () => scene.Get<PromotionWorkflow>().ExecuteAsync(request.Id, request.Subject, null, scene.Scientist, default));
    }

    [Fact]
    public async Task An_occupant_stays_and_the_refusal_names_its_slots()
    {
        var model = await scene.ManyAsync(1);
        await scene.MoveAsync(model, Stage.Production, 1);
        await scene.Get<AliasWorkflow>().SetAsync(model, "champion", "1", scene.Scientist, default);

        var refusal = await Refused.ByAsync("version_in_slot", () => scene.ArchiveAsync(model));

        Assert.Equal((RefusalKind.Conflict, "v1 is in production and champion now. Put another version there or empty them first."),
            (refusal.Kind, refusal.Message));
        Assert.False((await scene.ReadAsync(model)).Archived);
    }

    [Fact]
    public async Task What_a_stage_would_be_rolled_back_to_stays()
    {
        var model = await scene.WithFallbackAsync();

        var refusal = await Refused.ByAsync("version_is_fallback", () => scene.ArchiveAsync(model, 1));

        Assert.Equal("v1 is what a rollback of staging would go back to. It stays until there is another to go back to.", refusal.Message);
        await scene.ArchiveAsync(model, 3);
    }

    [Fact]
    public async Task A_pending_version_may_be_archived_and_still_be_finished()
    {
        var model = await scene.ManyAsync(1);
        await scene.Registry.APendingVersionAsync(scene.Scientist, model);

        await scene.ArchiveAsync(model, 2);
        await scene.Registry.AFileAsync(scene.Scientist, model, "2", "a.txt", "late");
        var sealedNow = await scene.Get<VersionWorkflow>().SealAsync(model, "2", null, scene.Scientist, default);

        Assert.Equal((VersionStatus.Ready, true), (sealedNow.Status, sealedNow.Archived));
    }

    [Fact]
    public async Task What_is_so_already_is_said_and_recorded_once()
    {
        var model = await scene.ManyAsync(1);
        await scene.ArchiveAsync(model);

        await Refused.ByAsync("already_archived", () => scene.ArchiveAsync(model));
        await scene.Get<VersionRetirement>().UnarchiveAsync(model, "1", null, scene.Scientist, default);
        await Refused.ByAsync("not_archived", () => scene.Get<VersionRetirement>().UnarchiveAsync(model, "1", null, scene.Scientist, default));

        Assert.Equal(2, (await scene.EventsAsync(model)).Count(entry => entry.Action is "version.archived" or "version.unarchived"));
    }

    [Fact]
    public async Task A_reason_has_a_limit()
    {
        var model = await scene.ManyAsync(1);

        var refusal = await Refused.ByAsync("field_too_long", () => scene.ArchiveAsync(model, reason: new string('r', 2_001)));

        Assert.Equal("reason", refusal.Field);
        await scene.ArchiveAsync(model, reason: new string('r', 2_000));
    }

    [Fact]
    public async Task Its_registrant_the_owner_and_an_admin_may_and_nobody_else()
    {
        var other = await scene.PersonAsync(scene.NewName("other"), Roles.DataScientist);
        var owner = await scene.PersonAsync(scene.NewName("owner"), Roles.Viewer);
        var model = await scene.ManyAsync(3);
        await scene.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Owner: owner.Name), scene.Admin, default);

        await Refused.ByAsync("role_missing", () => scene.ArchiveAsync(model, 1, other));
        await Refused.ByAsync("role_missing", () => scene.ArchiveAsync(model, 1, scene.ReviewerA));
        await scene.ArchiveAsync(model, 1, scene.Scientist);
        await scene.ArchiveAsync(model, 2, owner);
        await scene.ArchiveAsync(model, 3, scene.Admin);
    }

    [Fact]
    public async Task Whoever_looks_at_it_reads_why_they_may_not()
    {
        var model = await scene.WithFallbackAsync();

        var fallback = (await RightsAsync(model, 1, scene.Scientist)).Retirement;
        var occupant = (await RightsAsync(model, 2, scene.Scientist)).Retirement;
        var free = (await RightsAsync(model, 3, scene.Admin)).Retirement;
        var stranger = (await RightsAsync(model, 3, scene.Viewer)).Retirement;

        Assert.Contains("rollback of staging", fallback.Archive, StringComparison.Ordinal);
        Assert.Contains("v2 is in staging now", occupant.Delete, StringComparison.Ordinal);
        Assert.Equal(RetirementRefusals.None, free);
        Assert.All([stranger.Archive, stranger.Unarchive, stranger.Delete, stranger.Hold], why => Assert.Contains("Admin role", why, StringComparison.Ordinal));
    }

    /// <summary>What no two of them may leave behind: an occupant that is archived.</summary>
    [Fact]
    public async Task Archiving_beside_moves_never_leaves_an_archived_occupant()
    {
        var model = await scene.ManyAsync(2);
        for (var round = 0; round < 50; round++)
        {
            var alias = $"race-{round}";
            var outcomes = await Task.WhenAll(
                TryAsync(() => scene.Get<AliasWorkflow>().SetAsync(model, alias, "1", scene.Scientist, default)),
                TryAsync(() => scene.ArchiveAsync(model, 1)));

            Assert.Single(outcomes, done => done);
            var version = await scene.ReadAsync(model, 1);
            Assert.True(version.Archived ^ version.Slots.Contains(alias));
            await (version.Archived
                ? scene.Get<VersionRetirement>().UnarchiveAsync(model, "1", null, scene.Scientist, default)
                : scene.Get<AliasWorkflow>().DeleteAsync(model, alias, scene.Scientist, default));
        }
    }

    private static async Task<bool> TryAsync(Func<Task> act)
    {
        await Task.Yield();
        try
        {
            await act();
            return true;
        }
        catch (RegistryException refusal) when (refusal.Kind == RefusalKind.Conflict)
        {
            return false;
        }
    }

    private Task<VersionRights> RightsAsync(string model, int version, Actor actor) =>
        scene.Get<RightsQueries>().OfVersionAsync(model, version.Text(), actor, default);

    private async Task<int?> LatestAsync(string model)
    {
        var listed = (await scene.Get<ModelQueries>().ListAsync(new ModelSearch($"\"{model}\"", PageSize: 200), scene.Viewer, default)).Items.Single(found =>
            found.Name == model);
        var read = await scene.Get<ModelQueries>().GetAsync(model, scene.Viewer, default);
        Assert.Equal(read.LatestVersion, listed.LatestVersion);
        return read.LatestVersion;
    }

    private async Task<IReadOnlyList<int>> ChartedAsync(string model, bool archived) =>
        [.. (await scene.Get<MetricQueries>().OverVersionsAsync(model, null, archived, scene.Viewer, default)).Points.Select(point => point.Version)];

    private async Task<IReadOnlyList<NotificationView>> NoticesAsync(Actor actor) =>
        (await scene.Get<NotificationQueries>().ListAsync(PageToken.MaxSize, null, actor, default)).Items;
}
