namespace ModelRegistry.Core.Common;

/// <summary>
/// What makes a call the same call again: principal, route and the caller's key as one hash, and what it sent as another. One
/// object belongs to one call, and a call that carries one is one change.
/// </summary>
public sealed class IdempotencyKey(string keyHash, string bodyHash)
{
    /// <summary>How long an answer is kept for the same call again.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private readonly HashSet<string> _asked = [];

    private int _taken;

    public string KeyHash => keyHash;

    public string BodyHash => bodyHash;

    /// <summary>Whether the call was answered with what an earlier one came to.</summary>
    public bool Replayed { get; internal set; }

    /// <summary>What had to be allowed for the call, in the words of who was asked: whoever gets the answer again must be allowed the same.</summary>
    internal IReadOnlyCollection<string> Asked => _asked;

    /// <summary>The key of one part of a call that is several changes: the same part of the same call again happens once.</summary>
    internal IdempotencyKey For(string part) => new(Sha256Hex.Of($"{keyHash}\n{part}"), bodyHash);

    internal void Ask(string right) => _asked.Add(right);

    /// <summary>A second change under the key would be answered with the result of the first and silently not happen.</summary>
    internal void Take()
    {
        if (Interlocked.Exchange(ref _taken, 1) != 0)
        {
            throw new InvalidOperationException("A second change in a call with an idempotency key. Make both one transaction.");
        }
    }

    /// <summary>The change was refused, so that nothing happened under the key: the call may try again.</summary>
    internal void GiveBack() => Volatile.Write(ref _taken, 0);
}

/// <summary>An answer that may hold a secret that is shown once, and so is never kept.</summary>
internal interface IShownOnce
{
    /// <summary>What was made, when the answer holds a secret; null when it may be given again.</summary>
    string? CreatedId { get; }
}
