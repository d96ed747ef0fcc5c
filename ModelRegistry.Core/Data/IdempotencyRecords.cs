using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Data;

/// <summary>The answers kept for calls that come again; those older than a day are removed.</summary>
public sealed class IdempotencyRecords(RegistryStore store, TimeProvider time)
{
    /// <summary>Removes what is expired; returns how many.</summary>
    public Task<int> PruneAsync(CancellationToken ct)
    {
        var expired = time.GetUtcNow() - IdempotencyKey.Kept;
        return store.PruneAsync(db => db.IdempotencyRecords.Where(record => record.At <= expired).OrderBy(record => record.At), ct);
    }
}
