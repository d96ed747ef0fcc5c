using ModelRegistry.Core.Access;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Activity;

/// <summary>The verification on the server: the chain in the database against the checkpoints and the keys outside of it.</summary>
public sealed class ChainVerification(AuditQueries queries, CheckpointFile file, AuditCheckpoints checkpoints, RegistrySettings settings, RegistryStore store,
    HeavyWork work)
{
    /// <summary>For whoever may read the whole trail; <paramref name="progress"/> is told after each batch of events. Leaves an event of its own.</summary>
    public async Task<AuditVerification> RunAsync(IProgress<AuditProgress>? progress, Actor actor, CancellationToken ct)
    {
        using var underWay = work.Begin(actor);
        var found = await CheckAsync(progress, actor, ct);
        await store.TryRecordAsync(actor, new TrailVerified(new(found.Ok, found.Events, found.Findings.Count, actor.Address, actor.Route)), ct);
        return found;
    }

    /// <summary>What a start of the registry found of checkpoints and keys and no admin has acknowledged; for whoever may read the whole trail.</summary>
    public Task<IReadOnlyList<AuditFinding>> UnacknowledgedAsync(Actor actor, CancellationToken ct) => store.ReadAsync(actor, db =>
    {
        Rights.Require(actor, Right.ReadWholeAudit);
        return UnacknowledgedFaults.ReadAsync(db, ct);
    }, ct);

    /// <summary>An admin knows why checkpoints or keys were not as they had been left; says so with a reason that stays in the trail.</summary>
    public Task AcknowledgeAsync(string? reason, Actor actor, CancellationToken ct) => store.WriteAsync(actor, async transaction =>
    {
        Rights.Require(actor, Right.AcknowledgeChain);
        var why = Text.Check("reason", reason, AuditCheckpoints.ReasonMaxLength, required: true).Trim();
        var open = await UnacknowledgedFaults.ReadAsync(transaction.Db, ct);
        if (open.Count == 0)
        {
            throw RegistryException.Conflict("nothing_to_acknowledge", "Checkpoints and keys are as the registry left them: there is nothing to acknowledge.");
        }

        transaction.Record(new CheckpointsAcknowledged(new(open[^1].ToSeq), why));
    }, ct);

    /// <summary>The same without a trace.</summary>
    internal async Task<AuditVerification> CheckAsync(IProgress<AuditProgress>? progress, Actor actor, CancellationToken ct)
    {
        var kept = CheckpointSigner.LastKept(settings.KeyDirectory); // before the file, which is written first
        using var keys = new CheckpointKeys(checkpoints.PublicKeyPem,
            [.. PublicKeys.Read(settings.FormerKeyDirectory), .. PublicKeys.Read(settings.PublicKeyDirectory)]);
        var found = await queries.VerifyAsync((await file.ReadAsync(ct)).With(kept), keys, progress, actor, ct);
        var open = await store.ReadAsync(actor, db => UnacknowledgedFaults.ReadAsync(db, ct), ct);
        return open.Count == 0 ? found : found with { Ok = false, Findings = [.. found.Findings, .. open] };
    }
}
