using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Quarantines;

/// <summary>Sets and lifts quarantines inside a transaction that holds the lock of the model, then of the audit chain's head.</summary>
internal static class Quarantining
{
    public static async Task<Quarantine> SetAsync(RegistryTransaction transaction, Model model, ModelVersion version, string reason, long? rollbackNumber, CancellationToken ct)
    {
        var db = transaction.Db;
        var quarantine = new Quarantine(await db.NextRequestNumberAsync(ct), transaction.Now)
        {
            ModelId = model.Id,
            VersionId = version.Id,
            VersionNumber = version.Number,
            Digest = version.Digest,
            ContentDigest = version.ContentDigest,
            Reason = reason,
            ById = transaction.Actor.UserId ?? Guid.Empty,
            ByName = transaction.Actor.Name,
            RollbackNumber = rollbackNumber,
        };
        db.Quarantines.Add(quarantine);
        transaction.Record(new AuditFact("version.quarantined", model.Name, version.Number, null,
            new { number = quarantine.Number, quarantine.Digest, content = quarantine.ContentDigest, rollback = rollbackNumber }, reason));
        return quarantine;
    }

    public static Task ReleaseAsync(RegistryTransaction transaction, Model model, ModelVersion version, IReadOnlyCollection<Quarantine> held, string reason, CancellationToken ct)
    {
        foreach (var quarantine in held)
        {
            quarantine.Release(transaction.Now, transaction.Actor.UserId ?? Guid.Empty, transaction.Actor.Name, reason);
            transaction.Record(new AuditFact("version.released", model.Name, quarantine.VersionNumber, null, new { number = quarantine.Number }, reason));
        }

        return Task.CompletedTask;
    }

    public static Task<Quarantine?> OwnQuarantineAsync(this RegistryDbContext db, ModelVersion version, CancellationToken ct) =>
        db.Quarantines.AsTracking().FirstOrDefaultAsync(quarantine => quarantine.VersionId == version.Id && quarantine.ReleasedAt == null, ct);
}
