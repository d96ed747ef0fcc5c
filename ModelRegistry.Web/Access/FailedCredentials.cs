using System.Collections.Concurrent;
using ModelRegistry.Core.Accounts;

namespace ModelRegistry.Web.Access;

/// <summary>
/// Counts failed credentials per address and minute, so that whoever goes on guessing hears that it makes no sense. It never stands in the way of
/// what is right: many people and machines may come from one address.
/// </summary>
internal sealed class FailedCredentials(TimeProvider time)
{
    public const int MostPerMinute = 30;

    private readonly ConcurrentDictionary<(string Address, long Minute), int> _counts = new();
    private long _minute;

    public bool TooMany(string? address) => _counts.GetValueOrDefault(Key(address)) > MostPerMinute;

    public void Count(string? address)
    {
        var key = Key(address);
        if (Interlocked.Exchange(ref _minute, key.Minute) != key.Minute)
        {
            foreach (var old in _counts.Keys.Where(old => old.Minute < key.Minute))
            {
                _counts.TryRemove(old, out _);
            }
        }

        _counts.AddOrUpdate(key, 1, (_, count) => count + 1);
    }

    private (string, long Minute) Key(string? address) => (RecentFailures.NetworkOf(address), time.GetUtcNow().ToUnixTimeSeconds() / 60);
}
