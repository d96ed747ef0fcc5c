using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Providers;

/// <summary>
/// Lets in whom a provider vouches for. The first time makes an account without a password, each time gives and takes what the groups there bring, in the
/// same transaction. An address alone opens no account that is there already, and a disabled account stays disabled.
/// </summary>
public sealed class ProviderSignIn(RegistryStore store, RefusalCounter refusals)
{
    /// <summary>The actor whom the provider means; throws NotAuthenticated with a code that says why not.</summary>
    public Task<Actor> SignInAsync(ProviderRules rules, KnownPerson person, string? address, CancellationToken ct) =>
        store.WriteAsync(By(rules, address), async transaction =>
        {
            var db = transaction.Db;
            await transaction.TakeTurnAsync(ct);
            var key = ExternalLogin.KeyOf(rules.Name, person.Issuer, person.Subject);
            var login = await db.ExternalLogins.FirstOrDefaultAsync(found => found.KeyHash == key, ct);
            var user = login is null ? await AccountAsync(transaction, rules, person, ct) : await db.Users.SingleAsync(found => found.Id == login.PersonId, ct);
            RequireOpen(user);
            login ??= await Logins.AddAsync(transaction, rules, person, user, "First sign-in.", ct);
            await GivenRights.ApplyAsync(transaction, user, login, rules.Groups, person.Groups, ct);
            await db.SaveChangesAsync(ct);
            return await Sessions.ActorOfAsync(db, user.Id, user.Email!, Door.Browser, address, ct) with { Way = SignInWay.Provider };
        }, ct);

    /// <summary>A sign-in that came to nothing, by whatever the provider sent: on record like a wrong password.</summary>
    public async Task RefusedAsync(string? address, CancellationToken ct)
    {
        if (refusals.IsFirst(AnonymousAttempt.SignIn, address))
        {
            await store.WriteAsync(Actor.Anonymous(Door.Browser, address), transaction =>
            {
                transaction.Record(new SignInFailed(new(address)));
                return Task.CompletedTask;
            }, ct);
        }
    }

    /// <summary>The provider acts: nobody else has been let in yet.</summary>
    private static Actor By(ProviderRules rules, string? address) =>
        new(null, $"provider {rules.Name}", Door.Browser, new HashSet<string>()) { Address = address };

    /// <summary>A new account, or the one of the same address where the provider checked it and an admin trusts that.</summary>
    private static async Task<RegistryUser> AccountAsync(RegistryTransaction transaction, ProviderRules rules, KnownPerson person, CancellationToken ct)
    {
        var db = transaction.Db;
        if (string.IsNullOrWhiteSpace(person.Email))
        {
            throw Refused("email_missing", "The provider does not say your e-mail address, which an account here needs. Tell an admin.");
        }

        if (person.EmailVerified == false)
        {
            throw Refused("email_unverified", "The provider says that your e-mail address is not verified. Verify it there, then sign in again.");
        }

        if (await ProvisionedAsync(db, person, ct) is { } provisioned)
        {
            RequireOpen(provisioned);
            await Logins.AddAsync(transaction, rules, person, provisioned, "By the id that the directory gave the account.", ct);
            return provisioned;
        }

        var normalized = person.Email.Trim().ToUpperInvariant();
        if (await db.Users.FirstOrDefaultAsync(found => found.NormalizedEmail == normalized, ct) is not { } user)
        {
            if (!await db.Users.AnyAsync(ct))
            {
                throw Refused("not_set_up",
                    "This registry has no admin yet. Open the link that the server printed when it started: it makes the first account.");
            }

            var name = Text.IsStorable(person.DisplayName ?? "") && person.DisplayName?.Trim() is { Length: > 0 and <= RegistryUser.DisplayNameMaxLength } told
                ? told : null;
            var made = await People.AddAsync(transaction, new NewUser(person.Email, name), null, [], ct, invite: false);
            await db.SaveChangesAsync(ct);
            return await db.Users.SingleAsync(found => found.Id == made.User.Id, ct);
        }

        if (!rules.LinkVerifiedEmail || person.EmailVerified != true)
        {
            throw Refused("email_taken", "There is an account with your e-mail address already, and an address alone does not open it. Sign in to it, and "
                + "connect the provider on the page Sign-in providers.");
        }

        RequireOpen(user);
        await Logins.AddAsync(transaction, rules, person, user, "By the verified e-mail address.", ct);
        (user.InvitationHash, user.InvitationExpiresAt) = (null, null);
        return user;
    }

    /// <summary>
    /// The one account to which the directory gave this id, if nobody can sign in to it otherwise: whoever says ids to the registry does not open with them
    /// what is somebody's already.
    /// </summary>
    private static async Task<RegistryUser?> ProvisionedAsync(RegistryDbContext db, KnownPerson person, CancellationToken ct) =>
        !string.IsNullOrEmpty(person.ExternalId)
            && await db.Users.Where(user => user.ExternalId == person.ExternalId).OrderBy(user => user.Id).Take(2).ToListAsync(ct) is
                [{ PasswordHash: null, InvitationHash: null } only]
            && !await db.ExternalLogins.AnyAsync(login => login.PersonId == only.Id, ct) ? only : null;

    private static void RequireOpen(RegistryUser user)
    {
        if (!user.IsActive)
        {
            throw Refused("account_disabled", "This account is disabled, and a sign-in does not change that. An admin can enable it.");
        }

        if (user.ResponsibleId is not null)
        {
            throw Refused("service_account", "A service account signs in with access tokens alone.");
        }
    }

    private static RegistryException Refused(string code, string message) => new(RefusalKind.NotAuthenticated, code, message);
}
