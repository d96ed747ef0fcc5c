using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Rollbacks;

/// <summary>The light of a stage: what a rehearsal finds, since when, and when it is rehearsed again.</summary>
public sealed partial class ReadinessTests(RollbackScene scene) : IClassFixture<RollbackScene>
{
    [Fact]
    public async Task Until_it_is_rehearsed_it_is_amber()
    {
        var model = await scene.AHistoryAsync(2);

        var view = await LightAsync(model);

        Assert.Equal((Readiness.Amber, (DateTimeOffset?)null, scene.Registry.Clock.GetUtcNow()), (view.State, view.CheckedAt, view.Since));
        Assert.Contains("not checked yet", view.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Green_says_to_what_and_how_much_was_read()
    {
        var model = await scene.AHistoryAsync(2);
        var events = (await scene.EventsAsync(model)).Count;

        await SweepAsync();

        var view = await LightAsync(model);
        Assert.Equal((Readiness.Green, 1, ""), (view.State, view.Fallback, view.Reason));
        Assert.Equal((await scene.Get<VersionQueries>().GetAsync(model, "1", scene.Viewer, default)).TotalSize, view.Bytes);
        Assert.Equal(events, (await scene.EventsAsync(model)).Count); // that all is as it was is housekeeping
        Assert.Equal(view, (await scene.PreviewAsync(model)).Readiness);
    }

    [Fact]
    public async Task Since_tells_when_it_took_its_colour()
    {
        var model = await scene.AHistoryAsync(2);
        await SweepAsync();
        var first = await LightAsync(model);

        await SweepAsync(ReadinessRehearsal.Every);

        var second = await LightAsync(model);
        Assert.Equal(first.Since, second.Since);
        Assert.Equal(scene.Registry.Clock.GetUtcNow(), second.CheckedAt);
    }

    [Fact]
    public async Task The_first_version_is_amber_because_it_can_only_be_taken_out()
    {
        var model = await scene.AHistoryAsync(1);

        await SweepAsync();

        var view = await LightAsync(model);
        Assert.Equal((Readiness.Amber, (int?)null), (view.State, view.Fallback));
        Assert.Contains("first version", view.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_none_can_be_proposed_it_is_red_and_told_to_owner_and_operators()
    {
        var model = await scene.AHistoryAsync(2);
        await SweepAsync();
        await scene.BackAsync(model, to: 1, from: 2);
        Assert.Contains("not checked since the last move", (await LightAsync(model)).Reason, StringComparison.Ordinal);

        await SweepAsync();

        var view = await LightAsync(model);
        Assert.Equal(Readiness.Red, view.State);
        Assert.Contains("v2: A rollback took it out.", view.Reason, StringComparison.Ordinal);
        var changed = (await scene.EventsAsync(model)).Single(entry => entry.Action == "readiness.changed");
        Assert.Equal(("green", "red"), (changed.Before!.Value.GetProperty("state").GetString(), changed.After!.Value.GetProperty("state").GetString()));
        foreach (var person in new[] { scene.Operator, scene.Scientist })
        {
            var notices = (await scene.Get<NotificationQueries>().ListAsync(null, null, person, default)).Items;
            Assert.Single(notices, notice => notice.Kind == NoticeKind.NotReady && notice.Model == model);
        }

        Assert.DoesNotContain((await scene.Get<NotificationQueries>().ListAsync(null, null, scene.Viewer, default)).Items, notice =>
            notice.Kind == NoticeKind.NotReady);
        await SweepAsync(ReadinessRehearsal.Every);
        Assert.Single(await scene.EventsAsync(model), entry => entry.Action == "readiness.changed"); // still red is no news
    }

    [Fact]
    public async Task Another_signature_is_amber()
    {
        var model = await scene.AHistoryAsync(1);
        var pending = await scene.Registry.APendingVersionAsync(scene.Scientist, model);
        await scene.Registry.AFileAsync(scene.Scientist, model, "2", "MLmodel", "signature:\n  inputs: '[{\"name\": \"x\", \"type\": \"double\"}]'\n");
        await scene.Registry.AFileAsync(scene.Scientist, model, "2", "model.pkl", $"{model} signed");
        await scene.Get<VersionWorkflow>().SealAsync(model, pending.Number.Text(), null, scene.Scientist, default);
        await scene.PutAsync(model, 2);

        await SweepAsync();

        var view = await LightAsync(model);
        Assert.Equal((Readiness.Amber, 1), (view.State, view.Fallback));
        Assert.Contains("inputs and outputs", view.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_rehearsal_is_no_green_one()
    {
        var model = await scene.AHistoryAsync(2);
        await SweepAsync();
        var light = await LightAsync(model);

        scene.Registry.Clock.Advance(ReadinessView.Trusted + TimeSpan.FromMinutes(1));

        var view = await LightAsync(model);
        Assert.Equal((Readiness.Amber, light.CheckedAt + ReadinessView.Trusted), (view.State, view.Since));
    }

    [Fact]
    public async Task Quarantined_bytes_anywhere_turn_it_red_and_their_release_green()
    {
        var model = await scene.AHistoryAsync(2);
        await SweepAsync();
        var elsewhere = await scene.AModelAsync(0);
        await scene.AVersionAsync(elsewhere, $"{model} 1");

        scene.Registry.Clock.Advance(TimeSpan.FromSeconds(1));
        await QuarantineAsync(elsewhere, "1");
        Assert.Equal(1, await SweepAsync());
        var fallback = await LightAsync(model);
        await ReleaseAsync(elsewhere, "1");
        await SweepAsync();

        Assert.Equal((Readiness.Red, 1), (fallback.State, fallback.Fallback));
        Assert.Contains("quarantined", fallback.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(elsewhere, fallback.Reason, StringComparison.Ordinal);
        Assert.Equal(Readiness.Green, (await LightAsync(model)).State);
    }

    [Fact]
    public async Task An_occupant_with_quarantined_bytes_loses_readiness()
    {
        var model = await scene.AHistoryAsync(2);
        await SweepAsync();

        scene.Registry.Clock.Advance(TimeSpan.FromSeconds(1));
        await QuarantineAsync(model, "2");
        await SweepAsync();

        var view = await LightAsync(model);
        Assert.Equal((Readiness.Amber, 1), (view.State, view.Fallback)); // there is a way back all the same
        Assert.Contains("v2, which is there now", view.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_candidate_that_is_quarantined_is_passed_over_and_the_next_one_named()
    {
        var model = await scene.AHistoryAsync(3);
        await SweepAsync();

        scene.Registry.Clock.Advance(TimeSpan.FromSeconds(1));
        await QuarantineAsync(model, "2");
        await SweepAsync();

        var view = await LightAsync(model);
        Assert.Equal((Readiness.Amber, 1), (view.State, view.Fallback));
        Assert.Contains("It would go back to v1. It passes over v", view.Reason, StringComparison.Ordinal);
        Assert.Equal(1, (await scene.PreviewAsync(model)).Candidates.Single(candidate => candidate.Proposed).Version);
        Assert.Contains((await scene.Get<NotificationQueries>().ListAsync(null, null, scene.Operator, default)).Items,
            notice => notice.Kind == NoticeKind.NotReady && notice.Model == model);
    }

    [Fact]
    public async Task A_verification_that_fails_is_followed_at_once()
    {
        var model = await scene.AHistoryAsync(2);
        await SweepAsync();
        File.Delete(await scene.StoredFileAsync(model, 1, "model/a.bin"));

        scene.Registry.Clock.Advance(TimeSpan.FromSeconds(1));
        await scene.Get<VersionVerification>().VerifyAsync(model, "1", scene.Viewer, null, default);

        Assert.Equal(1, await SweepAsync());
        Assert.Equal(Readiness.Red, (await LightAsync(model)).State);
    }

    private async Task<int> SweepAsync(TimeSpan later = default)
    {
        scene.Registry.Clock.Advance(later + TimeSpan.FromSeconds(1));
        return await scene.Get<ReadinessRehearsal>().SweepAsync(default);
    }

    private async Task<ReadinessView> LightAsync(string model) => Assert.Single(await scene.Get<ReadinessQueries>().OfModelAsync(model, scene.Viewer, default));

    private Task QuarantineAsync(string model, string version) => scene.Get<RegistryStore>().WriteAsync(scene.Reviewer, async transaction =>
    {
        var found = await transaction.Db.FindVersionAsync(scene.Reviewer, model, version, default);
        await Quarantining.SetAsync(transaction, found.Model, found.Version, "Poisoned.", default);
    }, default);

    private Task ReleaseAsync(string model, string version) => scene.Get<RegistryStore>().WriteAsync(scene.Reviewer, async transaction =>
    {
        var found = await transaction.Db.FindVersionAsync(scene.Reviewer, model, version, default);
        var held = await transaction.Db.OwnQuarantineAsync(found.Version, default);
        await Quarantining.ReleaseAsync(transaction, found.Model, found.Version, [held!], "Clean.", default);
    }, default);
}
