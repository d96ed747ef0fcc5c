using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Providers;

/// <summary>What people do with the ways into their own account.</summary>
public sealed class LoginWorkflow(RegistryStore store, RegistrySettings settings)
{
    /// <summary>From now on this identity opens the account of whoever acts; what its groups bring comes with the first sign-in through it.</summary>
    public Task LinkAsync(ProviderRules rules, KnownPerson person, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var db = transaction.Db;
            RequirePerson(actor);
            await transaction.TakeTurnAsync(ct);
            var key = ExternalLogin.KeyOf(rules.Name, person.Issuer, person.Subject);
            var present = await db.ExternalLogins.FirstOrDefaultAsync(login => login.KeyHash == key, ct);
            if (present is not null && present.PersonId != actor.UserId)
            {
                throw RegistryException.Conflict("login_taken", $"This identity at {rules.DisplayName} opens another account here already.");
            }

            if (present is null)
            {
                await Logins.AddAsync(transaction, rules, person, await db.Users.SingleAsync(user => user.Id == actor.UserId, ct), null, ct);
            }
        }, ct);

    /// <summary>What its groups brought goes with it. One way in must remain.</summary>
    public Task UnlinkAsync(Guid id, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var db = transaction.Db;
            RequirePerson(actor);
            await transaction.TakeTurnAsync(ct);
            var login = await db.ExternalLogins.FirstOrDefaultAsync(found => found.Id == id && found.PersonId == actor.UserId, ct)
                ?? throw RegistryException.NotFound("login_not_found", "This provider is not connected with your account any more.");
            var user = await db.Users.SingleAsync(found => found.Id == actor.UserId, ct);
            if (!(user.PasswordHash is not null && settings.LocalAccounts.Admit(user.Email))
                && !await db.ExternalLogins.AnyAsync(other => other.PersonId == user.Id && other.Id != id, ct))
            {
                throw RegistryException.Conflict("last_way_in",
                    "This is your only way in: without it you could not sign in any more. Connect another one first.");
            }

            await GivenRights.ApplyAsync(transaction, user, login, [], [], ct);
            db.ExternalLogins.Remove(login);
            transaction.Record(new LoginUnlinked(Logins.Of(login, user)));
        }, ct);

    private static void RequirePerson(Actor actor)
    {
        if (actor.Token is not null || actor.UserId is null)
        {
            throw RegistryException.Forbidden("scope_missing", "Access tokens cannot do this. Sign in with a person's account.");
        }
    }
}
