using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Data;

/// <summary>
/// Appends a change's events to the chain inside its transaction. The lock of the head row is the last that a change takes:
/// whoever holds it is the only one who may extend the chain until the transaction ends.
/// </summary>
internal static class AuditRecorder
{
    public static async Task<AuditPosition> AppendAsync(RegistryTransaction transaction, CancellationToken ct)
    {
        var (db, ledger) = (transaction.Db, transaction.Ledger);
        db.ChangeTracker.DetectChanges(); // once, and not again by each of what follows
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            ledger.See(db.ChangeTracker.Entries());
            ledger.Close();
            return await AppendAsync(transaction, ledger.Lines(), ct);
        }
        finally
        {
            db.ChangeTracker.AutoDetectChangesEnabled = true;
        }
    }

    private static async Task<AuditPosition> AppendAsync(RegistryTransaction transaction, IReadOnlyDictionary<string, IReadOnlyList<string>>? rows,
        CancellationToken ct)
    {
        var db = transaction.Db;
        var head = transaction.Head is { } known
            ? db.AuditHeads.Attach(new AuditHead { Id = AuditHead.OnlyId, Seq = known.Seq, Hash = known.Hash }).Entity
            : await db.TakeAuditHeadAsync(ct);
        var position = new AuditPosition(head.Seq, head.Hash);
        foreach (var happened in transaction.Events)
        {
            position = Add(transaction, happened, rows, position);
            rows = null; // the first event of the transaction holds them
        }

        var end = db.Entry(head);
        end.Property(found => found.Seq).CurrentValue = position.Seq;
        end.Property(found => found.Hash).CurrentValue = position.Hash;
        await db.SaveChangesAsync(ct);
        return position;
    }

    private static AuditPosition Add(RegistryTransaction transaction, RegistryEvent happened,
        IReadOnlyDictionary<string, IReadOnlyList<string>>? rows, AuditPosition previous)
    {
        var actor = transaction.Actor;
        var seq = previous.Seq + 1;
        var door = actor.Door.ToString().ToLowerInvariant();
        var body = AuditBody.Write(seq, transaction.Now, new AuditActor(actor.UserId?.ToString() ?? actor.Name, actor.Name, actor.Token?.Id.ToString()), door,
            happened, rows);
        var hash = AuditChain.HashOf(previous.Hash, body);
        transaction.Db.AuditEvents.Add(new AuditEvent
        {
            Seq = seq,
            Body = body,
            PreviousHash = previous.Hash,
            Hash = hash,
            At = transaction.Now,
            ActorId = actor.UserId,
            ActorName = actor.Name,
            TokenId = actor.Token?.Id,
            Door = door,
            Action = EventKind.Of(happened).Name,
            ModelId = happened.Model?.Id,
            Model = happened.Model?.Name,
            Version = happened.Version,
        });
        return new AuditPosition(seq, hash);
    }
}
