using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Accounts;

/// <summary>
/// A token to make; <see cref="Models"/> limits it to the named models. <see cref="Account"/> is the address of a service account, which cannot make
/// one for itself.
/// </summary>
public sealed record NewToken(string Name, IReadOnlyList<string> Scopes, IReadOnlyList<string>? Models = null, DateTimeOffset? ExpiresAt = null,
    string? Account = null);

/// <summary>A token as its owner and admins see it: never the secret.</summary>
public sealed record TokenView(Guid Id, string Owner, string Name, IReadOnlyList<string> Scopes, IReadOnlyList<string>? Models,
    DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt);

/// <summary>A new token with its secret, the only time that it is shown.</summary>
public sealed record CreatedToken(Guid Id, string Token, TokenView View) : IShownOnce
{
    string? IShownOnce.CreatedId => Id.ToString();
}

/// <summary>Makes, lists and revokes access tokens.</summary>
public sealed class AccessTokens(RegistryStore store)
{
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromDays(90);
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(366);

    /// <summary>Most models that one token can be limited to.</summary>
    public const int MaxModels = 100;

    public Task<CreatedToken> CreateAsync(NewToken command, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.ManageTokens);
            var name = Text.Check("name", command.Name, AccessToken.NameMaxLength, required: true).Trim();
            var scopes = CheckScopes(command, actor);
            var models = command.Models is null ? null : await ModelsAsync(transaction.Db, command.Models, actor, ct);
            var expires = command.ExpiresAt?.ToUniversalTime() ?? transaction.Now + DefaultLifetime;
            if (expires <= transaction.Now || expires > transaction.Now + MaxLifetime)
            {
                throw RegistryException.Invalid("expiresAt", "expiry_invalid", "expiresAt must lie in the future and within 366 days.");
            }

            var (ownerId, owner) = await OwnerAsync(transaction.Db, command.Account, actor, ct);
            var secret = Secrets.New(Secrets.TokenPrefix);
            var token = new AccessToken(Guid.CreateVersion7(transaction.Now), ownerId, name, Secrets.HashOf(secret), scopes,
                models?.Select(model => model.Id), transaction.Now, expires);
            transaction.Db.AccessTokens.Add(token);
            var view = View(token, owner, models?.ToDictionary(model => model.Id, model => model.Name));
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
            var ids = page.SelectMany(row => row.token.ModelIds ?? []).Distinct().ToArray();
            var names = await db.Models.Where(model => ids.Contains(model.Id)).ToDictionaryAsync(model => model.Id, model => model.Name, ct);
            return new Page<TokenView>([.. page.Select(row => View(row.token, row.Owner, names))],
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
            return scopes.Count == 1 && command.Models is null && string.IsNullOrWhiteSpace(command.Account) ? [Scopes.Provision]
                : throw RegistryException.Invalid("scopes", "scope_alone",
                    "A token with the scope 'provision' is for a directory: it is an admin's own, has no other scope and is limited to no models.");
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

    private static TokenView View(AccessToken token, string owner, Dictionary<Guid, string>? names) =>
        new(token.Id, owner, token.Name, token.Scopes, token.ModelIds?.Select(id => names?.GetValueOrDefault(id) ?? "").Order(StringComparer.Ordinal).ToList(),
            token.CreatedAt, token.ExpiresAt, token.LastUsedAt, token.RevokedAt);
}
