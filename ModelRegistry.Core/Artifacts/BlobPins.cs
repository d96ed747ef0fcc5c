namespace ModelRegistry.Core.Artifacts;

/// <summary>
/// Keeps the one who removes files and those who send them apart: bytes are held from their arrival until their change is
/// committed, and claimed while somebody finds out whether they may go. In memory, because one process serves a store.
/// </summary>
internal sealed class BlobPins
{
    private readonly Lock _lock = new();

    private readonly Dictionary<string, int> _held = [];

    private readonly Dictionary<string, TaskCompletionSource> _claimed = [];

    /// <summary>Waits while somebody else removes these bytes; from then on nobody does.</summary>
    public async Task HoldAsync(string sha256, CancellationToken ct)
    {
        while (TryHold(sha256) is { } removal)
        {
            await removal.WaitAsync(ct);
        }
    }

    public void Release(string sha256)
    {
        lock (_lock)
        {
            if (--_held[sha256] == 0)
            {
                _held.Remove(sha256);
            }
        }
    }

    /// <summary>False when somebody holds these bytes or removes them already.</summary>
    public bool TryClaim(string sha256)
    {
        lock (_lock)
        {
            return !_held.ContainsKey(sha256) && _claimed.TryAdd(sha256, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
    }

    public void EndClaim(string sha256)
    {
        lock (_lock)
        {
            _claimed.Remove(sha256, out var claim);
            claim?.SetResult();
        }
    }

    /// <summary>Null when they are held now; else what to wait for.</summary>
    private Task? TryHold(string sha256)
    {
        lock (_lock)
        {
            if (_claimed.TryGetValue(sha256, out var claim))
            {
                return claim.Task;
            }

            _held[sha256] = _held.GetValueOrDefault(sha256) + 1;
            return null;
        }
    }
}

/// <summary>
/// Keeps the bytes that arrive under it from being swept. Whoever lists a file holds it from its arrival until the change that
/// lists it is committed.
/// </summary>
public sealed class BlobHold : IDisposable
{
    private readonly BlobPins _pins;

    private readonly List<string> _held = [];

    internal BlobHold(BlobPins pins) => _pins = pins;

    internal async Task AddAsync(string sha256, CancellationToken ct)
    {
        await _pins.HoldAsync(sha256, ct);
        _held.Add(sha256);
    }

    public void Dispose()
    {
        _held.ForEach(_pins.Release);
        _held.Clear();
    }
}

/// <summary>The sole right to decide about some stored files: whoever sends the same bytes meanwhile waits until it is given back.</summary>
internal sealed class BlobClaim : IDisposable
{
    private readonly BlobPins _pins;

    public BlobClaim(BlobPins pins, IEnumerable<string> digests)
    {
        _pins = pins;
        Digests = [.. digests.Distinct().Where(pins.TryClaim)];
    }

    /// <summary>Those that nobody else holds.</summary>
    public IReadOnlyList<string> Digests { get; }

    public void Dispose()
    {
        foreach (var digest in Digests)
        {
            _pins.EndClaim(digest);
        }
    }
}
