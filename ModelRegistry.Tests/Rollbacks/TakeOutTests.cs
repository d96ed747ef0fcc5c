using ModelRegistry.Core.Consumers;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Slots;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Rollbacks;

/// <summary>Rule 11: when nothing is left to go back to, the slot is emptied.</summary>
public sealed class TakeOutTests(RollbackScene scene) : IClassFixture<RollbackScene>
{
    [Fact]
    public async Task The_first_version_is_taken_out()
    {
        var model = await scene.AHistoryAsync(1);
        Assert.True((await scene.PreviewAsync(model)).CanTakeOut);

        var rollback = await scene.RollBackAsync(model, new NewRollback(null, RollbackScene.Reason, 1, TakeOut: true));

        Assert.Equal((RollbackKind.TakenOut, 1, (int?)null, true), (rollback.Kind, rollback.From, rollback.To, rollback.Quarantined));
        Assert.Null(await scene.OccupantAsync(model));
        await Refused.ByAsync("slot_empty", () => scene.Get<SlotResolution>().ResolveAsync(model, Stage.Production, scene.Viewer, default));
        var review = Assert.Single(await scene.PostReviewsAsync(model));
        Assert.Equal((rollback.PostReviewId, (int?)null, RollbackScene.Reason), (review.Id, review.Version, review.Reason));
        var executed = (await scene.EventsAsync(model)).Single(entry => entry.Action == "rollback.executed");
        Assert.Equal((1, RollbackScene.Reason), (executed.Version, executed.Reason));
    }

    [Fact]
    public async Task Not_while_there_is_something_to_go_back_to()
    {
        var model = await scene.AHistoryAsync(2);
        var before = await scene.StateAsync(model);

        var refusal = await Refused.ByAsync("candidates_left", () => scene.RollBackAsync(model, new NewRollback(null, RollbackScene.Reason, 2, TakeOut: true)));

        Assert.Equal(1, refusal.Details!["next"]);
        Assert.False((await scene.PreviewAsync(model)).CanTakeOut);
        Assert.Equal(before, await scene.StateAsync(model));
    }

    [Fact]
    public async Task Once_every_candidate_has_failed_it_may_be()
    {
        var model = await scene.AHistoryAsync(2);
        File.Delete(await scene.StoredFileAsync(model, 1, "model/b.bin"));

        Assert.True((await scene.PreviewAsync(model)).CanTakeOut);
        await scene.RollBackAsync(model, new NewRollback(null, RollbackScene.Reason, 2, TakeOut: true));

        Assert.Null(await scene.OccupantAsync(model));
    }

    [Fact]
    public async Task The_expected_occupant_and_the_right_are_asked_for_like_always()
    {
        var model = await scene.AHistoryAsync(1);

        await Refused.ByAsync("occupant_changed", () => scene.RollBackAsync(model, new NewRollback(null, RollbackScene.Reason, 2, TakeOut: true)));
        await Refused.ByAsync("role_missing", () => scene.RollBackAsync(model, new NewRollback(null, RollbackScene.Reason, 1, TakeOut: true), scene.Viewer));
        Assert.Equal(1, await scene.OccupantAsync(model));
    }
}
