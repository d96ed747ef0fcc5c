using System.Collections.Concurrent;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Data;

/// <summary>
/// What is refused to somebody who is signed in. A script that runs into the same refusal again and again leaves one event a minute and a count, and
/// from a number on that no person reaches it hears that it should stop.
/// </summary>
public sealed class PersonRefusals(TimeProvider time, int mostPerMinute = PersonRefusals.MostPerMinute)
{
    public const int MostPerMinute = 1_000;

    // So many are told apart by what was called; beyond, whoever calls one address after the other would fill the trail with them.
    private const int MostRoutes = 20;

    private const int MostKept = 5_000;

    private readonly ConcurrentDictionary<Reason, Kept> _reasons = new();
    private readonly ConcurrentDictionary<(Guid? Person, long Minute), int> _calls = new();

    /// <summary>True when it is to be put on record now; else it was counted. Refuses whoever is refused all the time.</summary>
    internal bool IsFirst(Actor actor, RegistryException refusal)
    {
        var minute = Minute();
        var calls = _calls.AddOrUpdate((actor.UserId, minute), 1, (_, count) => count + 1);
        if (actor.UserId is not null && calls > mostPerMinute)
        {
            throw new RegistryException(RefusalKind.TooMany, "too_many_refusals",
                "Too many of your calls were refused within a minute. Look at what the refusals say, and try again in a minute.");
        }

        var known = _reasons.Count < MostKept ? refusal.Message : ""; // beyond so many reasons in a minute they share one count
        var kept = _reasons.AddOrUpdate(
            new Reason(actor.UserId, refusal.Code, known, calls > MostRoutes ? null : actor.Route, minute),
            _ => new Kept(actor, 0),
            (_, kept) => kept with { More = kept.More + 1 });
        return kept.More == 0;
    }

    /// <summary>Writes the counts of minutes that are over.</summary>
    public async Task FlushAsync(RegistryStore store, CancellationToken ct)
    {
        var minute = Minute();
        foreach (var old in _calls.Keys.Where(key => key.Minute < minute))
        {
            _calls.TryRemove(old, out _);
        }

        foreach (var reason in _reasons.Keys.Where(key => key.Minute < minute))
        {
            if (_reasons.TryRemove(reason, out var kept) && kept.More > 0)
            {
                await store.RecordAsync(kept.Actor, new PermissionRefused(new(reason.Code, reason.Message, kept.Actor.Address, reason.Route, kept.More,
                    DateTimeOffset.FromUnixTimeSeconds(reason.Minute * 60), reason.Route is null ? null : kept.Actor.NamedModel)), ct);
            }
        }
    }

    private long Minute() => time.GetUtcNow().ToUnixTimeSeconds() / 60;

    private sealed record Reason(Guid? Person, string Code, string Message, string? Route, long Minute);

    private sealed record Kept(Actor Actor, int More);
}
