using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Promotions;

/// <summary>The way of a request through its states.</summary>
public sealed partial class PromotionFlowTests(PromotionScene scene) : IClassFixture<PromotionScene>
{
    [Fact]
    public async Task The_last_needed_approval_executes()
    {
        var model = await scene.AModelAsync(new PolicyContent(RequiredApprovals: 2));
        var request = await scene.ARequestAsync(model);

        var first = await scene.ReviewAsync(request.Id, scene.ReviewerA);
        var second = await scene.ReviewAsync(request.Id, scene.ReviewerB);

        Assert.Equal((RequestState.Open, 1), (first.State, first.Approvals));
        Assert.Equal((RequestState.Executed, 2), (second.State, second.Approvals));
        Assert.Equal(1, await scene.OccupantAsync(model));
    }

    [Fact]
    public async Task Slot_history_and_audit_tell_the_same_story()
    {
        var model = await scene.AModelAsync();
        var request = await scene.ARequestAsync(model, comment: "Better on everything.");
        await scene.ReviewAsync(request.Id, scene.ReviewerA);

        var slot = (await scene.Get<SlotQueries>().ListAsync(model, null, scene.Auditor, default)).Single(found => found.Slot == Stage.Staging);
        var events = (await scene.EventsAsync(model)).Select(entry => entry.Action).ToList();

        Assert.Equal((request.Id, scene.ReviewerA.Name), (slot.RequestId, slot.By));
        Assert.Equal(["slot.moved", "request.executed", "request.reviewed", "request.opened"], events.Take(4));
    }

    [Fact]
    public async Task Production_verifies_the_files_before_it_lets_a_version_in()
    {
        var model = await scene.AModelAsync();
        var request = await scene.ARequestAsync(model, stage: Stage.Production);

        var gate = Assert.Single(request.Gates);
        Assert.Equal(("integrity", Verdict.Pass), (gate.Kind, gate.Verdict));
        Assert.Equal(RequestState.Executed, (await scene.ReviewAsync(request.Id, scene.ReviewerA)).State);
    }

    [Fact]
    public async Task A_manual_policy_waits_for_a_click_of_the_requester()
    {
        var model = await scene.AModelAsync(new PolicyContent(Execution: ExecutionMode.Manual));
        var request = await scene.ARequestAsync(model);

        var approved = await scene.ReviewAsync(request.Id, scene.ReviewerA);
        var executed = await scene.Get<PromotionWorkflow>().ExecuteAsync(request.Id, approved.Subject, null, scene.Scientist, default);

        Assert.Equal((RequestState.Approved, RequestState.Executed), (approved.State, executed.State));
    }

    [Theory]
    [InlineData(ExecutionMode.OnApproval, ExecutionMode.Manual)]
    [InlineData(ExecutionMode.Manual, ExecutionMode.OnApproval)]
    public async Task A_separate_click_that_the_policy_of_then_or_of_now_asks_for_is_waited_for(ExecutionMode then, ExecutionMode now)
    {
        var model = await scene.AModelAsync(new PolicyContent(Execution: then));
        var request = await scene.ARequestAsync(model);
        await scene.PolicyAsync(model, Stage.Staging, new PolicyContent(Execution: now));

        var approved = await scene.ReviewAsync(request.Id, scene.ReviewerA);

        Assert.Equal(RequestState.Approved, approved.State);
        Assert.Null(await scene.OccupantAsync(model));
        Assert.Equal(RequestState.Executed,
            (await scene.Get<PromotionWorkflow>().ExecuteAsync(request.Id, approved.Subject, null, scene.Scientist, default)).State);
    }

    [Fact]
    public async Task An_open_stage_moves_at_once()
    {
        var model = await scene.AModelAsync(PolicyContent.Open);

        var request = await scene.ARequestAsync(model);

        Assert.Equal(RequestState.Executed, request.State);
        Assert.Equal(1, await scene.OccupantAsync(model));
    }

    [Fact]
    public async Task Without_approvals_a_failing_gate_keeps_it_open_until_it_passes_and_somebody_clicks()
    {
        var model = await scene.AModelAsync(new PolicyContent(RequiredApprovals: 0, Gates: [new MetricGate("accuracy", GateOperator.AtLeast, 0.9)]));
        var request = await scene.ARequestAsync(model);
        Assert.Equal((RequestState.Open, Verdict.Missing), (request.State, request.Gates[0].Verdict));

        await scene.LogAsync(model, "accuracy", 0.95);
        var waiting = await scene.ReadAsync(request.Id);
        Assert.Null(await scene.OccupantAsync(model));
        var executed = await scene.Get<PromotionWorkflow>().ExecuteAsync(request.Id, waiting.Subject, null, scene.Scientist, default);

        Assert.Equal((RequestState.Open, RequestState.Executed), (waiting.State, executed.State));
    }

    [Fact]
    public async Task Approved_with_a_failing_gate_stays_approved_says_so_and_never_moves_by_itself()
    {
        var model = await scene.AModelAsync(new PolicyContent(Gates: [new CheckGate("bias-audit")]));
        var request = await scene.ARequestAsync(model);
        var approved = await scene.ReviewAsync(request.Id, scene.ReviewerA);
        Assert.Equal(RequestState.Approved, approved.State);
        Assert.Contains("bias-audit", Assert.Single(approved.Blockers), StringComparison.Ordinal);
        await Refused.ByAsync("request_blocked", () =>
            scene.Get<PromotionWorkflow>().ExecuteAsync(request.Id, approved.Subject, null, scene.Scientist, default));

        await scene.Get<VersionEvidence>().PostCheckAsync(model, "1", new NewCheck("bias-audit", CheckState.Success), scene.Scientist, default);

        Assert.Null(await scene.OccupantAsync(model));
        Assert.Equal(RequestState.Executed,
            (await scene.Get<PromotionWorkflow>().ExecuteAsync(request.Id, approved.Subject, null, scene.ReviewerB, default)).State);
    }

    [Fact]
    public async Task A_request_for_changes_blocks_until_its_author_approves()
    {
        var model = await scene.AModelAsync(new PolicyContent(RequiredApprovals: 2));
        var request = await scene.ARequestAsync(model);

        await scene.ReviewAsync(request.Id, scene.ReviewerB);
        var blocked = await scene.ReviewAsync(request.Id, scene.ReviewerA, ReviewAction.RequestChanges);
        await scene.ReviewAsync(request.Id, scene.ReviewerC);
        var stillBlocked = await scene.ReadAsync(request.Id);
        await scene.Get<PromotionWorkflow>().CommentAsync(request.Id, "Done, please look again.", scene.Scientist, default);
        var asked = await scene.ReadAsync(request.Id);
        var lifted = await scene.ReviewAsync(request.Id, scene.ReviewerA);

        Assert.Equal((RequestState.ChangesRequested, RequestState.ChangesRequested), (blocked.State, stillBlocked.State));
        Assert.NotNull(asked.Reviews.Single(review => review.Decision == ReviewDecision.RequestChanges).AskedAgainAt);
        Assert.Equal(RequestState.Executed, lifted.State);
    }

    [Fact]
    public async Task A_block_withdrawn_or_dismissed_leaves_the_move_to_a_click()
    {
        var model = await scene.AModelAsync();
        var request = await scene.ARequestAsync(model);
        await scene.ReviewAsync(request.Id, scene.ReviewerA, ReviewAction.RequestChanges);
        await scene.ReviewAsync(request.Id, scene.ReviewerB);

        await Refused.ByAsync("role_missing", () => scene.Get<ReviewWorkflow>().DismissAsync(request.Id, null, "No.", scene.ReviewerB, default));
        var dismissed = await scene.Get<ReviewWorkflow>().DismissAsync(request.Id, null, "The reviewer is away.", scene.Admin, default);

        Assert.Equal(RequestState.Approved, dismissed.State);
        Assert.Equal(ReviewEnd.Dismissed, dismissed.Reviews[0].Ended);
        Assert.Null(await scene.OccupantAsync(model));
    }

    [Fact]
    public async Task An_approval_can_be_taken_back_while_nothing_has_moved()
    {
        var model = await scene.AModelAsync(new PolicyContent(RequiredApprovals: 2));
        var request = await scene.ARequestAsync(model);
        await scene.ReviewAsync(request.Id, scene.ReviewerA);

        var without = await scene.ReviewAsync(request.Id, scene.ReviewerA, ReviewAction.Withdraw);
        var next = await scene.ReviewAsync(request.Id, scene.ReviewerB);

        Assert.Equal((0, RequestState.Open, 1), (without.Approvals, next.State, next.Approvals));
        await Refused.ByAsync("no_review", () => scene.ReviewAsync(request.Id, scene.ReviewerA, ReviewAction.Withdraw));
    }

    [Theory]
    [InlineData(ReviewAction.Approve)]
    [InlineData(ReviewAction.RequestChanges)]
    [InlineData(ReviewAction.Reject)]
    [InlineData(ReviewAction.Withdraw)]
    public async Task A_reject_is_final(ReviewAction next)
    {
        var model = await scene.AModelAsync();
        var request = await scene.ARequestAsync(model);

        var rejected = await scene.ReviewAsync(request.Id, scene.ReviewerA, ReviewAction.Reject);
        var refusal = await Refused.ByAsync("request_final", () => scene.ReviewAsync(request.Id, scene.ReviewerB, next));

        Assert.Equal(RequestState.Rejected, rejected.State);
        Assert.Equal(RequestState.Rejected, refusal.Details!["state"]);
        Assert.Null(await scene.OccupantAsync(model));
    }

    [Fact]
    public async Task Approving_twice_is_one_approval_and_one_event()
    {
        var model = await scene.AModelAsync(new PolicyContent(RequiredApprovals: 2));
        var request = await scene.ARequestAsync(model);

        await scene.ReviewAsync(request.Id, scene.ReviewerA);
        var again = await scene.ReviewAsync(request.Id, scene.ReviewerA);

        Assert.Equal((RequestState.Open, 1), (again.State, again.Approvals));
        Assert.Single(await scene.EventsAsync(model), entry => entry.Action == "request.reviewed");
    }

    [Theory]
    [InlineData(ReviewAction.RequestChanges)]
    [InlineData(ReviewAction.Reject)]
    public async Task Changes_and_rejections_need_a_comment(ReviewAction decision)
    {
        var request = await scene.ARequestAsync(await scene.AModelAsync());

        var refusal = await Refused.ByAsync("field_required", () => scene.ReviewAsync(request.Id, scene.ReviewerA, decision, comment: " "));

        Assert.Equal("comment", refusal.Field);
    }

    [Fact]
    public async Task A_move_supersedes_what_asks_for_the_same_and_makes_other_approvals_stale()
    {
        var model = await scene.AModelAsync(new PolicyContent(RequiredApprovals: 2));
        await scene.Registry.ASealedVersionAsync(scene.Scientist, model, content: "other");
        var colleague = await scene.PersonAsync(scene.NewName("colleague"), Core.Access.Roles.DataScientist);
        var same = await scene.ARequestAsync(model, version: 2, by: colleague);
        var other = await scene.ARequestAsync(model, version: 1);
        await scene.ReviewAsync(other.Id, scene.ReviewerA);

        await scene.MoveAsync(model, Stage.Staging, 2);

        var now = await scene.ReadAsync(other.Id);
        Assert.Equal(RequestState.Superseded, (await scene.ReadAsync(same.Id)).State);
        Assert.Equal((RequestState.Open, 2, 0), (now.State, now.ExpectedOccupant, now.Approvals));
        Assert.True(now.Reviews[0].Stale);
        Assert.Equal("expectedOccupant", Assert.Single(now.Reviews[0].Changed).Part);
    }
}
