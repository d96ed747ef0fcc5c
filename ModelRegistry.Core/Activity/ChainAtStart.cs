using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Activity;

/// <summary>
/// Holds the chain against its checkpoints when the registry starts, before anything is added and signed: what was exchanged while it was stopped
/// would be covered from then on. What is found becomes an event that verifications name until an admin has acknowledged it.
/// </summary>
public sealed class ChainAtStart(RegistryStore store, CheckpointFile file, CheckpointSigner signer, AuditCheckpoints checkpoints, RegistrySettings settings)
{
    /// <summary>The faults, a sentence each; none: everything is as it was left.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken ct)
    {
        PublicKeys.Keep(signer.PublicKeyPem, settings.FormerKeyDirectory, settings.PublicKeyDirectory);
        var head = await store.ReadAsync(Actor.System, db => db.AuditHeads.Select(end => new AuditPosition(end.Seq, end.Hash)).SingleAsync(ct), ct);
        if (head.Seq == 0)
        {
            return [];
        }

        var faults = await FindAsync(head.Seq, ct);
        if (faults.Count == 0)
        {
            checkpoints.Begin(head);
        }
        else
        {
            await store.TryRecordAsync(Actor.System, new CheckpointsMissed(new(head.Seq, PublicKeys.NameOf(signer.PublicKeyPem), faults)), ct);
        }

        return faults;
    }

    private async Task<List<string>> FindAsync(long events, CancellationToken ct)
    {
        var (last, kept, faults) = (file.Last(), CheckpointSigner.LastKept(settings.KeyDirectory), new List<string>());
        if (signer.IsNew)
        {
            faults.Add("The key that signs checkpoints was gone, and another was made; what the old one signed is read with its public half, where that "
                + "is kept.");
        }
        else if (kept is null)
        {
            faults.Add("The last checkpoint, which is kept a second time beside the key, is not there.");
        }

        if (last is null)
        {
            faults.Add($"The audit trail has {events} events, and none of its checkpoints is in {file.Path}.");
        }
        else if (kept is not null && kept.Seq > last.Seq)
        {
            faults.Add($"The file of checkpoints ends with event {last.Seq}, though event {kept.Seq} was signed: its end is gone.");
        }

        foreach (var signed in new[] { kept, last }.OfType<Checkpoint>().DistinctBy(checkpoint => (checkpoint.Seq, checkpoint.Hash)))
        {
            if (!await store.ReadAsync(Actor.System, db => db.AuditEvents.AnyAsync(audit => audit.Seq == signed.Seq && audit.Hash == signed.Hash, ct), ct))
            {
                faults.Add($"Event {signed.Seq} is not the one that was signed: the audit trail was cut or rewritten.");
            }
        }

        return faults;
    }
}
