using System.Collections.Concurrent;
using System.Security.Cryptography;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Web.Access;

/// <summary>
/// The way past a lock for whoever can read the console of this process: when an account is locked, a link appears there with which that account may
/// try its password from a new browser. Good for an hour and for one sign-in; the password is asked for all the same.
/// </summary>
internal sealed class LockedOut : IDisposable
{
    private const int MostKept = 1_000;

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, (string Secret, DateTimeOffset Until)> _open = new(StringComparer.OrdinalIgnoreCase);
    private readonly TimeProvider _time;
    private readonly IDisposable _subscription;

    public LockedOut(ChangeFeed feed, TimeProvider time)
    {
        _time = time;
        _subscription = feed.Subscribe(changed =>
        {
            if (changed.Event is UserLocked locked)
            {
                Offer(locked.After.User);
            }
        });
    }

    /// <summary>Where the console is; set when the server knows its address.</summary>
    public Action<string> Say { get; set; } = _ => { };

    /// <summary>True once, for the account and the secret of its link.</summary>
    public bool Takes(string? email, string? secret) =>
        email is not null && secret is not null && _open.TryGetValue(email.Trim(), out var open) && open.Until > _time.GetUtcNow()
        && CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(secret), System.Text.Encoding.UTF8.GetBytes(open.Secret))
        && _open.TryRemove(new(email.Trim(), open));

    public void Dispose() => _subscription.Dispose();

    private void Offer(string email)
    {
        var now = _time.GetUtcNow();
        if ((_open.TryGetValue(email, out var open) && open.Until > now) || _open.Count >= MostKept)
        {
            return; // locked again and again: one link is enough
        }

        _open[email] = (Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), now + Lifetime);
        Say($"""
            The account {email} was locked for a few minutes after wrong passwords. If that keeps its owner out, this link takes the right one all the same,
            for an hour and once:
              account/sign-in?pass={_open[email].Secret}
            """);
    }
}
