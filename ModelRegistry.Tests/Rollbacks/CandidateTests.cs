using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Slots;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Rollbacks;

/// <summary>Rule 11: who is listed, who is proposed, and what takes break-glass.</summary>
public sealed class CandidateTests(RollbackScene scene) : IClassFixture<RollbackScene>
{
    private static readonly Emergency Fire = new("Production answers nothing.", "INC-4711");

    [Fact]
    public async Task Each_former_occupant_is_listed_once_by_its_newest_departure()
    {
        var model = await scene.AModelAsync(3);
        foreach (var version in new[] { 1, 2, 1, 2, 1, 3 })
        {
            await scene.PutAsync(model, version);
        }

        var preview = await scene.PreviewAsync(model);

        Assert.Equal([1, 2], preview.Candidates.Select(candidate => candidate.Version));
        Assert.Equal(preview.Since, preview.Candidates[0].Until);
        Assert.Equal(preview.Candidates[0].From, preview.Candidates[1].Until);
        Assert.False(preview.Truncated);
        Assert.Null(preview.Refusal);
        Assert.Equal((SlotKind.Stage, 3), (preview.Kind, preview.Candidates[0].Files));
    }

    [Fact]
    public async Task What_a_rollback_took_out_is_listed_and_never_proposed()
    {
        var model = await scene.AHistoryAsync(3);
        await scene.BackAsync(model, to: 2, from: 3, quarantine: false);

        var preview = await scene.PreviewAsync(model);

        Assert.Equal([3, 1], preview.Candidates.Select(candidate => candidate.Version));
        Assert.Equal((true, false, "A rollback took it out."), (preview.Candidates[0].Ok, preview.Candidates[0].Proposed, preview.Candidates[0].NotProposed));
        Assert.True(preview.Candidates[1].Proposed);
        Assert.Equal(3, (await scene.BackAsync(model, to: 3, from: 2)).To); // chosen all the same
    }

    [Fact]
    public async Task Promoted_again_it_is_like_any_other()
    {
        var model = await scene.AHistoryAsync(2);
        await scene.BackAsync(model, to: 1, from: 2, quarantine: false);
        await scene.PutAsync(model, 2);
        await scene.PutAsync(model, 1);

        Assert.Equal(2, Assert.Single((await scene.PreviewAsync(model)).Candidates, candidate => candidate.Proposed).Version);
    }

    [Fact]
    public async Task What_came_by_break_glass_is_proposed_once_people_have_confirmed_it()
    {
        var model = await scene.AHistoryAsync(1);
        await scene.AVersionAsync(model, "quick fix");
        await scene.AVersionAsync(model, "better");
        var emergency = await scene.PersonAsync(scene.NewName("emergency"), Roles.Emergency);
        var request = await scene.Get<PromotionWorkflow>().OpenAsync(model, Stage.Production, new NewRequest(2), scene.Scientist, default);
        await scene.Get<PromotionWorkflow>().ExecuteAsync(request.Id, request.Subject, Fire, emergency, default);
        await scene.PutAsync(model, 3);
        var before = await scene.PreviewAsync(model);

        var review = Assert.Single(await scene.PostReviewsAsync(model));
        await scene.Get<PostReviews>().DecideAsync(review.Id, new NewPostReview(PostReviewAnswer.Confirm), scene.Reviewer, default);
        var after = await scene.PreviewAsync(model);

        Assert.Equal((2, MoveKind.BreakGlass, request.Id), (before.Candidates[0].Version, before.Candidates[0].Via, before.Candidates[0].RequestId));
        Assert.Contains("break-glass", before.Candidates[0].NotProposed!, StringComparison.Ordinal);
        Assert.Equal((false, false), (before.Candidates[0].Proposed, before.Candidates[0].NeedsEmergency));
        Assert.Equal(1, Assert.Single(before.Candidates, candidate => candidate.Proposed).Version);
        Assert.Equal(2, Assert.Single(after.Candidates, candidate => candidate.Proposed).Version);
    }

    [Fact]
    public async Task A_rollback_does_not_wash_what_it_brings_back()
    {
        var model = await scene.AHistoryAsync(1, MoveKind.BreakGlass);
        await scene.AVersionAsync(model, "two");
        await scene.AVersionAsync(model, "three");
        await scene.PutAsync(model, 2);
        var rollback = await scene.BackAsync(model, to: 1, from: 2);
        await scene.PutAsync(model, 3);

        Assert.Contains("break-glass", (await scene.PreviewAsync(model)).Candidates[0].NotProposed!, StringComparison.Ordinal);
        await scene.Get<PostReviews>().DecideAsync(rollback.PostReviewId, new NewPostReview(PostReviewAnswer.Confirm), scene.Reviewer, default);
        Assert.Equal(1, Assert.Single((await scene.PreviewAsync(model)).Candidates, candidate => candidate.Proposed).Version);
    }

    [Fact]
    public async Task What_came_while_the_stage_was_open_is_never_proposed_and_takes_break_glass_once_it_is_governed()
    {
        var model = await scene.AModelAsync(2);
        await scene.PolicyAsync(model, Stage.Staging, PolicyContent.Open);
        await scene.PutAsync(model, 1, MoveKind.Open, Stage.Staging);
        await scene.PutAsync(model, 2, MoveKind.Open, Stage.Staging);
        var open = Assert.Single((await scene.PreviewAsync(model, slot: Stage.Staging)).Candidates);
        Assert.Equal((false, false), (open.Proposed, open.NeedsEmergency));
        await scene.PolicyAsync(model, Stage.Staging, new PolicyContent());

        var preview = await scene.PreviewAsync(model, slot: Stage.Staging);
        var both = await scene.PersonAsync(scene.NewName("both"), Roles.Operator, Roles.Emergency);

        Assert.Equal((true, false, true), (preview.Candidates[0].NeedsEmergency, preview.Candidates[0].Proposed, preview.Candidates[0].Ok));
        Assert.Contains("Emergency", preview.EmergencyRefusal!, StringComparison.Ordinal);
        await Refused.ByAsync("nothing_to_propose", () => scene.BackAsync(model, to: null, from: 2, both, slot: Stage.Staging));
        await Refused.ByAsync("role_missing", () => scene.BackAsync(model, to: 1, from: 2, incident: "INC-7", slot: Stage.Staging));
        Assert.Equal("incident", (await Refused.ByAsync("field_required", () => scene.BackAsync(model, to: 1, from: 2, both, slot: Stage.Staging))).Field);
        var rollback = await scene.BackAsync(model, to: 1, from: 2, both, incident: "INC-7", slot: Stage.Staging);
        Assert.Equal("INC-7", rollback.Incident);
        Assert.Equal("INC-7", Assert.Single(await scene.PostReviewsAsync(model)).Incident);
    }

    [Fact]
    public async Task While_the_stage_is_open_going_back_is_free()
    {
        var model = await scene.AModelAsync(2);
        await scene.PolicyAsync(model, Stage.Staging, PolicyContent.Open);
        await scene.PutAsync(model, 1, MoveKind.Open, Stage.Staging);
        await scene.PutAsync(model, 2, MoveKind.Open, Stage.Staging);

        Assert.Equal(1, (await scene.BackAsync(model, to: 1, from: 2, slot: Stage.Staging)).To);
    }

    [Fact]
    public async Task Only_a_policy_without_approvals_and_gates_makes_a_move_an_open_one()
    {
        var model = await scene.AModelAsync(2);
        await scene.PolicyAsync(model, Stage.Staging, PolicyContent.Open);
        await scene.PolicyAsync(model, Stage.Production, new PolicyContent(RequiredApprovals: 0, Gates: [new IntegrityGate()]));

        await scene.Get<PromotionWorkflow>().OpenAsync(model, Stage.Staging, new NewRequest(1), scene.Scientist, default);
        await scene.Get<PromotionWorkflow>().OpenAsync(model, Stage.Production, new NewRequest(1), scene.Scientist, default);

        Assert.Equal(MoveKind.Open, (await scene.Get<SlotHistory>().ListAsync(model, Stage.Staging, null, null, scene.Viewer, default)).Items[0].Via);
        Assert.Equal(MoveKind.Promotion, (await scene.Get<SlotHistory>().ListAsync(model, Stage.Production, null, null, scene.Viewer, default)).Items[0].Via);
    }

    [Fact]
    public async Task A_free_alias_goes_back_like_a_stage_until_it_is_protected()
    {
        var model = await scene.AHistoryAsync(2, MoveKind.Alias, "champion");
        Assert.True(Assert.Single((await scene.PreviewAsync(model, slot: "champion")).Candidates).Proposed);

        await scene.Registry.PolicyAsync(model, "champion", new PolicyContent());

        var candidate = Assert.Single((await scene.PreviewAsync(model, slot: "CHAMPION")).Candidates);
        Assert.Equal((false, true), (candidate.Proposed, candidate.NeedsEmergency));
        Assert.Contains("free alias", candidate.NotProposed!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_free_alias_is_rolled_back()
    {
        var model = await scene.AHistoryAsync(2, MoveKind.Alias, "champion");

        var rollback = await scene.BackAsync(model, to: null, from: 2, slot: "Champion");

        Assert.Equal(("champion", 1), (rollback.Slot, rollback.To));
    }

    [Fact]
    public async Task Another_signature_is_a_warning_and_no_more()
    {
        var model = await scene.AHistoryAsync(1);
        await SignedAsync(model, "amount");
        await scene.PutAsync(model, 2);
        await SignedAsync(model, "sum");
        await scene.PutAsync(model, 3);

        var preview = await scene.PreviewAsync(model);

        var checks = preview.Candidates.ToDictionary(candidate => candidate.Version, candidate =>
            candidate.Checks.Single(check => check.Name == PreCheckNames.Signature));
        Assert.Equal((CheckOutcome.Warning, true), (checks[2].Outcome, checks[2].Ok));
        Assert.Contains("differ", checks[2].Detail, StringComparison.Ordinal);
        Assert.Contains("declares no inputs", checks[1].Detail, StringComparison.Ordinal);
        Assert.Equal(2, (await scene.BackAsync(model, to: null, from: 3)).To);
    }

    [Fact]
    public async Task At_most_fifty_are_listed_and_an_older_one_can_still_be_named()
    {
        var model = await scene.AModelAsync(1);
        for (var number = 2; number <= 53; number++)
        {
            await scene.Registry.ASealedVersionAsync(scene.Scientist, model, content: $"{model} {number}");
        }

        for (var number = 1; number <= 53; number++)
        {
            await scene.PutAsync(model, number);
        }

        var preview = await scene.PreviewAsync(model);

        Assert.Equal(Enumerable.Range(3, 50).Reverse(), preview.Candidates.Select(candidate => candidate.Version));
        Assert.True(preview.Truncated);
        Assert.Equal(1, (await scene.Get<RollbackWorkflow>().RehearseAsync(model, Stage.Production, 1, null, scene.Operator, default)).Version);
        Assert.Equal(1, (await scene.BackAsync(model, to: 1, from: 53)).To);
    }

    [Fact]
    public async Task Who_left_a_thousand_moves_ago_can_still_be_named()
    {
        var model = await scene.AModelAsync(3);
        await scene.PutAsync(model, 1, MoveKind.Alias, "busy");
        await scene.Registry.ManyStaysAsync(scene.Scientist, model, "often", 1_100);
        await scene.PutAsync(model, 2, MoveKind.Alias, "often");
        await using (var db = scene.Registry.OpenDatabase())
        {
            var slot = Assert.Single(db.Slots, found => found.Name == "often");
            var first = db.Versions.Single(version => version.Number == 3 && version.ModelId == slot.ModelId);
            var old = new SlotInterval
            {
                SlotId = slot.Id,
                VersionId = first.Id,
                VersionNumber = 3,
                From = DateTimeOffset.UnixEpoch,
                ByName = "x",
                Via = MoveKind.Alias
            };
            old.End(new SlotDeparture(DateTimeOffset.UnixEpoch.AddMinutes(1), null, "x", MoveKind.Alias, null, null, null));
            db.SlotIntervals.Add(old);
            await db.SaveChangesAsync();
        }

        var preview = await scene.PreviewAsync(model, slot: "often");

        Assert.Equal([1], preview.Candidates.Select(candidate => candidate.Version));
        Assert.True(preview.Truncated);
        Assert.Equal(3, (await scene.BackAsync(model, to: 3, from: 2, slot: "often")).To);
    }

    private async Task SignedAsync(string model, string input)
    {
        var pending = await scene.Registry.APendingVersionAsync(scene.Scientist, model);
        var text = $$"""
            signature:
              inputs: '[{"name": "{{input}}", "type": "double"}]'
              outputs: '[{"type": "double"}]'
            """;
        await scene.Registry.AFileAsync(scene.Scientist, model, pending.Number.Text(), "model/MLmodel", text);
        await scene.Registry.AFileAsync(scene.Scientist, model, pending.Number.Text(), "model/model.pkl", $"{model} {input}");
        await scene.Get<VersionWorkflow>().SealAsync(model, pending.Number.Text(), null, scene.Scientist, default);
    }
}
