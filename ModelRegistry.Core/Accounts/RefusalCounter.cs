using System.Collections.Concurrent;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Accounts;

/// <summary>What is refused to somebody whom the registry does not know.</summary>
public enum AnonymousAttempt
{
    SignIn,
    Call,
}

/// <summary>
/// Keeps floods of anonymous refusals out of the audit trail: per address and minute the first is an event at once, the
/// rest becomes one event with their count when the minute is over.
/// </summary>
public sealed class RefusalCounter(TimeProvider time)
{
    private const int MostAddresses = 10_000;

    private readonly ConcurrentDictionary<(AnonymousAttempt Attempt, string Address, long Minute), int> _counts = new();

    /// <summary>True when the caller should write an event; otherwise it was counted.</summary>
    public bool IsFirst(AnonymousAttempt attempt, string? address)
    {
        var minute = time.GetUtcNow().ToUnixTimeSeconds() / 60;
        // Beyond so many addresses in a minute they share one count: memory stays bounded under attack.
        var from = _counts.Count < MostAddresses ? address ?? "unknown" : "many";
        return _counts.AddOrUpdate((attempt, from, minute), 0, (_, count) => count + 1) == 0;
    }

    /// <summary>Writes the counts of minutes that are over.</summary>
    public async Task FlushAsync(RegistryStore store, CancellationToken ct)
    {
        var minute = time.GetUtcNow().ToUnixTimeSeconds() / 60;
        var over = _counts.Keys.Where(key => key.Minute < minute).Select(key => (key, count: _counts.TryRemove(key, out var count) ? count : 0))
            .Where(pair => pair.count > 0).ToList();
        if (over.Count == 0)
        {
            return;
        }

        await store.WriteAsync(Actor.System, transaction =>
        {
            foreach (var (key, count) in over)
            {
                transaction.Record(More(key.Attempt, key.Address, count, DateTimeOffset.FromUnixTimeSeconds(key.Minute * 60)));
            }

            return Task.CompletedTask;
        }, ct);
    }

    private static RegistryEvent More(AnonymousAttempt attempt, string address, int count, DateTimeOffset minute) => attempt == AnonymousAttempt.SignIn
        ? new SignInFailed(new(address, count, minute))
        : new CallUnauthenticated(new(address, More: count, Minute: minute));
}
