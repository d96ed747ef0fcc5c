using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Tests.Rollbacks;

/// <summary>Two people act at the same instant: one wins, the other is told, and the history has no gap.</summary>
public sealed class RollbackRaceTests(RollbackScene scene) : IClassFixture<RollbackScene>
{
    private const int Rounds = 20;

    [Fact]
    public async Task Of_two_rollbacks_one_wins()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var model = await scene.AHistoryAsync(3);

            var answers = await Task.WhenAll(AtOnce(() => scene.BackAsync(model, to: 2, from: 3)),
                AtOnce(() => scene.BackAsync(model, to: 1, from: 3, scene.Reviewer)));

            var refusal = Assert.Single(answers, answer => answer is not null)!;
            Assert.Equal("occupant_changed", refusal.Code);
            Assert.Equal(refusal.Details!["occupant"], await scene.OccupantAsync(model));
            await RequireWholeAsync(model, rollbacks: 1);
        }
    }

    [Fact]
    public async Task A_rollback_during_a_promotion_leaves_one_of_both_or_both_in_turn()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var model = await scene.AHistoryAsync(2);
            await scene.PolicyAsync(model, Stage.Production, new PolicyContent());
            var next = await scene.AVersionAsync(model, $"{model} next");
            var request = await scene.Get<PromotionWorkflow>().OpenAsync(model, Stage.Production, new NewRequest(next), scene.Scientist, default);

            var promotion = AtOnce(() => scene.Get<ReviewWorkflow>()
                .ReviewAsync(request.Id, new NewReview(ReviewAction.Approve, null, request.Subject), scene.Reviewer, default));
            var rollback = AtOnce(() => scene.BackAsync(model, to: 1, from: 2));
            var (promoted, back) = (await promotion, await rollback);

            // Whoever came second saw that the occupant is another: no approval of the old state moves the new one.
            Assert.Equal(promoted is null, back is not null);
            Assert.Equal(promoted is null ? next : 1, await scene.OccupantAsync(model));
            Assert.Contains((promoted ?? back)!.Code, new[] { "subject_changed", "occupant_changed" });
            await RequireWholeAsync(model, rollbacks: back is null ? 1 : 0);
        }
    }

    [Fact]
    public async Task The_same_rollback_clicked_often_happens_once()
    {
        var model = await scene.AHistoryAsync(3);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AtOnce(() => scene.BackAsync(model, to: null, from: 3))));

        Assert.Equal(7, answers.Count(answer => answer?.Code == "occupant_changed"));
        await RequireWholeAsync(model, rollbacks: 1);
    }

    private async Task RequireWholeAsync(string model, int rollbacks)
    {
        await using var db = scene.Registry.OpenDatabase();
        var slot = await db.Slots.SingleAsync(found => db.Models.Any(of => of.Id == found.ModelId && of.Name == model));
        var stays = await db.SlotIntervals.Where(stay => stay.SlotId == slot.Id).OrderBy(stay => stay.From).ToListAsync();
        Assert.Equal(slot.VersionNumber, Assert.Single(stays, stay => stay.Until is null).VersionNumber);
        Assert.All(stays.Zip(stays.Skip(1)), pair => Assert.Equal(pair.First.Until, pair.Second.From));
        Assert.Equal(rollbacks, await db.Rollbacks.CountAsync(row => row.ModelId == slot.ModelId));
        Assert.Equal(rollbacks, await db.PostReviews.CountAsync(row => row.ModelId == slot.ModelId));
    }

    /// <summary>The refusal, or null when it was done.</summary>
    private static Task<RegistryException?> AtOnce(Func<Task> act) => Task.Run(async () =>
    {
        try
        {
            await act();
            return null;
        }
        catch (RegistryException refusal) when (refusal.Kind == RefusalKind.Conflict)
        {
            return refusal;
        }
    });
}
