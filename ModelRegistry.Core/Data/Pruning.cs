using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;

namespace ModelRegistry.Core.Data;

/// <summary>Removes rows that have served their time. What follows from the clock alone is no change that somebody made, so it leaves no audit event.</summary>
internal static class Pruning
{
    /// <summary>Few enough that other writers wait for milliseconds only.</summary>
    internal const int Batch = 500;

    /// <summary>Removes these rows, in their order, in batches of a transaction each; returns how many.</summary>
    public static async Task<int> PruneAsync<T>(this RegistryStore store, Func<RegistryDbContext, IOrderedQueryable<T>> expired, CancellationToken ct)
    {
        var (removed, batch) = (0, 0);
        do
        {
            batch = await store.WriteAsync(Actor.System, transaction =>
            {
                transaction.AllowUnaudited();
                return expired(transaction.Db).Take(Batch).ExecuteDeleteAsync(ct);
            }, ct);
            removed += batch;
        }
        while (batch == Batch);

        return removed;
    }
}
