using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Core.Rollbacks;

namespace ModelRegistry.Core.Upkeep;

/// <summary>An event as its body tells it; columns are no evidence.</summary>
internal sealed record TrailEvent(long Seq, AuditBody Body, RegistryEvent Event)
{
    public DateTimeOffset At => Body.At;

    public Guid? ModelId => Body.ModelId;

    public Guid? ActorId => Guid.TryParse(Body.Actor.Id, out var id) ? id : null;

    /// <summary>The number of the request, post-review, rollback, quarantine or policy that it is about.</summary>
    public long? Number => Event switch
    {
        RequestOpened happened => happened.After.Number,
        RequestReviewed happened => happened.After.Number,
        ReviewWithdrawn happened => happened.After.Number,
        ReviewDismissed happened => happened.After.Number,
        RequestExecuted happened => happened.After.Number,
        RequestForced happened => happened.After.Number,
        RequestWithdrawn happened => happened.After.Number,
        RequestExpired happened => happened.After.Number,
        RequestSuperseded happened => happened.After.Number,
        PostReviewDecided happened => happened.After.Number,
        RollbackExecuted happened => happened.After.Number,
        VersionQuarantined happened => happened.After.Number,
        VersionReleased happened => happened.After.Number,
        PolicyPublished happened => happened.After.Number,
        _ => null,
    };
}

/// <summary>
/// Reads the audit trail beside the rows that it tells of. A change and its event have the same instant, by which each finds the
/// other in a bounded number of queries, however long the trail is.
/// </summary>
internal static class Trail
{
    public const int Batch = 500;

    /// <summary>The events of these kinds at these instants.</summary>
    public static async Task<ILookup<DateTimeOffset, TrailEvent>> AtAsync(this RegistryDbContext db, EventSet kinds, IEnumerable<DateTimeOffset> instants,
        CancellationToken ct)
    {
        var (at, names) = (instants.Distinct().ToArray(), kinds.Names);
        var rows = at.Length == 0 ? [] : await db.AuditEvents.Where(audit => at.Contains(audit.At) && names.Contains(audit.Action))
            .OrderBy(audit => audit.Seq).Select(audit => new { audit.Seq, audit.Body }).ToListAsync(ct);
        return rows.Select(row => Tell(row.Seq, row.Body)).OfType<TrailEvent>().ToLookup(told => told.At);
    }

    /// <summary>Every event of these kinds in order, in batches; of one model, if one is named.</summary>
    public static async IAsyncEnumerable<List<TrailEvent>> WalkAsync(this RegistryDbContext db, EventSet kinds, Guid? modelId,
        [EnumeratorCancellation] CancellationToken ct)
    {
        var names = kinds.Names;
        var events = db.AuditEvents.Where(audit => names.Contains(audit.Action) && (modelId == null || audit.ModelId == modelId));
        for (var after = long.MinValue; ;)
        {
            var rows = await events.Where(audit => audit.Seq > after).OrderBy(audit => audit.Seq).Take(Batch).Select(audit => new { audit.Seq, audit.Body })
                .ToListAsync(ct);
            yield return [.. rows.Select(row => Tell(row.Seq, row.Body)).OfType<TrailEvent>()];
            if (rows.Count < Batch)
            {
                yield break;
            }

            after = rows[^1].Seq;
        }
    }

    // A body that cannot be read, or has another shape, is a finding of the check of the chain.
    private static TrailEvent? Tell(long seq, string text) =>
        AuditBody.TryRead(text, out var body) && body.ReadEvent() is { } happened ? new TrailEvent(seq, body, happened) : null;
}
