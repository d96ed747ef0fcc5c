using System.Security.Claims;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;
using ModelRegistry.Web.Components;

namespace ModelRegistry.Web.Access;

/// <summary>
/// Who acts in an open browser tab, with the roles of now: read once, and again when people or sessions changed. Whatever changes something reads it
/// once more inside its transaction.
/// </summary>
public sealed class CircuitActor(Sessions sessions, Freshness freshness, CircuitChanges changes, TimeProvider time)
{
    // Sessions also end by themselves.
    private static readonly TimeSpan Trusted = TimeSpan.FromMinutes(1);

    private Known? _known;

    /// <summary>Null when the session has ended.</summary>
    public async Task<Actor?> ReadAsync(ClaimsPrincipal user)
    {
        if (SessionCookie.SessionOf(user) is not { } session)
        {
            return null;
        }

        var (people, stamp) = (changes.People, freshness.Stamp()); // before the read: what is committed while it runs makes it old
        if (_known is not { } known || known.Session != session || known.People != people || known.Stamp != stamp || known.Reading.IsFaulted
            || time.GetElapsedTime(known.At) > Trusted)
        {
            // Not cancelled with the part that asked first: the others wait for it too.
            var reading = sessions.ActorAsync(session, Door.Browser, SessionCookie.AddressOf(user), CancellationToken.None);
            _known = known = new Known(session, people, stamp, time.GetTimestamp(), reading);
        }

        return await known.Reading;
    }

    private sealed record Known(Guid Session, long People, FreshnessStamp Stamp, long At, Task<Actor?> Reading);
}
