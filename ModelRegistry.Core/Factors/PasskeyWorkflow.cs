using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Factors;

/// <summary>
/// Passkeys: what signs in without a password, and counts as both factors, since the device asks for a finger or a number itself. What the browser
/// answers is checked by ASP.NET over the manager of the change that it is for, and handed in as a function of it.
/// </summary>
public sealed class PasskeyWorkflow(RegistryStore store, UserManagers managers, SignInAttempts attempts, Presence presence, RegistrySettings settings)
{
    /// <summary>How many one person may have.</summary>
    public const int Most = 20;

    public const int NameMaxLength = 60;

    /// <summary>Whether this person may add one now; <paramref name="proof"/>: that it is still them (<see cref="Presence"/>). Returns its name.</summary>
    public async Task<string> PermitAsync(string? name, string? proof, Actor actor, CancellationToken ct)
    {
        PasskeyQueries.RequirePerson(actor);
        var fit = Text.Check("name", name, NameMaxLength, required: true).Trim();
        await presence.ProveAsync(actor, proof, ct);
        return fit;
    }

    /// <param name="name">By which its person knows it.</param>
    /// <param name="attest">The passkey that the browser made; null where its answer is not right.</param>
    /// <param name="actor">Who adds it to their own account.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task AddAsync(string name, Func<UserManager<RegistryUser>, Task<UserPasskeyInfo?>> attest, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            PasskeyQueries.RequirePerson(actor);
            var user = (await SignInAttempts.TakeAsync(transaction.Db, actor.UserId!.Value, ct))!;
            var manager = managers.Over(transaction.Db);
            if ((await manager.GetPasskeysAsync(user)).Count >= Most)
            {
                throw RegistryException.Conflict("too_many_passkeys", $"An account has at most {Most} passkeys. Remove one first.");
            }

            var passkey = await attest(manager) ?? throw Refused();
            passkey.Name = name;
            await manager.AddOrUpdatePasskeyAsync(user, passkey);
            user.SecurityStamp = Secrets.New();
            await Sessions.EndAllAsync(transaction, user.Id, actor.Session, ct);
            if (await transaction.Db.UserSessions.FirstOrDefaultAsync(session => session.Id == actor.Session, ct) is { Way: null or SignInWay.Password } mine)
            {
                mine.Way = SignInWay.Passkey; // it was just shown in it
            }

            transaction.Record(new PasskeyAdded(new(name)));
        }, ct);

    public async Task RemoveAsync(string id, string? proof, Actor actor, CancellationToken ct)
    {
        await presence.ProveAsync(actor, proof, ct);
        await store.WriteAsync(actor, async transaction =>
        {
            var user = (await SignInAttempts.TakeAsync(transaction.Db, actor.UserId!.Value, ct))!;
            var manager = managers.Over(transaction.Db);
            var passkey = (await manager.GetPasskeysAsync(user)).FirstOrDefault(found => PasskeyView.Of(found).Id == id)
                ?? throw RegistryException.NotFound("passkey_not_found", "There is no such passkey, or it is not yours.");
            await manager.RemovePasskeyAsync(user, passkey.CredentialId);
            user.SecurityStamp = Secrets.New();
            await Sessions.EndAllAsync(transaction, user.Id, actor.Session, ct);
            transaction.Record(new PasskeyRemoved(new(passkey.Name ?? "")));
        }, ct);
    }

    /// <summary>
    /// Who signs in with a passkey. It is of this registry, so whoever may not sign in with a password may not with it either; a locked, disabled or
    /// invited account is refused in the same words as one that is none.
    /// </summary>
    /// <param name="assert">Whose passkey the browser showed; null where its answer is not right.</param>
    /// <param name="address">Where from.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<Actor> SignInAsync(Func<UserManager<RegistryUser>, Task<(RegistryUser User, UserPasskeyInfo Passkey)?>> assert, string? address,
        CancellationToken ct) =>
        await store.WriteAsync(Actor.Anonymous(Door.Browser, address), async transaction =>
        {
            transaction.AllowUnaudited();
            var manager = managers.Over(transaction.Db);
            var shown = await assert(manager);
            var known = shown is null ? null : await SignInAttempts.TakeAsync(transaction.Db, shown.Value.User.Id, ct);
            if (known is not { IsActive: true, PasswordHash: not null } || !settings.LocalAccounts.Admit(known.Email)
                || SignInAttempts.IsLocked(known, trusted: false, transaction.Now))
            {
                attempts.Failed(transaction, known, open: false, known?.NormalizedEmail ?? "", trusted: null, address);
                return null;
            }

            attempts.LetIn(known, trusted: null, address);
            await manager.AddOrUpdatePasskeyAsync(known, shown!.Value.Passkey); // how often it was used
            return await Sessions.ActorOfAsync(transaction.Db, known.Id, known.Email!, Door.Browser, address, ct) with
            {
                PasswordStamp = known.SecurityStamp,
                Way = SignInWay.Passkey,
            };
        }, ct) ?? throw Refused();

    private static RegistryException Refused() => RegistryException.Malformed("passkey_refused",
        "This passkey is not accepted. It may be none of this registry, or its account is locked or disabled. Begin again.");
}
