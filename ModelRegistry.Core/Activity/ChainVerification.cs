using ModelRegistry.Core.Access;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Activity;

/// <summary>The verification on the server: the chain in the database against the checkpoints and the key outside of it.</summary>
public sealed class ChainVerification(AuditQueries queries, CheckpointFile file, AuditCheckpoints checkpoints, RegistryStore store, HeavyWork work)
{
    /// <summary>For whoever may read the whole trail; <paramref name="progress"/> is told after each batch of events. Leaves an event of its own.</summary>
    public async Task<AuditVerification> RunAsync(IProgress<AuditProgress>? progress, Actor actor, CancellationToken ct)
    {
        using var underWay = work.Begin(actor);
        var found = await CheckAsync(progress, actor, ct);
        await store.TryRecordAsync(actor, new TrailVerified(new(found.Ok, found.Events, found.Findings.Count, actor.Address, actor.Route)), ct);
        return found;
    }

    /// <summary>The same without a trace.</summary>
    internal async Task<AuditVerification> CheckAsync(IProgress<AuditProgress>? progress, Actor actor, CancellationToken ct)
    {
        using var key = CheckpointKey.FromPem(checkpoints.PublicKeyPem);
        return await queries.VerifyAsync(await file.ReadAsync(ct), key, progress, actor, ct);
    }
}
