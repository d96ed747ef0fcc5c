using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Accounts;

/// <summary>
/// Knows who an access token speaks for. What was found is kept in memory until anything about people or tokens is committed, so that
/// the thousandth call of a token costs no read and a revoked one is refused at once.
/// </summary>
public sealed class TokenActors(RegistryStore store, TokenUse use, Freshness freshness, TimeProvider time)
{
    /// <summary>Most tokens that are kept; beyond it, all are forgotten and found again.</summary>
    private const int MostKept = 10_000;

    private readonly ConcurrentDictionary<string, Known> _known = new();

    /// <summary>The code of the refusal of a call from a network that its token is not limited to.</summary>
    public const string WrongNetwork = "token_network";

    /// <summary>
    /// Who the secret speaks for now, or null: unknown, expired, revoked, or its owner is disabled. Refuses, on record, what comes from elsewhere than
    /// the networks of the token.
    /// </summary>
    public async Task<Actor?> ActorAsync(string secret, Door door, string? address, CancellationToken ct)
    {
        if (!secret.StartsWith(Secrets.TokenPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        var (hash, now, stamp) = (Secrets.HashOf(secret), time.Now(), freshness.Stamp());
        if (!_known.TryGetValue(hash, out var known) || known.Stamp != stamp || known.Actor.Grants.Any(grant => grant.Until <= now))
        {
            known = await ReadAsync(hash, stamp, ct);
            if (known is null)
            {
                return null;
            }

            Keep(hash, known);
        }

        if (known.ExpiresAt <= now)
        {
            return null;
        }

        var actor = known.Actor with { Door = door, Address = address };
        if (known.Networks?.Contains(address) == false)
        {
            var refusal = RegistryException.Forbidden(WrongNetwork,
                $"This access token is not accepted from {NetworkList.Shown(address) ?? "an unknown address"}. It is limited to other networks, which its "
                    + "owner sees under Account, Access tokens.");
            await store.RecordRefusalAsync(actor, refusal, ct);
            throw refusal;
        }

        use.Used(actor.Token!.Id, now, address);
        return actor;
    }

    /// <summary>Whether this is the secret of a token whose time is over, to be asked after it was refused.</summary>
    public bool HasExpired(string secret) => _known.TryGetValue(Secrets.HashOf(secret), out var known) && known.ExpiresAt <= time.Now();

    private void Keep(string hash, Known known)
    {
        if (_known.Count >= MostKept)
        {
            _known.Clear();
        }

        _known[hash] = known;
    }

    private Task<Known?> ReadAsync(string hash, FreshnessStamp stamp, CancellationToken ct) =>
        store.ReadAsync(Actor.System, async db =>
        {
            var found = await db.AccessTokens.Where(token => token.SecretHash == hash && token.RevokedAt == null)
                .Join(db.Users.Where(user => user.DisabledAt == null), token => token.OwnerId, user => user.Id, (token, user) =>
                    new { token, user.Id, user.Email })
                .FirstOrDefaultAsync(ct);
            if (found is null)
            {
                return null;
            }

            var grant = new TokenGrant(found.token.Id, found.token.Scopes.ToHashSet(), found.token.ModelIds?.ToHashSet())
            {
                Slots = found.token.Slots?.ToHashSet(),
                Collections = await WithAllBelowAsync(db, found.token.CollectionIds, ct),
            };
            return new Known(await Sessions.ActorOfAsync(db, found.Id, found.Email!, Door.Api, null, ct) with { Token = grant }, found.token.ExpiresAt, stamp,
                found.token.Networks is { } networks ? NetworkList.Kept(networks) : null);
        }, ct);

    private static async Task<IReadOnlySet<Guid>?> WithAllBelowAsync(RegistryDbContext db, List<Guid>? collections, CancellationToken ct) =>
        collections is null ? null
            : (await db.CollectionAncestors.Where(link => collections.Contains(link.AncestorId)).Select(link => link.CollectionId).ToListAsync(ct)).ToHashSet();

    private sealed record Known(Actor Actor, DateTimeOffset ExpiresAt, FreshnessStamp Stamp, NetworkList? Networks);
}
