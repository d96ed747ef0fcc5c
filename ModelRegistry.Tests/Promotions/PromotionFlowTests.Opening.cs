using ModelRegistry.Core.Common;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Promotions;

public sealed partial class PromotionFlowTests
{
    [Fact]
    public async Task A_newer_request_of_the_same_person_supersedes_the_older_one()
    {
        var model = await scene.AModelAsync();
        var older = await scene.ARequestAsync(model);
        await scene.Registry.ASealedVersionAsync(scene.Scientist, model, content: "other");

        await scene.ARequestAsync(model, version: 2);

        Assert.Equal(RequestState.Superseded, (await scene.ReadAsync(older.Id)).State);
    }

    [Fact]
    public async Task Emptying_a_stage_needs_the_same_approvals()
    {
        var model = await scene.AModelAsync();
        await scene.MoveAsync(model, Stage.Staging, 1);

        var request = await scene.ARequestAsync(model, version: null);
        Assert.Equal((RequestState.Open, 1), (request.State, request.ExpectedOccupant));
        var executed = await scene.ReviewAsync(request.Id, scene.ReviewerA);

        Assert.Equal(RequestState.Executed, executed.State);
        Assert.Null(await scene.OccupantAsync(model));
    }

    [Fact]
    public async Task Only_the_requester_withdraws_unless_they_are_gone()
    {
        var model = await scene.AModelAsync();
        var colleague = await scene.PersonAsync(scene.NewName("leaving"), Core.Access.Roles.DataScientist);
        var request = await scene.ARequestAsync(model, by: colleague);
        await Refused.ByAsync("not_your_request", () => scene.Get<PromotionWorkflow>().WithdrawAsync(request.Id, null, scene.Admin, default));

        await scene.Get<Core.Accounts.People>().EditAsync(colleague.UserId!.Value, new Core.Accounts.UserEdit(Disabled: true), scene.Admin, default);
        var withdrawn = await scene.Get<PromotionWorkflow>().WithdrawAsync(request.Id, "Their author left.", scene.Scientist, default);

        Assert.Equal(RequestState.Withdrawn, withdrawn.State);
    }

    [Theory]
    [InlineData(null, "slot_empty")]
    [InlineData(2, "version_not_ready")]
    [InlineData(99, "version_not_found")]
    public async Task What_cannot_be_promoted_is_refused_when_it_is_asked_for(int? version, string code)
    {
        var model = await scene.AModelAsync();
        await scene.Registry.APendingVersionAsync(scene.Scientist, model);

        await Refused.ByAsync(code, () => scene.ARequestAsync(model, version));
    }

    [Fact]
    public async Task The_occupant_cannot_be_asked_for_again()
    {
        var model = await scene.AModelAsync(PolicyContent.Open);
        await scene.ARequestAsync(model);

        await Refused.ByAsync("already_occupant", () => scene.ARequestAsync(model));
    }

    [Fact]
    public async Task A_preview_changes_nothing_and_says_what_a_request_would_say()
    {
        var model = await scene.AModelAsync(new PolicyContent(RequiredApprovals: 4, Gates: [new MetricGate("accuracy", GateOperator.AtLeast, 0.9)]));

        var preview = await scene.Get<PromotionWorkflow>().PreviewAsync(model, Stage.Staging, 1, scene.Scientist, default);

        Assert.Equal((4, 3, false), (preview.RequiredApprovals, preview.EligibleCount, preview.MovesAtOnce));
        Assert.Equal(Verdict.Missing, Assert.Single(preview.Gates).Verdict);
        Assert.Contains("only 3 people can approve", Assert.Single(preview.Warnings), StringComparison.Ordinal);
        Assert.Empty((await scene.Get<RequestQueries>().ListAsync(new RequestSearch(Model: model), scene.Auditor, default)).Items);
    }

    [Fact]
    public async Task A_comment_that_is_too_long_is_refused_by_its_length()
    {
        var request = await scene.ARequestAsync(await scene.AModelAsync());

        var refusal = await Refused.ByAsync("field_too_long", () =>
            scene.Get<PromotionWorkflow>().CommentAsync(request.Id, new string('x', 1 << 20), scene.Scientist, default));

        Assert.Equal(RefusalKind.Invalid, refusal.Kind);
    }
}
