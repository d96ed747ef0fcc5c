using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Upkeep;

/// <summary>An event as its body tells it; columns are no evidence.</summary>
internal sealed record TrailEvent(long Seq, AuditBody Body)
{
    public DateTimeOffset At => Body.At;

    public string Action => Body.Action;

    public string? NormalizedModel => Body.Model is null ? null : ModelName.Normalize(Body.Model);

    public JsonElement? After => Body.After;

    public JsonElement? Before => Body.Before;

    /// <summary>What the event calls <c>number</c>: of a request, post-review, rollback or quarantine.</summary>
    public long? Number => After.Number("number");

    public Guid? ActorId => Guid.TryParse(Body.Actor.Id, out var id) ? id : null;
}

/// <summary>
/// Reads the audit trail beside the rows that it tells of. A change and its event have the same instant, by which each finds the
/// other in a bounded number of queries, however long the trail is.
/// </summary>
internal static class Trail
{
    public const int Batch = 500;

    /// <summary>The events of these actions at these instants.</summary>
    public static async Task<ILookup<DateTimeOffset, TrailEvent>> AtAsync(this RegistryDbContext db, string[] actions, IEnumerable<DateTimeOffset> instants, CancellationToken ct)
    {
        var at = instants.Distinct().ToArray();
        var rows = at.Length == 0 ? [] : await db.AuditEvents.Where(audit => at.Contains(audit.At) && actions.Contains(audit.Action))
            .OrderBy(audit => audit.Seq).Select(audit => new { audit.Seq, audit.Body }).ToListAsync(ct);
        return rows.Select(row => Tell(row.Seq, row.Body)).OfType<TrailEvent>().ToLookup(told => told.At);
    }

    /// <summary>Every event of these actions in order, in batches; of one model, if one is named.</summary>
    public static async IAsyncEnumerable<List<TrailEvent>> WalkAsync(this RegistryDbContext db, string[] actions, string? normalizedModel, [EnumeratorCancellation] CancellationToken ct)
    {
        var events = db.AuditEvents.Where(audit => actions.Contains(audit.Action) && (normalizedModel == null || audit.NormalizedModel == normalizedModel));
        for (var after = long.MinValue; ;)
        {
            var rows = await events.Where(audit => audit.Seq > after).OrderBy(audit => audit.Seq).Take(Batch).Select(audit => new { audit.Seq, audit.Body }).ToListAsync(ct);
            yield return [.. rows.Select(row => Tell(row.Seq, row.Body)).OfType<TrailEvent>()];
            if (rows.Count < Batch)
            {
                yield break;
            }

            after = rows[^1].Seq;
        }
    }

    // A body that cannot be read is a finding of the chain's own verification.
    private static TrailEvent? Tell(long seq, string text) => AuditBody.TryRead(text, out var body) ? new TrailEvent(seq, body) : null;
}
