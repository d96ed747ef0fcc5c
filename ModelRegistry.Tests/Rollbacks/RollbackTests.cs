using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Tests.Rollbacks;

/// <summary>Rule 11: going back moves one slot, proves the bytes, quarantines what it removes and asks for a later look.</summary>
public sealed class RollbackTests(RollbackScene scene) : IClassFixture<RollbackScene>
{
    [Fact]
    public async Task An_objection_to_what_comes_back_stands_and_one_to_what_goes_is_settled()
    {
        var model = await scene.AHistoryAsync(1);
        await scene.AVersionAsync(model, $"{model} fix");
        await scene.AVersionAsync(model, $"{model} next");
        var emergency = await scene.PersonAsync(scene.NewName("emergency"), Roles.Emergency);
        await ObjectedAsync(2);
        await scene.PutAsync(model, 3);
        await scene.BackAsync(model, to: 2, from: 3);

        Assert.Contains(await scene.PostReviewsAsync(model, all: true), review => review is { Version: 2, State: PostReviewState.Objected });

        await scene.BackAsync(model, to: 1, from: 2);
        Assert.DoesNotContain(await scene.PostReviewsAsync(model, all: true), review => review.State == PostReviewState.Objected);

        async Task ObjectedAsync(int version)
        {
            var request = await scene.Get<PromotionWorkflow>().OpenAsync(model, Stage.Production, new NewRequest(version), scene.Scientist, default);
            await scene.Get<PromotionWorkflow>().ExecuteAsync(request.Id, request.Subject, new Emergency("Production answers nothing.", "INC-1"), emergency,
                default);
            await scene.Get<PostReviews>().DecideAsync(Assert.Single(await scene.PostReviewsAsync(model)).Id,
                new NewPostReview(PostReviewAnswer.Object, "It was not needed."), scene.Reviewer, default);
        }
    }

    [Fact]
    public async Task The_last_good_version_is_proposed_and_comes_back()
    {
        var model = await scene.AHistoryAsync(3);
        var preview = await scene.PreviewAsync(model);

        var rollback = await scene.BackAsync(model, to: null, from: 3);

        Assert.Equal([2, 1], preview.Candidates.Select(candidate => candidate.Version));
        Assert.Equal(2, Assert.Single(preview.Candidates, candidate => candidate.Proposed).Version);
        Assert.Equal((3, 2, RollbackKind.Back, true), (rollback.From, rollback.To, rollback.Kind, rollback.Quarantined));
        Assert.Equal(2, await scene.OccupantAsync(model));
    }

    [Fact]
    public async Task Everything_about_it_is_written_together()
    {
        var model = await scene.AHistoryAsync(2);
        await scene.PolicyAsync(model, Stage.Production, new PolicyContent(RequiredApprovals: 2));

        var rollback = await scene.BackAsync(model, to: 1, from: 2);

        var version = await scene.Get<VersionQueries>().GetAsync(model, "1", scene.Auditor, default);
        Assert.Equal((version.FileCount, version.TotalSize), (rollback.Verified.Files, rollback.Verified.Bytes));
        var slot = (await scene.Get<SlotQueries>().ListAsync(model, null, scene.Auditor, default)).Single(found => found.Slot == Stage.Production);
        Assert.Equal((1, rollback.At, scene.Operator.Name, rollback.Id), (slot.Version, slot.Since, slot.By, slot.RollbackId));
        var stay = (await scene.Get<SlotHistory>().ListAsync(model, Stage.Production, null, null, scene.Auditor, default)).Items[0];
        Assert.Equal((MoveKind.Rollback, RollbackScene.Reason, rollback.Id), (stay.Via, stay.Reason, stay.RollbackId));
        var review = Assert.Single(await scene.PostReviewsAsync(model));
        Assert.Equal((rollback.PostReviewId, PostReviewKind.Rollback, rollback.Id, 2, 1),
            (review.Id, review.Kind, review.RollbackId, review.RequiredConfirmations, review.Version));
        Assert.True((await scene.Get<VersionQueries>().GetAsync(model, "2", scene.Auditor, default)).Quarantined);
        var executed = (await scene.EventsAsync(model)).Single(entry => entry.Action == "rollback.executed");
        Assert.Equal((1, RollbackScene.Reason, scene.Operator.Name), (executed.Version, executed.Reason, executed.Actor));
        Assert.Equal(rollback.QuarantineId, executed.After!.Value.GetProperty("quarantine").GetInt64());
    }

    [Fact]
    public async Task It_is_covered_by_a_checkpoint_at_once_and_told_to_reviewers_and_the_owner()
    {
        var model = await scene.AHistoryAsync(2);

        await scene.BackAsync(model, to: 1, from: 2, quarantine: false);

        Assert.Equal(0, (await scene.Registry.VerifyAuditAsync(scene.Auditor)).UncoveredEvents);
        foreach (var person in new[] { scene.Reviewer, scene.OtherReviewer, scene.Scientist })
        {
            var notices = await scene.Get<NotificationQueries>().ListAsync(null, null, person, default);
            Assert.Contains(notices.Items, notice =>
                notice.Kind == NoticeKind.PostReview
                && notice.Text == $"{scene.Operator.Name} rolled production of {model} back from v2 to v1: {RollbackScene.Reason}. Please look at it");
        }
    }

    [Fact]
    public async Task It_moves_this_slot_only_and_says_which_stay()
    {
        var model = await scene.AHistoryAsync(2);
        await scene.PutAsync(model, 2, slot: Stage.Staging);
        await scene.PutAsync(model, 2, MoveKind.Alias, "champion");

        var preview = await scene.PreviewAsync(model);
        await scene.BackAsync(model, to: 1, from: 2);

        Assert.Equal(["champion", Stage.Staging], preview.StaysIn);
        Assert.Equal([("staging", 2), ("production", 1), ("champion", 2)], (await scene.Get<SlotQueries>().ListAsync(model, null, scene.Auditor, default))
            .Select(slot => (slot.Slot, slot.Version!.Value)));
    }

    [Fact]
    public async Task The_quarantine_can_be_unticked()
    {
        var model = await scene.AHistoryAsync(2);

        var rollback = await scene.BackAsync(model, to: 1, from: 2, quarantine: false);

        Assert.False(rollback.Quarantined);
        Assert.Null(rollback.QuarantineId);
        Assert.False((await scene.Get<VersionQueries>().GetAsync(model, "2", scene.Auditor, default)).Quarantined);
    }

    [Fact]
    public async Task Gates_and_approvals_are_skipped()
    {
        var model = await scene.AHistoryAsync(2);
        await scene.PolicyAsync(model, Stage.Production, new PolicyContent(RequiredApprovals: 2, Gates: [new CheckGate("never posted")]));

        Assert.Equal(1, (await scene.BackAsync(model, to: null, from: 2)).To);
    }

    [Fact]
    public async Task Going_back_again_goes_further_back()
    {
        var model = await scene.AHistoryAsync(3);
        await scene.BackAsync(model, to: null, from: 3);

        Assert.Equal(1, (await scene.BackAsync(model, to: null, from: 2)).To);
    }

    [Fact]
    public async Task An_objection_blocks_until_a_rollback()
    {
        var model = await scene.AHistoryAsync(3);
        await scene.BackAsync(model, to: 2, from: 3);
        var first = Assert.Single(await scene.PostReviewsAsync(model));
        await scene.Get<PostReviews>().DecideAsync(first.Id, new NewPostReview(PostReviewAnswer.Object, "v2 is no better."), scene.Reviewer, default);
        var blocked = await scene.Get<PromotionWorkflow>().PreviewAsync(model, Stage.Production, 1, scene.Scientist, default);

        var second = await scene.BackAsync(model, to: 1, from: 2);

        Assert.Contains(blocked.Blockers, blocker => blocker.Contains("objected", StringComparison.Ordinal));
        Assert.Equal([(second.PostReviewId, PostReviewState.Open), (first.Id, PostReviewState.Settled)], (await scene.PostReviewsAsync(model, all: true))
            .Select(review => (review.Id, review.State)));
        await scene.AVersionAsync(model, "better");
        Assert.DoesNotContain((await scene.Get<PromotionWorkflow>().PreviewAsync(model, Stage.Production, 4, scene.Scientist, default)).Blockers, blocker =>
            blocker.Contains("objected", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Open_requests_take_the_new_occupant()
    {
        var model = await scene.AHistoryAsync(2);
        await scene.AVersionAsync(model, "next");
        var request = await scene.Get<PromotionWorkflow>().OpenAsync(model, Stage.Production, new NewRequest(3), scene.Scientist, default);

        await scene.BackAsync(model, to: 1, from: 2);

        var after = await scene.Get<RequestQueries>().GetAsync(request.Id, scene.Auditor, default);
        Assert.Equal(1, after.ExpectedOccupant);
        Assert.NotEqual(request.Subject, after.Subject);
    }

    [Fact]
    public async Task Progress_goes_up_to_the_last_byte()
    {
        var model = await scene.AHistoryAsync(2);
        var heard = new Heard();

        await scene.Get<RollbackWorkflow>().RollBackAsync(model, Stage.Production, new NewRollback(1, RollbackScene.Reason, 2), heard, scene.Operator, default);

        Assert.Equal(heard.All.OrderBy(progress => progress.BytesDone), heard.All);
        Assert.Equal((3, 3), (heard.All[^1].FilesDone, heard.All[^1].Files));
        Assert.Equal(heard.All[^1].Bytes, heard.All[^1].BytesDone);
    }

    [Fact]
    public async Task A_rehearsal_proves_everything_and_moves_nothing()
    {
        var model = await scene.AHistoryAsync(2);
        var before = await scene.StateAsync(model);

        var candidate = await scene.Get<RollbackWorkflow>().RehearseAsync(model, Stage.Production, 1, null, scene.Operator, default);

        Assert.True(candidate.Ok);
        Assert.Equal([PreCheckNames.Files, PreCheckNames.Hashes, PreCheckNames.Quarantine, PreCheckNames.Archived, PreCheckNames.Signature],
            candidate.Checks.Select(check => check.Name));
        Assert.Contains("recomputed and is right", candidate.Checks[1].Detail, StringComparison.Ordinal);
        Assert.Equal(before, await scene.StateAsync(model));
    }

    [Fact]
    public async Task No_reader_sees_an_empty_slot_meanwhile()
    {
        var model = await scene.AHistoryAsync(8);
        using var stop = new CancellationTokenSource();
        var reader = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                Assert.NotNull(await scene.OccupantAsync(model));
            }
        });

        for (var from = 8; from > 1; from--)
        {
            await scene.BackAsync(model, to: null, from);
        }

        await stop.CancelAsync();
        await reader;
        Assert.Equal(1, await scene.OccupantAsync(model));
        await using var db = scene.Registry.OpenDatabase();
        var stays = await db.SlotIntervals.Where(stay =>
            db.Slots.Any(slot => slot.Id == stay.SlotId && db.Models.Any(found => found.Id == slot.ModelId && found.Name == model))).OrderBy(stay => stay.From)
            .ToListAsync();
        Assert.All(stays.Zip(stays.Skip(1)), pair => Assert.Equal(pair.First.Until, pair.Second.From));
    }

    private sealed class Heard : IProgress<VerificationProgress>
    {
        public List<VerificationProgress> All { get; } = [];

        public void Report(VerificationProgress value) => All.Add(value);
    }
}
