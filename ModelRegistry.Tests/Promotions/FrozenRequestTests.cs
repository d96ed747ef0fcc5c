using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Tests.Promotions;

/// <summary>Rule 20: what has ended shows what held when it ended, whatever changes later.</summary>
public sealed class FrozenRequestTests(PromotionScene scene) : IClassFixture<PromotionScene>
{
    [Theory]
    [InlineData(RequestState.Executed)]
    [InlineData(RequestState.Rejected)]
    [InlineData(RequestState.Withdrawn)]
    [InlineData(RequestState.Superseded)]
    [InlineData(RequestState.Expired)]
    public async Task Policy_approvals_gates_and_people_stay_as_they_were(RequestState end)
    {
        var model = await scene.AModelAsync(new PolicyContent(1, Gates: [new EvidenceGate("owner")]));
        var request = await scene.ARequestAsync(model);
        var eligible = (await scene.ReadAsync(request.Id)).Eligible;
        await EndAsync(model, request.Id, end);
        var ended = await scene.ReadAsync(request.Id);

        await scene.PolicyAsync(model, Stage.Staging, new PolicyContent(3, Gates: [new EvidenceGate("description")]));
        var late = await scene.PersonAsync(scene.NewName("late"), Roles.Reviewer);
        await scene.LogAsync(model, "accuracy", 0.5);
        await scene.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Restricted: true), scene.Scientist, default);

        var now = await scene.ReadAsync(request.Id);
        Assert.Equal(end, now.State);
        Assert.Equal((1, end == RequestState.Executed ? 1 : 0), (now.RequiredApprovals, now.Approvals));
        Assert.Equal(["owner present"], now.Gates.Select(gate => gate.Expression));
        Assert.Equal(eligible, now.Eligible);
        Assert.DoesNotContain(late.Name, now.Eligible);
        Assert.Equal([scene.Scientist.Name], now.Excluded.Select(person => person.Who));
        Assert.Equivalent(ended with { Reviews = [] }, now with { Reviews = [] }, strict: true);
        Assert.Equal(ended.Reviews.Select(review => (review.Counts, review.Stale)), now.Reviews.Select(review => (review.Counts, review.Stale)));
        var row = (await scene.Get<RequestQueries>().ListAsync(new RequestSearch(Model: model), scene.Auditor, default)).Items[^1]; // the first that was opened
        Assert.Equal((request.Id, end, 1, now.Approvals, 1, 1),
            (row.Id, row.State, row.RequiredApprovals, row.Approvals, row.GatesPassed, row.GateCount));
        await scene.Get<People>().EditAsync(late.UserId!.Value, new UserEdit(Disabled: true), scene.Admin, default);
    }

    private async Task EndAsync(string model, long request, RequestState end)
    {
        switch (end)
        {
            case RequestState.Executed:
                await scene.ReviewAsync(request, scene.ReviewerA);
                break;
            case RequestState.Rejected:
                await scene.ReviewAsync(request, scene.ReviewerA, ReviewAction.Reject);
                break;
            case RequestState.Withdrawn:
                await scene.Get<PromotionWorkflow>().WithdrawAsync(request, "Changed my mind.", scene.Scientist, default);
                break;
            case RequestState.Superseded:
                await scene.ARequestAsync(model);
                break;
            default:
                scene.Registry.Clock.Advance(TimeSpan.FromDays(31));
                await scene.Get<RequestDeadlines>().ExpireAsync(default);
                break;
        }
    }
}
