using ModelRegistry.Core.Access;
using ModelRegistry.Core.Audit;

namespace ModelRegistry.Core.Activity;

/// <summary>The verification on the server: the chain in the database against the checkpoints and the key outside of it.</summary>
public sealed class ChainVerification(AuditQueries queries, CheckpointFile file, AuditCheckpoints checkpoints)
{
    /// <summary>For whoever may read the whole trail; <paramref name="progress"/> is told after each batch of events.</summary>
    public async Task<AuditVerification> RunAsync(IProgress<AuditProgress>? progress, Actor actor, CancellationToken ct)
    {
        using var key = CheckpointKey.FromPem(checkpoints.PublicKeyPem);
        return await queries.VerifyAsync(await file.ReadAsync(ct), key, progress, actor, ct);
    }
}
