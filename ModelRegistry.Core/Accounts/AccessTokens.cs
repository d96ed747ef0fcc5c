using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Accounts;

/// <summary>
/// A token to make; <see cref="Models"/> limits it to the named models, <see cref="Collections"/> to whatever lies in them or below at the time of each
/// call (both: to the ones and the others), <see cref="Networks"/> to callers from there. <see cref="Account"/> is the address of a service account,
/// which cannot make one for itself.
/// </summary>
public sealed record NewToken(string Name, IReadOnlyList<string> Scopes, IReadOnlyList<string>? Models = null, DateTimeOffset? ExpiresAt = null,
    string? Account = null, IReadOnlyList<string>? Collections = null, IReadOnlyList<string>? Networks = null);

/// <summary>A token as its owner and admins see it: never the secret.</summary>
public sealed record TokenView(Guid Id, string Owner, string Name, IReadOnlyList<string> Scopes, IReadOnlyList<string>? Models,
    DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt,
    IReadOnlyList<string>? Collections = null, IReadOnlyList<string>? Networks = null, string? LastUsedFrom = null);

/// <summary>A new token with its secret, the only time that it is shown.</summary>
public sealed record CreatedToken(Guid Id, string Token, TokenView View) : IShownOnce
{
    string? IShownOnce.CreatedId => Id.ToString();
}

/// <summary>Makes, lists and revokes access tokens.</summary>
public sealed class AccessTokens(RegistryStore store, RegistrySettings settings)
{
    /// <summary>How long a token lives that says nothing of it, where the server allows as much.</summary>
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromDays(90);

    /// <summary>Most models that one token can be limited to.</summary>
    public const int MaxModels = 100;

    /// <summary>Most collections that one token can be limited to.</summary>
    public const int MaxCollections = 20;

    /// <summary>How long a token may live at most.</summary>
    public TimeSpan LongestLifetime => settings.LongestTokens;

    public Task<CreatedToken> CreateAsync(NewToken command, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.ManageTokens);
            var name = Text.Check("name", command.Name, AccessToken.NameMaxLength, required: true).Trim();
            var scopes = CheckScopes(command, actor);
            var models = command.Models is null ? null : await ModelsAsync(transaction.Db, command.Models, actor, ct);
            var collections = command.Collections is null ? null : await CollectionsAsync(transaction.Db, command.Collections, actor, ct);
            var networks = command.Networks is null ? null : CheckNetworks(command.Networks);
            var expires = CheckExpiry(command.ExpiresAt, transaction.Now);

            var (ownerId, owner) = await OwnerAsync(transaction.Db, command.Account, actor, ct);
            var secret = Secrets.New(Secrets.TokenPrefix);
            var token = new AccessToken(Guid.CreateVersion7(transaction.Now), ownerId, name, Secrets.HashOf(secret), scopes,
                models?.Select(model => model.Id), transaction.Now, expires)
            {
                CollectionIds = collections?.ConvertAll(collection => collection.Id),
                Networks = networks is null ? null : [.. networks.Texts],
            };
            transaction.Db.AccessTokens.Add(token);
            var view = View(token, owner, models?.ToDictionary(model => model.Id, model => model.Name) ?? [],
                collections?.ToDictionary(collection => collection.Id, collection => collection.Path) ?? []);
            transaction.Record(new TokenCreated(view));
            return new CreatedToken(token.Id, secret, view);
        }, ct);

    /// <summary>The actor's own tokens and those of the service accounts that they answer for, or everybody's for an admin who asks; newest first.</summary>
    public Task<Page<TokenView>> ListAsync(bool everybody, int? pageSize, string? pageToken, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, everybody ? Right.ManageTokensOfOthers : Right.ManageTokens);
            var size = PageToken.Size(pageSize);
            var tokens = db.AccessTokens.Where(token => token.RevokedAt == null && (everybody || token.OwnerId == actor.UserId
                || db.Users.Any(user => user.Id == token.OwnerId && user.ResponsibleId == actor.UserId)));
            if (PageToken.Decode(pageToken, 2) is [var ticks, var hashKey])
            {
                var at = PageToken.Instant(ticks);
                tokens = tokens.Where(token => token.CreatedAt <= at && (token.CreatedAt < at || string.Compare(token.SecretHash, hashKey) < 0));
            }

            var rows = await tokens.OrderByDescending(token => token.CreatedAt).ThenByDescending(token => token.SecretHash).Take(size + 1)
                .Select(token => new { token, Owner = db.Users.Where(user => user.Id == token.OwnerId).Select(user => user.Email!).First() }).ToListAsync(ct);
            var page = rows.Take(size).ToList();
            Guid[] ids = [.. page.SelectMany(row => row.token.ModelIds ?? []).Distinct()];
            var names = ids.Length == 0 ? []
                : await db.Models.Where(model => ids.Contains(model.Id)).ToDictionaryAsync(model => model.Id, model => model.Name, ct);
            var paths = await db.PathsAsync([.. page.SelectMany(row => row.token.CollectionIds ?? []).Distinct()], ct);
            return new Page<TokenView>([.. page.Select(row => View(row.token, row.Owner, names, paths))],
                rows.Count > size ? PageToken.Encode(page[^1].token.CreatedAt.UtcTicks.ToString(PageToken.Culture), page[^1].token.SecretHash) : null);
        }, ct);

    public Task RevokeAsync(Guid id, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.ManageTokens);
            var mayAll = Rights.Allows(actor, Right.ManageTokensOfOthers);
            var token = await transaction.Db.AccessTokens.FirstOrDefaultAsync(found => found.Id == id
                && (mayAll || found.OwnerId == actor.UserId
                    || transaction.Db.Users.Any(user => user.Id == found.OwnerId && user.ResponsibleId == actor.UserId)), ct)
                ?? throw RegistryException.NotFound("token_not_found", "There is no such access token, or it is not yours.");
            if (token.Revoke(transaction.Now))
            {
                transaction.Record(new TokenRevoked(new(token.Id, token.Name)));
            }
        }, ct);

    /// <summary>Whoever makes it, or the service account that is named: by the person who answers for it, or by an admin.</summary>
    private static async Task<(Guid Id, string Email)> OwnerAsync(RegistryDbContext db, string? account, Actor actor, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(account))
        {
            return (actor.UserId!.Value, actor.Name);
        }

        var normalized = Text.Check("account", account.Trim(), RegistryUser.EmailMaxLength).ToUpperInvariant();
        var mayAll = Rights.Allows(actor, Right.ManageTokensOfOthers);
        var owner = await db.Users.Where(user => user.NormalizedEmail == normalized && user.DisabledAt == null && user.ResponsibleId != null
                && (mayAll || user.ResponsibleId == actor.UserId)).Select(user => new { user.Id, user.Email }).FirstOrDefaultAsync(ct)
            ?? throw RegistryException.Invalid("account", "account_unknown",
                "account must be the e-mail address of an active service account that you answer for; an admin can name any. Leave it out for yourself.");
        return (owner.Id, owner.Email!);
    }

    private static List<string> CheckScopes(NewToken command, Actor actor)
    {
        var scopes = command.Scopes;
        if (scopes?.Contains(Scopes.Provision) == true)
        {
            Rights.Require(actor, Right.ManagePeople);
            return scopes.Count == 1 && command is { Models: null, Collections: null } && string.IsNullOrWhiteSpace(command.Account) ? [Scopes.Provision]
                : throw RegistryException.Invalid("scopes", "scope_alone",
                    "A token with the scope 'provision' is for a directory: it is an admin's own, has no other scope and is limited to no models or "
                        + "collections.");
        }

        var unknown = (scopes ?? []).Except(Scopes.All).ToList();
        return scopes is { Count: > 0 } && unknown.Count == 0
            ? [.. scopes.Distinct().Order(StringComparer.Ordinal)]
            : throw RegistryException.Invalid("scopes", "scope_unknown", $"Name at least one scope of {string.Join(", ", Scopes.All)}.");
    }

    private static async Task<List<Model>> ModelsAsync(RegistryDbContext db, IReadOnlyList<string> names, Actor actor, CancellationToken ct)
    {
        if (names.Count > MaxModels)
        {
            throw RegistryException.Invalid("models", "too_many", $"A token is limited to at most {MaxModels} models. Leave models out for all that you see.");
        }

        var asked = names.GroupBy(name => ModelName.TryNormalize(name ?? "") ?? "").ToDictionary(same => same.Key, same => same.First());
        var normalized = asked.Keys.ToList();
        var found = await db.Models.VisibleTo(actor)
            .Join(db.ReservedNames.Where(reserved => normalized.Contains(reserved.NormalizedName)), model => model.Id, reserved => reserved.ModelId,
                (model, reserved) => new { Model = model, reserved.NormalizedName }).ToListAsync(ct);
        if (found.Find(one => one.Model.NormalizedName != one.NormalizedName) is { } former)
        {
            throw ModelAccess.Renamed(asked[former.NormalizedName], former.Model.Name, "models");
        }

        return found.Count == asked.Count && found.Count > 0
            ? [.. found.Select(one => one.Model)]
            : throw RegistryException.Invalid("models", "model_not_found", "models must name models that you can see.");
    }

    /// <summary>Within which it reaches what lies there at the time of each call.</summary>
    private static async Task<List<Collection>> CollectionsAsync(RegistryDbContext db, IReadOnlyList<string> paths, Actor actor, CancellationToken ct)
    {
        if (paths.Count > MaxCollections)
        {
            throw RegistryException.Invalid("collections", "too_many",
                $"A token is limited to at most {MaxCollections} collections. Name one above them, or leave collections out for all that you see.");
        }

        var asked = paths.Select(path => CollectionPath.TryNormalize(path ?? "") ?? "").Distinct().ToList();
        var found = await db.Collections.VisibleTo(actor).Where(collection => asked.Contains(collection.NormalizedPath))
            .OrderBy(collection => collection.NormalizedPath).ToListAsync(ct);
        return found.Count == asked.Count && found.Count > 0 ? found
            : throw RegistryException.Invalid("collections", "collection_not_found",
                "collections must name collections that you can see, such as risk/emea. The root is no limit: leave collections out for all that you see.");
    }

    private static NetworkList CheckNetworks(IReadOnlyList<string> networks) => networks.Count switch
    {
        0 => throw RegistryException.Invalid("networks", "network_invalid",
            "networks must name at least one network, such as 10.20.0.0/16. Leave it out for calls from everywhere."),
        > AccessToken.MaxNetworks => throw RegistryException.Invalid("networks", "too_many",
            $"A token is limited to at most {AccessToken.MaxNetworks} networks. Name a larger one that holds them."),
        _ => NetworkList.Read("networks", networks),
    };

    private DateTimeOffset CheckExpiry(DateTimeOffset? asked, DateTimeOffset now)
    {
        var longest = LongestLifetime;
        var expires = asked?.ToUniversalTime() ?? now + (longest < DefaultLifetime ? longest : DefaultLifetime);
        return expires > now && expires <= now + longest ? expires
            : throw RegistryException.Invalid("expiresAt", "expiry_invalid",
                $"expiresAt must lie in the future and within {longest.Days} days, the most that this server allows.");
    }

    private static TokenView View(AccessToken token, string owner, IReadOnlyDictionary<Guid, string> models, IReadOnlyDictionary<Guid, string> collections) =>
        new(token.Id, owner, token.Name, token.Scopes, Names(token.ModelIds, models), token.CreatedAt, token.ExpiresAt, token.LastUsedAt, token.RevokedAt,
            Names(token.CollectionIds, collections), token.Networks, token.LastUsedFrom);

    /// <summary>What was deleted since has no name any more.</summary>
    private static List<string>? Names(List<Guid>? ids, IReadOnlyDictionary<Guid, string> names) =>
        ids?.Select(id => names.GetValueOrDefault(id) ?? "").Order(StringComparer.Ordinal).ToList();
}
