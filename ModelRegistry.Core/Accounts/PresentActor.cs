using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Accounts;

/// <summary>
/// The actor of a change as they are now: the roles that a call came with may be gone by the time that a long act comes to its end.
/// </summary>
internal static class PresentActor
{
    /// <summary>Ask when it is this change's turn, so that roles stand still. Refuses an account or a token that is no longer good.</summary>
    public static async Task<Actor> PresentActorAsync(this RegistryTransaction transaction, CancellationToken ct)
    {
        var (db, actor) = (transaction.Db, transaction.Actor);
        if (actor.UserId is not { } id)
        {
            return actor;
        }

        var roles = await (
            from user in db.Users.Where(user => user.Id == id && user.DisabledAt == null)
            join row in db.UserRoles on user.Id equals row.UserId into rows
            from row in rows.DefaultIfEmpty()
            join role in db.Roles on row.RoleId equals role.Id into named
            from role in named.DefaultIfEmpty()
            select role.Name).ToListAsync(ct);
        if (roles.Count == 0)
        {
            throw RegistryException.Forbidden("account_disabled", "This account was disabled meanwhile. An admin can enable it.");
        }

        if (actor.Token is { } token && (await db.AccessTokens.Where(found =>
            found.Id == token.Id && found.RevokedAt == null && found.ExpiresAt > transaction.Now).Select(found => found.Id).ToListAsync(ct)).Count == 0)
        {
            throw RegistryException.Forbidden("token_revoked", "This access token was revoked or expired meanwhile. Use another one.");
        }

        return actor with { Roles = roles.OfType<string>().ToHashSet() };
    }
}
