using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace ModelRegistry.Core.Accounts;

/// <summary>
/// For which accounts, and from which addresses, a password was wrong within the last quarter of an hour, and which accounts were let in from where.
/// Names are kept as a keyed hash: whoever mistyped may have typed the password there. Whether an account exists plays no part, so that nobody
/// learns it from how long they wait.
/// </summary>
public sealed class RecentFailures(TimeProvider time)
{
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(15);

    private const int MostKept = 20_000;

    private static readonly TimeSpan Familiar = TimeSpan.FromDays(7);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _last = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _letIn = new();

    /// <summary>
    /// The lane of an attempt. An account that was let in from an address goes first there while others guess: at it from elsewhere, or from there at other
    /// accounts, as behind one proxy. Where both is so it waits like them, since it may be guessed at from there.
    /// </summary>
    public HashingLane LaneOf(string account, string? address)
    {
        var network = NetworkOf(address);
        var (here, it) = (IsRecent(network), IsRecent(KeyOf(account)));
        var known = _letIn.TryGetValue(KeyOf($"{account}\n{network}"), out var at) && at > time.GetUtcNow() - Familiar;
        return known && !(here && it) ? HashingLane.Familiar : here || it ? HashingLane.Suspect : HashingLane.Calm;
    }

    /// <summary>The right password clears the account, and never the address: somebody may have one account and guess at others.</summary>
    public void LetIn(string account, string? address)
    {
        _last.TryRemove(KeyOf(account), out _);
        if (_letIn.Count >= MostKept)
        {
            _letIn.Clear(); // they are let in again
        }

        _letIn[KeyOf($"{account}\n{NetworkOf(address)}")] = time.GetUtcNow();
    }

    public void Count(string account, string? address) => Mark(KeyOf(account), NetworkOf(address));

    public void CountNetwork(string? address) => Mark(NetworkOf(address));

    private void Mark(params string[] keys)
    {
        var now = time.GetUtcNow();
        if (_last.Count >= MostKept)
        {
            foreach (var (key, at) in _last.Where(pair => pair.Value <= now - Lasts))
            {
                _last.TryRemove(new(key, at));
            }
        }

        foreach (var key in keys.Where(key => _last.Count < MostKept || _last.ContainsKey(key)))
        {
            _last[key] = now;
        }
    }

    /// <summary>Who shares what one customer gets: an IPv4 address, or the 64 bits of an IPv6 network.</summary>
    public static string NetworkOf(string? address)
    {
        if (!IPAddress.TryParse(address, out var ip))
        {
            return address ?? "unknown";
        }

        if (ip.IsIPv4MappedToIPv6)
        {
            return ip.MapToIPv4().ToString();
        }

        return ip.AddressFamily == AddressFamily.InterNetworkV6 && !IPAddress.IsLoopback(ip)
            ? $"{Convert.ToHexStringLower(ip.GetAddressBytes().AsSpan(0, 8))}/64"
            : ip.ToString();
    }

    private bool IsRecent(string key) => _last.TryGetValue(key, out var at) && at > time.GetUtcNow() - Lasts;

    private string KeyOf(string account) => Convert.ToHexString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(account)));
}
