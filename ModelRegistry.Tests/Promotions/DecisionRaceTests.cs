using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Tests.Durability;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Promotions;

/// <summary>Two reviewers decide at the same instant. On SQLite one writer goes after the other; SQL Server has its turn where it is configured.</summary>
public sealed class DecisionRaceTests(PromotionScene scene) : IClassFixture<PromotionScene>
{
    private static readonly int Rounds = Soak.DecisionRounds / 2;

    [Fact]
    public async Task A_reject_that_was_answered_never_ends_in_the_slot()
    {
        var model = await scene.AModelAsync(new PolicyContent(Execution: ExecutionMode.OnApproval));
        for (var round = 0; round < Rounds; round++)
        {
            var request = await NextAsync(model);

            var (approve, reject) = (AtOnce(request, scene.ReviewerA, ReviewAction.Approve), AtOnce(request, scene.ReviewerB, ReviewAction.Reject));
            var (approved, rejected) = (await approve, await reject);

            var after = await scene.ReadAsync(request.Id);
            Assert.Equal(rejected is null ? RequestState.Rejected : RequestState.Executed, after.State);
            Assert.Equal(rejected is null, approved is not null);
            Assert.Equal(after.State, (approved ?? rejected)!.Details!["state"]);
            Assert.Equal(after.State == RequestState.Executed, await scene.OccupantAsync(model) == request.Version);
        }
    }

    [Fact]
    public async Task Both_approve_and_it_is_one_promotion()
    {
        var model = await scene.AModelAsync(new PolicyContent(RequiredApprovals: 1));
        for (var round = 0; round < Rounds; round++)
        {
            var request = await NextAsync(model);

            var (first, second) = (AtOnce(request, scene.ReviewerA, ReviewAction.Approve), AtOnce(request, scene.ReviewerB, ReviewAction.Approve));
            RegistryException?[] refusals = [await first, await second];

            Assert.Equal(RequestState.Executed, Assert.Single(refusals, refusal => refusal is not null)!.Details!["state"]);
            Assert.Equal(request.Version, await scene.OccupantAsync(model));
        }

        var events = await scene.EventsAsync(model);
        Assert.Equal(events.Count(entry => entry.Action == "request.executed"), events.Count(entry => entry.Action == "slot.moved"));
        Assert.True((await scene.Registry.VerifyAuditAsync(scene.Auditor)).Ok);
    }

    private async Task<RequestView> NextAsync(string model)
    {
        var version = await scene.Registry.ASealedVersionAsync(scene.Scientist, model, content: scene.NewName("weights"));
        return await scene.ARequestAsync(model, version.Number);
    }

    /// <summary>The refusal, or null when the decision was taken.</summary>
    private Task<RegistryException?> AtOnce(RequestView request, Actor by, ReviewAction decision) => Task.Run(async () =>
    {
        try
        {
            await scene.Get<ReviewWorkflow>().ReviewAsync(request.Id, new NewReview(decision, "Because.", request.Subject), by, default);
            return null;
        }
        catch (RegistryException refusal) when (refusal.Kind == RefusalKind.Conflict)
        {
            return refusal;
        }
    });
}
