namespace ModelRegistry.Core.Data;

/// <summary>
/// Lets one writer at a time into SQLite, which has a single write lock: waiting here is short and fair, while waiting in
/// SQLite's own retry loop made tails of seconds. On SQL Server it lets everyone through.
/// </summary>
public sealed class WriteGate(bool oneWriter) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim? _turn = oneWriter ? new SemaphoreSlim(1, 1) : null;

    public async ValueTask<IDisposable?> EnterAsync(CancellationToken ct)
    {
        if (_turn is null)
        {
            return null;
        }

        if (!await _turn.WaitAsync(Patience, ct))
        {
            throw DatabaseErrors.Busy();
        }

        return new Turn(_turn);
    }

    public void Dispose() => _turn?.Dispose();

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
