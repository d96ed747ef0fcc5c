using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Data;

/// <summary>
/// Appends a change's events to the chain inside its transaction. The update of the head row comes first and is the lock:
/// whoever holds it is the only one who may extend the chain until the transaction ends.
/// </summary>
internal static class AuditRecorder
{
    public static async Task<AuditPosition> AppendAsync(RegistryTransaction transaction, CancellationToken ct)
    {
        var db = transaction.Db;
        var count = transaction.Events.Count;
        await db.AuditHeads.Where(head => head.Id == AuditHead.OnlyId)
            .ExecuteUpdateAsync(set => set.SetProperty(head => head.Seq, head => head.Seq + count), ct);
        var taken = await db.AuditHeads.AsNoTracking().SingleAsync(ct);

        var position = new AuditPosition(taken.Seq - count, taken.Hash);
        foreach (var happened in transaction.Events)
        {
            position = Add(transaction, happened, position);
        }

        await db.SaveChangesAsync(ct);
        await db.AuditHeads.Where(head => head.Id == AuditHead.OnlyId)
            .ExecuteUpdateAsync(set => set.SetProperty(head => head.Hash, position.Hash), ct);
        return position;
    }

    private static AuditPosition Add(RegistryTransaction transaction, RegistryEvent happened, AuditPosition previous)
    {
        var actor = transaction.Actor;
        var seq = previous.Seq + 1;
        var door = actor.Door.ToString().ToLowerInvariant();
        var body = AuditBody.Write(seq, transaction.Now, new AuditActor(actor.UserId?.ToString() ?? actor.Name, actor.Name, actor.Token?.Id.ToString()), door, happened);
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
            Door = door,
            Action = EventKind.Of(happened).Name,
            Model = happened.Model?.Name,
            NormalizedModel = happened.Model is { } model ? Text.FoldName(model.Name) : null,
            Version = happened.Version,
        });
        return new AuditPosition(seq, hash);
    }
}
