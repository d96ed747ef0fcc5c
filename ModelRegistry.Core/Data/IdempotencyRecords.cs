using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Data;

/// <summary>The answers kept for calls that come again; those older than a day are removed.</summary>
public sealed class IdempotencyRecords(RegistryStore store, TimeProvider time)
{
    /// <summary>Few enough that other writers wait for milliseconds only.</summary>
    internal const int Batch = 500;

    /// <summary>Removes what is expired, in batches of a transaction each; returns how many.</summary>
    public async Task<int> PruneAsync(CancellationToken ct)
    {
        var expired = time.GetUtcNow() - IdempotencyKey.Kept;
        var (removed, batch) = (0, 0);
        do
        {
            batch = await store.WriteAsync(Actor.System, transaction =>
            {
                transaction.AllowUnaudited();
                return transaction.Db.IdempotencyRecords.Where(record => record.At <= expired).OrderBy(record => record.At).Take(Batch).ExecuteDeleteAsync(ct);
            }, ct);
            removed += batch;
        }
        while (batch == Batch);

        return removed;
    }
}
