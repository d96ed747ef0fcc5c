using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Activity;

/// <summary>What starts of the registry found of checkpoints and keys, and no admin has acknowledged since.</summary>
internal static class UnacknowledgedFaults
{
    private const int Most = 20;

    public static async Task<IReadOnlyList<AuditFinding>> ReadAsync(RegistryDbContext db, CancellationToken ct)
    {
        var (missed, acknowledged) = (EventKind.NameOf<CheckpointsMissed>(), EventKind.NameOf<CheckpointsAcknowledged>());
        var last = await db.AuditEvents.Where(audit => audit.Action == acknowledged).MaxAsync(audit => (long?)audit.Seq, ct) ?? 0;
        var rows = await db.AuditEvents.Where(audit => audit.Action == missed && audit.Seq > last).OrderBy(audit => audit.Seq).Take(Most)
            .Select(audit => new { audit.Seq, audit.Body }).ToListAsync(ct);
        return [.. rows.Select(row => new AuditFinding(row.Seq, row.Seq, AuditProblem.Unacknowledged, $"{Faults(row.Body)} An admin must look into it and "
            + "acknowledge it."))];
    }

    private static string Faults(string text) => AuditBody.TryRead(text, out var body) && body.ReadEvent() is CheckpointsMissed { After.Faults: var faults }
        ? string.Join(" ", faults) : "What it found cannot be read.";
}
