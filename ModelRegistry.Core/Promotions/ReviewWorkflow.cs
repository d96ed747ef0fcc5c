using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Core.Promotions;

/// <summary>
/// Takes the decisions of reviewers. The approval that completes the quorum executes in its own transaction, where everything
/// is evaluated again; a reject is final.
/// </summary>
public sealed class ReviewWorkflow(RegistryStore store, FreshVerification fresh, MetricCatalog metrics)
{
    /// <summary>
    /// Approves, asks for changes, rejects, or takes back one's own decision. The same decision about the same subject again
    /// changes nothing and gets the same answer.
    /// </summary>
    public async Task<RequestView> ReviewAsync(long number, NewReview command, Actor actor, CancellationToken ct)
    {
        if (command.Decision == ReviewAction.Approve && Rights.Allows(actor, Right.Review))
        {
            await fresh.EnsureAsync(number, always: false, actor, ct);
        }

        return await store.WriteAsync(actor, async transaction =>
        {
            var standing = await transaction.TakeAsync(number, ct);
            var after = command.Decision == ReviewAction.Withdraw
                ? await WithdrawAsync(transaction, standing, command, ct)
                : await DecideAsync(transaction, standing, command, ct);
            await transaction.Db.SaveChangesAsync(ct);
            return await RequestViews.BuildAsync(transaction.Db, after, transaction.Now, ct);
        }, ct);
    }

    /// <summary>Lifts blocks that their authors cannot or will not lift: all of them, or that of one reviewer. Shown and audited.</summary>
    public Task<RequestView> DismissAsync(long number, string? reviewer, string? reason, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.DismissReview);
            var why = Text.Check("reason", reason, PromotionRequest.CommentMaxLength, required: true);
            var standing = await transaction.TakeAsync(number, ct);
            var blocks = standing.File.Reviews.Select(review => review.Review)
                .Where(review => review.Decision == ReviewDecision.RequestChanges
                    && (string.IsNullOrEmpty(reviewer) || string.Equals(review.ByName, reviewer, StringComparison.OrdinalIgnoreCase))).ToList();
            if (blocks.Count == 0)
            {
                throw RegistryException.Conflict("no_review",
                    $"Nobody{(string.IsNullOrEmpty(reviewer) ? "" : $" called '{reviewer}'")} blocks this request with a request for changes.", "reviewer");
            }

            foreach (var block in blocks)
            {
                block.Close(ReviewEnd.Dismissed, actor.Name, why, transaction.Now);
                transaction.Record(new ReviewDismissed(standing.File.Model.Ref, standing.File.Request.VersionNumber,
                    new(number, standing.File.Request.Slot, block.ByName), why));
            }

            await RequestNotices.Decided(transaction, standing, $"{actor.Name} dismissed the request for changes of {RequestNotices.Name(standing)}");
            var after = (await RestateAsync(transaction, standing.File.After(), ct)).File;
            await transaction.Db.SaveChangesAsync(ct);
            return await RequestViews.BuildAsync(transaction.Db, after, transaction.Now, ct);
        }, ct);

    private async Task<RequestFile> DecideAsync(RegistryTransaction transaction, RequestStanding standing, NewReview command, CancellationToken ct)
    {
        RequestGuards.RequireReview(transaction.Actor, standing);
        var decision = command.Decision switch
        {
            ReviewAction.Approve => ReviewDecision.Approve,
            ReviewAction.RequestChanges => ReviewDecision.RequestChanges,
            ReviewAction.Reject => ReviewDecision.Reject,
            _ => throw RegistryException.Invalid("decision", "decision_unknown", "decision is approve, requestChanges, reject or withdraw."),
        };
        var comment = Text.Check("comment", command.Comment, PromotionRequest.CommentMaxLength, required: decision != ReviewDecision.Approve);
        await RequestGuards.RequireSubjectAsync(transaction.Db, standing, command.Subject, ct);
        if (decision == ReviewDecision.Approve && standing.Policy.Reauthenticate)
        {
            RecentProof.Require(transaction.Actor, transaction.Now, "approving");
        }

        var mine = Mine(transaction, standing);
        if (mine is not null && mine.Decision == decision && !standing.IsStale(mine) && (comment.Length == 0 || comment == mine.Comment))
        {
            return standing.File;
        }

        if (mine is not null)
        {
            mine.Close(ReviewEnd.Replaced, transaction.Actor.Name, null, transaction.Now);
            await transaction.Db.SaveChangesAsync(ct); // the index allows one standing decision a person at every moment
        }

        await transaction.Db.KeepAsync(standing.Subject, ct);
        var sheet = await Sheets.KeepAsync(transaction, standing, metrics.Now, ct);
        var standsFor = await PresentStandIns.Pairs(transaction.Db).Where(pair => pair.StandInId == transaction.Actor.UserId).Select(pair => pair.Person)
            .OrderBy(person => person).ToListAsync(ct);
        var review = new Review
        {
            RequestId = standing.File.Request.Id,
            ById = transaction.Actor.UserId!.Value,
            ByName = transaction.Actor.Name,
            ForNames = standsFor.Count == 0 ? null : string.Join('\n', standsFor),
            Decision = decision,
            Comment = comment,
            At = transaction.Now,
            Subject = standing.Subject.Digest,
            Sheet = sheet.Digest,
        };
        transaction.Db.Reviews.Add(review);
        transaction.Record(new RequestReviewed(standing.File.Model.Ref, standing.File.Request.VersionNumber,
            new(standing.File.Request.Number, standing.File.Request.Slot, decision, Subject.Show(standing.Subject.Digest), sheet.Shown,
                standsFor.Count == 0 ? null : standsFor),
                comment.Length == 0 ? null : comment));
        var added = await RequestFiles.AddedAsync(transaction.Db, review, standing.Policy, ct);
        return await ApplyAsync(transaction, standing, standing.File.After(added), decision, ct);
    }

    private static async Task<RequestFile> ApplyAsync(RegistryTransaction transaction, RequestStanding before, RequestFile file, ReviewDecision decision,
        CancellationToken ct)
    {
        if (decision == ReviewDecision.Reject)
        {
            await OpenRequests.EndAsync(transaction, before, RequestState.Rejected, null, ct);
            await RequestNotices.Decided(transaction, before, $"{transaction.Actor.Name} rejected {RequestNotices.Name(before)}");
            return file;
        }

        var now = await RestateAsync(transaction, file, ct);
        if (decision == ReviewDecision.Approve && now.MayMove && now.State == RequestState.Approved
            && now.Policy.Execution == Policies.ExecutionMode.OnApproval)
        {
            await Execution.ExecuteAsync(transaction, now, ct);
            return file;
        }

        await RequestNotices.Decided(transaction, now, decision == ReviewDecision.Approve
            ? $"{transaction.Actor.Name} approved {RequestNotices.Name(now)}"
            : $"{transaction.Actor.Name} asks for changes of {RequestNotices.Name(now)}");
        return file;
    }

    private static async Task<RequestFile> WithdrawAsync(RegistryTransaction transaction, RequestStanding standing, NewReview command,
        CancellationToken ct)
    {
        Rights.Require(transaction.Actor, Right.Review); // one's own words are taken back without a grant too
        var mine = Mine(transaction, standing)
            ?? throw RegistryException.Conflict("no_review", "You have no decision about this request to take back.", "decision");
        mine.Close(ReviewEnd.Withdrawn, transaction.Actor.Name, Text.CheckOptional("comment", command.Comment, PromotionRequest.CommentMaxLength),
            transaction.Now);
        transaction.Record(new ReviewWithdrawn(standing.File.Model.Ref, standing.File.Request.VersionNumber,
            new(standing.File.Request.Number, standing.File.Request.Slot, mine.Decision), command.Comment));
        await RequestNotices.Decided(transaction, standing, $"{transaction.Actor.Name} took their decision about {RequestNotices.Name(standing)} back");
        return (await RestateAsync(transaction, standing.File.After(), ct)).File;
    }

    /// <summary>Evaluates the request again after a change in this transaction and keeps the state it is in now.</summary>
    private static async Task<RequestStanding> RestateAsync(RegistryTransaction transaction, RequestFile file, CancellationToken ct)
    {
        var standing = RequestStanding.Of(file, transaction.Now);
        file.Request.Become(standing.State);
        await file.KeepAsync(transaction.Db, standing, ct);
        return standing;
    }

    private static Review? Mine(RegistryTransaction transaction, RequestStanding standing) =>
        standing.File.Reviews.Select(review => review.Review).FirstOrDefault(review => review.ById == transaction.Actor.UserId);
}
