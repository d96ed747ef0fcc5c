using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Experiments;

/// <summary>Numbers for what is tracked: small ones in order, since rows of metrics carry them in great number.</summary>
internal static class TrackingNumbers
{
    /// <summary>Takes so many numbers and returns the first of them. Others who take some wait until this change ends.</summary>
    public static async Task<long> TakeAsync(this RegistryDbContext db, Tracked what, int count, CancellationToken ct)
    {
        var row = db.TrackingCounters.Where(counter => counter.Id == (int)what);
        await row.ExecuteUpdateAsync(set => set.SetProperty(counter => counter.Given, counter => counter.Given + count), ct);
        return await row.Select(counter => counter.Given).SingleAsync(ct) - count + 1;
    }

    /// <summary>Makes others who number the same wait, before what they decide by is read.</summary>
    public static async Task TakeTurnAsync(this RegistryDbContext db, Tracked what, CancellationToken ct)
    {
        if (db.LocksRows)
        {
            await db.TrackingCounters.Where(counter => counter.Id == (int)what)
                .ExecuteUpdateAsync(set => set.SetProperty(counter => counter.Given, counter => counter.Given), ct);
        }
    }
}
