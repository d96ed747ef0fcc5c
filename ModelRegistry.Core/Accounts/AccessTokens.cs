using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Notifications;

namespace ModelRegistry.Core.Accounts;

/// <summary>
/// A token to make; <see cref="Models"/> limits it to the named models, <see cref="Collections"/> to whatever lies in them or below at the time of each
/// call (both: to the ones and the others), <see cref="Networks"/> to callers from there, <see cref="Slots"/>, of a token that resolves and does nothing
/// else, to slots of these names. <see cref="Account"/> is the address of a service account,
/// which cannot make one for itself.
/// </summary>
public sealed record NewToken(string Name, IReadOnlyList<string> Scopes, IReadOnlyList<string>? Models = null, DateTimeOffset? ExpiresAt = null,
    string? Account = null, IReadOnlyList<string>? Collections = null, IReadOnlyList<string>? Networks = null, IReadOnlyList<string>? Slots = null);

/// <summary>A token as its owner and admins see it: never the secret.</summary>
public sealed record TokenView(Guid Id, string Owner, string Name, IReadOnlyList<string> Scopes, IReadOnlyList<string>? Models,
    DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt,
    IReadOnlyList<string>? Collections = null, IReadOnlyList<string>? Networks = null, string? LastUsedFrom = null,
    Guid? ReplacedBy = null, IReadOnlyList<string>? Slots = null);

/// <summary>Which tokens are listed.</summary>
/// <param name="All">Everybody's, for admins; else one's own and those of the service accounts that one answers for.</param>
/// <param name="Text">What their name holds, in small or capital letters.</param>
/// <param name="Person">The e-mail address of whom they act as.</param>
/// <param name="PageSize">How many at most.</param>
/// <param name="PageToken">Where the page begins.</param>
public sealed record TokenSearch(bool All = false, string? Text = null, string? Person = null, int? PageSize = null, string? PageToken = null);

/// <summary>A new token with its secret, the only time that it is shown.</summary>
public sealed record CreatedToken(Guid Id, string Token, TokenView View) : IShownOnce
{
    string? IShownOnce.CreatedId => Id.ToString();
}

/// <summary>Makes, lists, replaces and revokes access tokens, and reminds of those that end.</summary>
public sealed class AccessTokens(RegistryStore store, RegistrySettings settings)
{
    /// <summary>How long a token lives that says nothing of it, where the server allows as much.</summary>
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromDays(90);

    /// <summary>How long the old token goes on when it is replaced and nothing is said of it.</summary>
    public static readonly TimeSpan DefaultOverlap = TimeSpan.FromHours(24);
    public static readonly TimeSpan MaxOverlap = TimeSpan.FromDays(7);

    private const int MostReminders = 100; // what is left comes with the next turn of the job

    /// <summary>Most models that one token can be limited to.</summary>
    public const int MaxModels = 100;

    /// <summary>Most slots that one token can be limited to.</summary>
    public const int MaxSlots = 20;

    /// <summary>Most collections that one token can be limited to.</summary>
    public const int MaxCollections = 20;

    /// <summary>How long a token may live at most.</summary>
    public TimeSpan LongestLifetime => settings.LongestTokens;

    public Task<CreatedToken> CreateAsync(NewToken command, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.ManageTokens);
            var name = Text.Check("name", command.Name, AccessToken.NameMaxLength, required: true).Trim();
            var scopes = TokenChecks.Scopes(command, actor);
            var models = command.Models is null ? null : await TokenChecks.ModelsAsync(transaction.Db, command.Models, actor, ct);
            var collections = command.Collections is null ? null : await TokenChecks.CollectionsAsync(transaction.Db, command.Collections, actor, ct);
            var networks = command.Networks is null ? null : TokenChecks.Networks(command.Networks);
            var slots = command.Slots is null ? null : TokenChecks.Slots(command.Slots, scopes);
            var expires = CheckExpiry(command.ExpiresAt, transaction.Now);

            var (ownerId, owner) = await OwnerAsync(transaction.Db, command.Account, actor, ct);
            var secret = Secrets.New(Secrets.TokenPrefix);
            var token = new AccessToken(Guid.CreateVersion7(transaction.Now), ownerId, name, Secrets.HashOf(secret), scopes,
                models?.Select(model => model.Id), transaction.Now, expires)
            {
                CollectionIds = collections?.ConvertAll(collection => collection.Id),
                Networks = networks is null ? null : [.. networks.Texts],
                Slots = slots,
            };
            transaction.Db.AccessTokens.Add(token);
            var view = View(token, owner, models?.ToDictionary(model => model.Id, model => model.Name) ?? [],
                collections?.ToDictionary(collection => collection.Id, collection => collection.Path) ?? []);
            transaction.Record(new TokenCreated(view));
            return new CreatedToken(token.Id, secret, view);
        }, ct);

    /// <summary>Those that are not revoked, newest first.</summary>
    public Task<Page<TokenView>> ListAsync(TokenSearch search, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, search.All ? Right.ManageTokensOfOthers : Right.ManageTokens);
            var size = PageToken.Size(search.PageSize);
            var tokens = Named(search.All ? db.AccessTokens : OwnedBy(db, actor), db, search).Where(token => token.RevokedAt == null);
            if (PageToken.Decode(search.PageToken, 2) is [var ticks, var hashKey])
            {
                var at = PageToken.Instant(ticks);
                tokens = tokens.Where(token => token.CreatedAt <= at && (token.CreatedAt < at || string.Compare(token.SecretHash, hashKey) < 0));
            }

            var rows = await tokens.OrderByDescending(token => token.CreatedAt).ThenByDescending(token => token.SecretHash).Take(size + 1)
                .Select(token => new { token, Owner = db.Users.Where(user => user.Id == token.OwnerId).Select(user => user.Email!).First() }).ToListAsync(ct);
            var page = rows.Take(size).ToList();
            var names = await ModelNamesAsync(db, [.. page.SelectMany(row => row.token.ModelIds ?? []).Distinct()], ct);
            var paths = await db.PathsAsync([.. page.SelectMany(row => row.token.CollectionIds ?? []).Distinct()], ct);
            return new Page<TokenView>([.. page.Select(row => View(row.token, row.Owner, names, paths))],
                rows.Count > size ? PageToken.Encode(page[^1].token.CreatedAt.UtcTicks.ToString(PageToken.Culture), page[^1].token.SecretHash) : null);
        }, ct);

    /// <summary>One's own, one of a service account that one answers for, or anybody's for an admin; also when it was revoked.</summary>
    public Task<TokenView> GetAsync(Guid id, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.ManageTokens);
            return await ViewAsync(db, await FindTokenAsync(db, id, actor, ct), ct);
        }, ct);

    /// <summary>At once and for good.</summary>
    /// <param name="id">Which.</param>
    /// <param name="reason">Why, for the audit trail; may be left out.</param>
    /// <param name="actor">Whose it is, who answers for its service account, or an admin.</param>
    /// <param name="ct">Gives up.</param>
    public Task RevokeAsync(Guid id, string? reason, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.ManageTokens);
            var why = Text.Check("reason", reason, AccessToken.ReasonMaxLength).Trim();
            var token = await FindTokenAsync(transaction.Db, id, actor, ct);
            if (token.Revoke(transaction.Now))
            {
                transaction.Record(new TokenRevoked(new(token.Id, token.Name), why.Length == 0 ? null : why));
            }
        }, ct);

    /// <summary>
    /// Another secret in the place of one, with the same name, scopes and limits, for as long as the old one was made for. The old one goes on for the
    /// overlap and is dead then.
    /// </summary>
    /// <param name="id">One's own, or one of a service account that one answers for; an admin renews those of any service account, and of no person.</param>
    /// <param name="overlapHours">How long both are good, in hours; 24 if it is left out.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Gives up.</param>
    public Task<CreatedToken> RotateAsync(Guid id, int? overlapHours, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.ManageTokens);
            var overlap = CheckOverlap(overlapHours);
            var (db, mayAll) = (transaction.Db, Rights.Allows(actor, Right.ManageTokensOfOthers));
            var old = await db.AccessTokens.FirstOrDefaultAsync(token => token.Id == id && (token.OwnerId == actor.UserId || db.Users.Any(user =>
                user.Id == token.OwnerId && user.ResponsibleId != null && (mayAll || user.ResponsibleId == actor.UserId))), ct) ?? throw NotFound();
            if (old.Scopes.Contains(Scopes.Provision))
            {
                Rights.Require(actor, Right.ManagePeople);
            }

            if (old.RevokedAt is not null || old.ReplacedById is not null || old.ExpiresAt <= transaction.Now)
            {
                throw RegistryException.Conflict("token_ended", old.ReplacedById is null ? "This access token has ended. Make a new one."
                    : "This access token was replaced by another already. Rotate that one, or make a new one.");
            }

            var lifetime = old.ExpiresAt - old.CreatedAt;
            var secret = Secrets.New(Secrets.TokenPrefix);
            var token = new AccessToken(Guid.CreateVersion7(transaction.Now), old.OwnerId, old.Name, Secrets.HashOf(secret), old.Scopes, old.ModelIds,
                transaction.Now, transaction.Now + (lifetime < LongestLifetime ? lifetime : LongestLifetime))
            {
                CollectionIds = old.CollectionIds?.ToList(),
                Networks = old.Networks?.ToList(),
                Slots = old.Slots?.ToList(),
            };
            old.ReplaceWith(token, transaction.Now + overlap);
            db.AccessTokens.Add(token);
            var view = await ViewAsync(db, token, ct);
            transaction.Record(new TokenRotated(new(old.Id, old.Name, old.ExpiresAt), view));
            return new CreatedToken(token.Id, secret, view);
        }, ct);

    /// <summary>Tells whose tokens end soon, once for each time before it; of a service account who answers for it. Returns of how many tokens.</summary>
    public Task<int> RemindAsync(CancellationToken ct) =>
        store.WriteAsync(Actor.System, async transaction =>
        {
            transaction.AllowUnaudited(); // that somebody was reminded is no change of the token
            var (db, now) = (transaction.Db, transaction.Now);
            var (early, late) = (now + AccessToken.RemindBefore[0], now + AccessToken.RemindBefore[1]);
            var due = await db.AccessTokens.Where(token => token.ExpiresAt > now && token.ExpiresAt <= early && token.RevokedAt == null
                    && token.ReplacedById == null && (token.Reminders == 0 || (token.Reminders == 1 && token.ExpiresAt <= late)))
                .OrderBy(token => token.ExpiresAt).Take(MostReminders).ToListAsync(ct);
            Guid[] ids = [.. due.Select(token => token.OwnerId).Distinct()];
            var owners = ids.Length == 0 ? [] : await db.Users.Where(user => ids.Contains(user.Id) && user.DisabledAt == null)
                .ToDictionaryAsync(user => user.Id, user => new { user.Email, Told = user.ResponsibleId ?? user.Id }, ct);
            foreach (var token in due.Where(token => token.Remind(now)))
            {
                if (owners.TryGetValue(token.OwnerId, out var owner))
                {
                    await Notices.AddAsync(transaction, [owner.Told], NoticeKind.TokenExpiring,
                        $"The access token '{token.Name}'{(owner.Told == token.OwnerId ? "" : $" of {owner.Email}")} expires "
                            + $"{(token.ExpiresAt <= late ? "within a day" : "within a week")}. Rotate it: the old one goes on for a while.", ct: ct);
                }
            }

            return due.Count;
        }, ct);

    private static TimeSpan CheckOverlap(int? hours) => hours switch
    {
        null => DefaultOverlap,
        >= 0 and var some when some <= MaxOverlap.TotalHours => TimeSpan.FromHours(some),
        _ => throw RegistryException.Invalid("overlapHours", "overlap_invalid",
            $"overlapHours is a whole number from 0, which ends the old token at once, to {MaxOverlap.TotalHours}."),
    };

    private static RegistryException NotFound() => RegistryException.NotFound("token_not_found", "There is no such access token, or it is not yours.");

    internal static async Task<AccessToken> FindTokenAsync(RegistryDbContext db, Guid id, Actor actor, CancellationToken ct) =>
        await (Rights.Allows(actor, Right.ManageTokensOfOthers) ? db.AccessTokens : OwnedBy(db, actor)).FirstOrDefaultAsync(token => token.Id == id, ct)
            ?? throw NotFound();

    private static IQueryable<AccessToken> OwnedBy(RegistryDbContext db, Actor actor) => db.AccessTokens.Where(token => token.OwnerId == actor.UserId
        || db.Users.Any(user => user.Id == token.OwnerId && user.ResponsibleId == actor.UserId));

    private static IQueryable<AccessToken> Named(IQueryable<AccessToken> tokens, RegistryDbContext db, TokenSearch search)
    {
        if (search.Person?.Trim() is { Length: > 0 } person)
        {
            var address = person.ToUpperInvariant();
            tokens = tokens.Where(token => token.OwnerId
                == db.Users.Where(user => user.NormalizedEmail == address).Select(user => (Guid?)user.Id).FirstOrDefault());
        }

        if (search.Text?.Trim() is not { Length: > 0 } text)
        {
            return tokens;
        }

        var upper = text.ToUpperInvariant();
#pragma warning disable CA1304, CA1311 // the database's own upper case
        return tokens.Where(token => token.Name.Contains(text) || token.Name.ToUpper().Contains(upper));
#pragma warning restore CA1304, CA1311
    }

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

    private DateTimeOffset CheckExpiry(DateTimeOffset? asked, DateTimeOffset now)
    {
        var longest = LongestLifetime;
        var expires = asked?.ToUniversalTime() ?? now + (longest < DefaultLifetime ? longest : DefaultLifetime);
        return expires > now && expires <= now + longest ? expires
            : throw RegistryException.Invalid("expiresAt", "expiry_invalid",
                $"expiresAt must lie in the future and within {longest.Days} days, the most that this server allows.");
    }

    private static async Task<TokenView> ViewAsync(RegistryDbContext db, AccessToken token, CancellationToken ct) =>
        View(token, await db.Users.Where(user => user.Id == token.OwnerId).Select(user => user.Email!).SingleAsync(ct),
            await ModelNamesAsync(db, [.. token.ModelIds ?? []], ct), await db.PathsAsync([.. token.CollectionIds ?? []], ct));

    private static TokenView View(AccessToken token, string owner, IReadOnlyDictionary<Guid, string> models, IReadOnlyDictionary<Guid, string> collections) =>
        new(token.Id, owner, token.Name, token.Scopes, Names(token.ModelIds, models), token.CreatedAt, token.ExpiresAt, token.LastUsedAt, token.RevokedAt,
            Names(token.CollectionIds, collections), token.Networks, token.LastUsedFrom, token.ReplacedById, token.Slots);

    private static async Task<Dictionary<Guid, string>> ModelNamesAsync(RegistryDbContext db, Guid[] ids, CancellationToken ct) => ids.Length == 0 ? []
        : await db.Models.Where(model => ids.Contains(model.Id)).ToDictionaryAsync(model => model.Id, model => model.Name, ct);

    /// <summary>What was deleted since has no name any more.</summary>
    private static List<string>? Names(List<Guid>? ids, IReadOnlyDictionary<Guid, string> names) =>
        ids?.Select(id => names.GetValueOrDefault(id) ?? "").Order(StringComparer.Ordinal).ToList();
}
