using Microsoft.EntityFrameworkCore;

namespace ModelRegistry.Core.Data;

/// <summary>
/// The context that the reads of one page use in turn. A read that comes while another is under way, or after the end, gets a context of its
/// own from <see cref="RegistryStore"/>: a component that is drawn from within a load reads beside it.
/// </summary>
internal sealed class SharedRead : IAsyncDisposable
{
    private const int Free = 0;
    private const int Busy = 1;

    private int _state = Free;
    private RegistryDbContext? _db;

    public static async Task<RegistryDbContext> OpenContextAsync(IDbContextFactory<RegistryDbContext> contexts, CancellationToken ct)
    {
        var db = await contexts.CreateDbContextAsync(ct);
        try
        {
            db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
            await db.Database.OpenConnectionAsync(ct); // once for all queries of the read, not once for each
            return db;
        }
        catch
        {
            await db.DisposeAsync();
            throw;
        }
    }

    public bool TryEnter() => Interlocked.CompareExchange(ref _state, Busy, Free) == Free;

    public void Leave() => Volatile.Write(ref _state, Free);

    public async Task<RegistryDbContext> OpenAsync(IDbContextFactory<RegistryDbContext> contexts, CancellationToken ct)
    {
        if (_db is null)
        {
            _db = await OpenContextAsync(contexts, ct);
            _db.Memory = new ReadMemory();
        }

        _db.ChangeTracker.Clear(); // a few reads track what they read; no other read is to see those rows
        return _db;
    }

    /// <summary>Stays taken, so that nobody enters any more.</summary>
    public ValueTask DisposeAsync()
    {
        if (!TryEnter() || _db is not { } db)
        {
            return ValueTask.CompletedTask; // a read that was left alone still uses it
        }

        db.Memory = null; // it comes back from the pool, perhaps to a change
        return db.DisposeAsync();
    }
}
