using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Promotions;

/// <summary>
/// The requests that wait for one reviewer: those they may decide and have not, or whose approval by them went stale, and those
/// whose requester answered their request for changes.
/// </summary>
public sealed class Inbox(RegistryStore store, TimeProvider time)
{
    /// <summary>Most that a count tells apart; more are shown as this and a plus.</summary>
    public const int MostCounted = 99;

    /// <summary>Oldest first, because the oldest waits longest; of one model if it is named.</summary>
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

            var (found, last) = await WaitingAsync(db, requests, actor, PageToken.DecodeLong(pageToken) ?? 0, size, ct);
            var now = time.Now();
            return new Page<RequestSummary>([.. found.Select(file => RequestViews.Summary(file, now))], last is { } number ? PageToken.Encode(number) : null);
        }, ct);

    /// <summary>How many wait, up to one more than <see cref="MostCounted"/>.</summary>
    public Task<int> CountAsync(Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db => (await WaitingAsync(db, db.RequestsVisibleTo(actor), actor, 0, MostCounted + 1, ct)).Found.Count, ct);

    private async Task<(List<RequestFile> Found, long? Last)> WaitingAsync(RegistryDbContext db, IQueryable<PromotionRequest> requests, Actor actor, long after, int size, CancellationToken ct)
    {
        if (!Rights.Allows(actor, Right.Review))
        {
            return ([], null);
        }

        var now = time.Now();
        var rows = await requests
            .Where(request => !request.IsFinal && request.ExpiresAt > now && request.RequestedById != actor.UserId && request.Number > after)
            .OrderBy(request => request.Number).Take(size + 1).ToListAsync(ct);
        var files = await RequestFiles.ReadAsync(db, [.. rows.Take(size)], ct);
        return ([.. files.Where(file => Waits(RequestStanding.Of(file, now), actor))], rows.Count > size ? rows[size - 1].Number : null);
    }

    private static bool Waits(RequestStanding standing, Actor actor)
    {
        if (RequestGuards.WhyNotReview(actor, standing) is not null)
        {
            return false;
        }

        var mine = standing.File.Reviews.Select(review => review.Review).FirstOrDefault(review => review.ById == actor.UserId);
        return standing.State switch
        {
            RequestState.Open => standing.Policy.RequiredApprovals > 0 && (mine is null || standing.IsStale(mine)),
            RequestState.ChangesRequested => mine is { Decision: ReviewDecision.RequestChanges, AskedAgainAt: not null } && !standing.IsStale(mine),
            _ => false,
        };
    }
}
