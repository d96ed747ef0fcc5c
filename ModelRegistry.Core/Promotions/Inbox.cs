using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Promotions;

/// <summary>
/// The reviews that wait for one person, by the one definition that the badge, Home and Reviews count and list by: the requests that they may decide about
/// and have not, or whose approval by them went stale, or whose requester answered their request for changes; and the post-reviews that they may answer and
/// have not.
/// </summary>
public sealed class Inbox(RegistryStore store, TimeProvider time)
{
    /// <summary>Most that a count tells apart; more are shown as this and a plus.</summary>
    public const int MostCounted = 99;

    /// <summary>Requests, oldest first, because the oldest waits longest; of one model if it is named.</summary>
    public Task<Page<RequestSummary>> WaitingAsync(string? modelName, int? pageSize, string? pageToken, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var size = PageToken.Size(pageSize);
            var requests = db.RequestsVisibleTo(actor);
            if (!string.IsNullOrEmpty(modelName))
            {
                var model = await db.FindModelAsync(actor, modelName, ct);
                requests = requests.Where(request => request.ModelId == model.Id);
            }

            var after = PageToken.DecodeLong(pageToken) ?? 0;
            var waiting = (await WaitingForAsync(db, requests, actor, ct)).Where(request => request.Number > after);
            return await RequestSummaries.PageAsync(db, waiting.OrderBy(request => request.Number), size, time.Now(), ct);
        }, ct);

    /// <summary>How many requests and post-reviews wait, up to one more than <see cref="MostCounted"/>.</summary>
    public Task<int> CountAsync(Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db => Math.Min(MostCounted + 1, await (await WaitingForAsync(db, db.RequestsVisibleTo(actor), actor, ct))
            .OrderBy(request => request.Number).Select(request => request.Id).Take(MostCounted + 1)
            .Concat(db.PostReviews.WaitingFor(db, actor).OrderBy(review => review.Number).Select(review => review.Id).Take(MostCounted + 1))
            .CountAsync(ct)), ct);

    private async Task<IQueryable<PromotionRequest>> WaitingForAsync(RegistryDbContext db, IQueryable<PromotionRequest> requests, Actor actor,
        CancellationToken ct) =>
        actor.UserId is { } reviewer && Rights.Allows(actor, Right.Review)
            ? await requests.ReviewableBy(db, actor).WaitingForAsync(db, reviewer, time.Now(), ct)
            : requests.Where(_ => false);
}
