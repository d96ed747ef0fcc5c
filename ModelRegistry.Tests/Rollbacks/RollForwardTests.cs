using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Rollbacks;

/// <summary>Rule 11: taking a rollback back, by somebody who may release what it quarantined.</summary>
public sealed class RollForwardTests(RollbackScene scene) : IClassFixture<RollbackScene>
{
    [Fact]
    public async Task It_lifts_the_quarantine_that_the_rollback_set()
    {
        var model = await scene.AHistoryAsync(2);
        var back = await scene.BackAsync(model, to: 1, from: 2);
        var preview = await scene.PreviewAsync(model, scene.Reviewer);

        var forward = await scene.RollBackAsync(model, new NewRollback(2, "It was the load balancer.", 1, ReleaseReason: "Nothing is wrong with v2."),
            scene.Reviewer);

        Assert.Equal((2, (string?)null), (preview.RollForwardTo, preview.RollForwardRefusal));
        Assert.Equal((RollbackKind.Forward, 2, false), (forward.Kind, forward.To, forward.Quarantined));
        Assert.False((await VersionAsync(model, "1")).Quarantined);
        Assert.False((await VersionAsync(model, "2")).Quarantined);
        await using var db = scene.Registry.OpenDatabase();
        var released = Assert.Single(db.Quarantines, quarantine => quarantine.Number == back.QuarantineId);
        Assert.Equal(("Nothing is wrong with v2.", scene.Reviewer.Name), (released.ReleaseReason, released.ReleasedByName));
        Assert.Equal(back.QuarantineId, (await scene.EventsAsync(model))
            .First(entry => entry.Action == "rollback.executed").After!.Value.GetProperty("released").GetInt64());
    }

    [Fact]
    public async Task The_reason_of_the_rollback_stands_for_that_of_the_release()
    {
        var model = await scene.AHistoryAsync(2);
        await scene.BackAsync(model, to: 1, from: 2);

        await scene.BackAsync(model, to: 2, from: 1, scene.Reviewer);

        Assert.Equal(RollbackScene.Reason, (await scene.EventsAsync(model)).Single(entry => entry.Action == "version.released").Reason);
    }

    [Fact]
    public async Task Who_may_not_release_is_told_who_can()
    {
        var model = await scene.AHistoryAsync(2);
        await scene.BackAsync(model, to: 1, from: 2);
        var hand = await scene.PersonAsync(scene.NewName("hand"), Roles.Reviewer, Roles.DataScientist);
        await scene.Get<VersionEvidence>().LogMetricsAsync(model, "2", [new("accuracy", 0.9)], hand, default);
        var before = await scene.StateAsync(model);

        var byOperator = await Refused.ByAsync("version_quarantined", () => scene.BackAsync(model, to: 2, from: 1));
        var byHand = await Refused.ByAsync("version_quarantined", () => scene.BackAsync(model, to: 2, from: 1, hand));
        var byOwner = await Refused.ByAsync("version_quarantined", () => scene.BackAsync(model, to: 2, from: 1, scene.Scientist));

        Assert.All(new[] { byOperator, byHand, byOwner }, refusal =>
        {
            Assert.Equal(RefusalKind.Conflict, refusal.Kind);
            Assert.Contains(scene.Reviewer.Name, refusal.Message, StringComparison.Ordinal);
        });
        Assert.Equal(before, await scene.StateAsync(model));
        Assert.Contains(scene.OtherReviewer.Name, (await scene.PreviewAsync(model)).RollForwardRefusal!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_quarantine_anybody_who_may_roll_back_rolls_forward()
    {
        var model = await scene.AHistoryAsync(2);
        await scene.BackAsync(model, to: 1, from: 2, quarantine: false);

        Assert.Equal(RollbackKind.Forward, (await scene.BackAsync(model, to: 2, from: 1)).Kind);
    }

    [Fact]
    public async Task A_quarantine_that_was_released_already_keeps_nobody_and_is_released_once()
    {
        var model = await scene.AHistoryAsync(2);
        await scene.BackAsync(model, to: 1, from: 2);
        await scene.Get<QuarantineWorkflow>().ReleaseAsync(model, "2", "It was the network.", scene.Reviewer, default);

        var forward = await scene.BackAsync(model, to: 2, from: 1); // by somebody who could not release it

        Assert.Equal(RollbackKind.Forward, forward.Kind);
        Assert.Single(await scene.EventsAsync(model), entry => entry.Action == "version.released");
        await using var db = scene.Registry.OpenDatabase();
        Assert.Contains(db.Quarantines, quarantine => quarantine.ReleaseReason == "It was the network.");
    }

    [Fact]
    public async Task What_was_rolled_forward_from_is_no_bad_version()
    {
        var model = await scene.AHistoryAsync(3);
        await scene.BackAsync(model, to: 2, from: 3);
        await scene.BackAsync(model, to: 3, from: 2, scene.Reviewer);

        var preview = await scene.PreviewAsync(model);

        Assert.Equal(2, Assert.Single(preview.Candidates, candidate => candidate.Proposed).Version);
        Assert.Null(preview.RollForwardTo); // going back again is a rollback like any other
        Assert.Equal((RollbackKind.Back, true), (await scene.BackAsync(model, to: null, from: 3)) is var again ? (again.Kind, again.Quarantined) : default);
    }

    [Fact]
    public async Task Only_the_last_move_is_taken_back()
    {
        var model = await scene.AHistoryAsync(2);
        await scene.AVersionAsync(model, "three");
        await scene.BackAsync(model, to: 1, from: 2);
        await scene.PutAsync(model, 3);

        Assert.Null((await scene.PreviewAsync(model, scene.Reviewer)).RollForwardTo);
        await Refused.ByAsync("version_quarantined", () => scene.BackAsync(model, to: 2, from: 3, scene.Reviewer));
    }

    [Fact]
    public async Task A_quarantine_that_somebody_else_set_stays()
    {
        var model = await scene.AHistoryAsync(2);
        await scene.BackAsync(model, to: 1, from: 2);
        await using (var db = scene.Registry.OpenDatabase())
        {
            var set = db.Quarantines.OrderByDescending(quarantine => quarantine.Number).First();
            db.Quarantines.Add(new Core.Versions.Quarantine(set.Number + 1_000_000,
                set.At)
            {
                ModelId = set.ModelId,
                VersionId = set.VersionId,
                VersionNumber = 2,
                Digest = set.Digest,
                Reason = "Poisoned.",
                ByName = "somebody"
            });
            await db.SaveChangesAsync();
        }

        var before = await scene.StateAsync(model);
        await Refused.ByAsync("version_quarantined", () => scene.BackAsync(model, to: 2, from: 1, scene.Reviewer));

        Assert.Equal(before, await scene.StateAsync(model));
    }

    private Task<VersionView> VersionAsync(string model, string number) => scene.Get<VersionQueries>().GetAsync(model, number, scene.Auditor, default);
}
