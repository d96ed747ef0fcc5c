using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Promotions;

/// <summary>Opens promotion requests, and what their requester does with them afterwards.</summary>
public sealed class PromotionWorkflow(RegistryStore store, FreshVerification fresh, MetricCatalog metrics, TimeProvider time)
{
    /// <summary>What a promotion would be judged by, and who would be asked; changes nothing but the time of the last verification.</summary>
    public async Task<PromotionPreview> PreviewAsync(string modelName, string stage, int? version, Actor actor, CancellationToken ct)
    {
        await fresh.EnsureAsync(modelName, stage, version, actor, ct);
        return await store.ReadAsync(actor, async db =>
        {
            var wish = await PromotionWish.FindAsync(db, actor, modelName, stage, version, ct);
            Rights.Require(actor, Right.OpenRequest, wish.Model.Place);
            return await wish.PreviewAsync(db, time.Now(), actor, ct);
        }, ct);
    }

    /// <summary>
    /// Opens a request. Where the policy needs nobody's approval and every gate passes, it moves at once. An earlier open
    /// request of the same person for the same stage is superseded.
    /// </summary>
    public async Task<RequestView> OpenAsync(string modelName, string stage, NewRequest command, Actor actor, CancellationToken ct)
    {
        await fresh.EnsureAsync(modelName, stage, command.Version, actor, ct);
        return await store.WriteAsync(actor, async transaction =>
        {
            var db = transaction.Db;
            var model = await db.FindModelAsync(actor, modelName, ct);
            Rights.Require(actor, Right.OpenRequest, model.Place);
            await db.LockAsync(model, ct);
            await transaction.TakeTurnAsync(ct);
            var wish = await PromotionWish.FindAsync(db, model, stage, command.Version, ct);
            var comment = Text.Check("comment", command.Comment, PromotionRequest.CommentMaxLength);
            var requester = new Requester(actor.UserId ?? model.OwnerId, actor.Name, comment, Automatic: false);
            return await Opening.OpenAsync(transaction, wish, requester, ct);
        }, ct);
    }

    /// <summary>A remark in the discussion. The requester's own asks again whoever asked for changes.</summary>
    public Task<RequestCommentView> CommentAsync(long number, string? text, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.CommentOnRequest);
            var checkedText = Text.Check("comment", text, PromotionRequest.CommentMaxLength, required: true);
            var standing = await transaction.TakeAsync(number, ct);
            var request = standing.File.Request;
            var comment = new RequestComment { RequestId = request.Id, ById = actor.UserId, ByName = actor.Name, At = transaction.Now, Text = checkedText };
            transaction.Db.RequestComments.Add(comment);
            if (actor.UserId == request.RequestedById)
            {
                await AskAgainAsync(transaction, standing);
            }

            transaction.Record(new RequestCommented(standing.File.Model.Ref, request.VersionNumber, new(number, request.Slot, checkedText)));
            await transaction.Db.SaveChangesAsync(ct);
            return RequestCommentView.Of(comment, standing.File.Model, actor);
        }, ct);

    /// <summary>
    /// Takes a remark off the page: its author, the owner of the model or an admin, also when the request has ended. That it was there, and who took
    /// it back, stays.
    /// </summary>
    public Task<RequestCommentView> TakeBackCommentAsync(long number, long commentId, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var db = transaction.Db;
            var (request, model) = await db.FindRequestAsync(actor, number, ct);
            await db.LockAsync(model, ct);
            var comment = await db.RequestComments.FirstOrDefaultAsync(found => found.Id == commentId && found.RequestId == request.Id, ct)
                ?? throw RegistryException.NotFound("comment_not_found", $"Request #{number} has no comment {commentId}.");
            RequestGuards.RequireTakeBack(actor, comment, model);
            if (comment.TakeBack(actor.Name, transaction.Now))
            {
                transaction.Record(new RequestCommentTakenBack(model.Ref, request.VersionNumber, new(number, request.Slot, comment.ByName, comment.At)));
            }

            return RequestCommentView.Of(comment, model, actor);
        }, ct);

    /// <summary>Takes a request back: its requester; when that person is disabled, the model's owner or an admin.</summary>
    public Task<RequestView> WithdrawAsync(long number, string? reason, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var standing = await transaction.TakeAsync(number, ct);
            await RequestGuards.RequireWithdrawAsync(transaction.Db, actor, standing, ct);
            var why = Text.CheckOptional("reason", reason, PromotionRequest.CommentMaxLength);
            await OpenRequests.EndAsync(transaction, standing, RequestState.Withdrawn, why, ct);
            var request = standing.File.Request;
            transaction.Record(new RequestWithdrawn(standing.File.Model.Ref, request.VersionNumber, EndedRequest.Of(request), why));
            await RequestNotices.Decided(transaction, standing, $"{actor.Name} withdrew {RequestNotices.Name(standing)}");
            await transaction.Db.SaveChangesAsync(ct);
            return await RequestViews.BuildAsync(transaction.Db, standing.File, transaction.Now, ct);
        }, ct);

    /// <summary>
    /// Executes what is approved but was not executed by its last approval, or, with <paramref name="emergency"/>, what is not
    /// approved at all. The subject is the one that the caller saw.
    /// </summary>
    public async Task<RequestView> ExecuteAsync(long number, string? subject, Emergency? emergency, Actor actor, CancellationToken ct)
    {
        await fresh.EnsureAsync(number, always: emergency is not null, actor, ct);
        return await store.WriteAsync(actor, async transaction =>
        {
            var standing = await transaction.TakeAsync(number, ct);
            RequestGuards.RequireExecute(actor, standing, emergency);
            await RequestGuards.RequireSubjectAsync(transaction.Db, standing, subject, ct);
            if (emergency is null)
            {
                await Execution.ExecuteAsync(transaction, standing, ct);
            }
            else
            {
                if (standing.Policy.Reauthenticate)
                {
                    RecentProof.Require(actor, transaction.Now, "breaking the glass");
                }

                await BreakGlass.ExecuteAsync(transaction, standing, emergency, metrics.Now, ct);
            }

            await transaction.Db.SaveChangesAsync(ct);
            return await RequestViews.BuildAsync(transaction.Db, standing.File, transaction.Now, ct);
        }, ct);
    }

    private static async Task AskAgainAsync(RegistryTransaction transaction, RequestStanding standing)
    {
        var blocks = standing.File.Reviews.Select(review => review.Review)
            .Where(review => review.Decision == ReviewDecision.RequestChanges && !standing.IsStale(review)).ToList();
        blocks.ForEach(block => block.AskedAgainAt = transaction.Now);
        await RequestNotices.AskedAgain(transaction, standing, blocks.Select(block => block.ById));
    }
}
