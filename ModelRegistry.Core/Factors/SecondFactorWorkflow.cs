using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Notifications;

namespace ModelRegistry.Core.Factors;

/// <summary>Turns second factors on and off, and says which roles need one. A change signs every other browser of that account out.</summary>
public sealed class SecondFactorWorkflow(RegistryStore store, UserManagers managers, Presence presence)
{
    public const int RecoveryCodes = 10;

    private const string Issuer = "ModelRegistry";

    /// <summary>The key of a new app for this person. Nothing is kept of it before a code of the app proves that it is there.</summary>
    public static AuthenticatorKey NewKey(Actor actor)
    {
        var key = AuthenticatorCode.NewKey();
        return new AuthenticatorKey(key, $"otpauth://totp/{Uri.EscapeDataString(Issuer)}:{Uri.EscapeDataString(actor.Name)}"
            + $"?secret={key}&issuer={Uri.EscapeDataString(Issuer)}&digits={AuthenticatorCode.Digits}");
    }

    /// <summary>Turns the app on, or puts another in the place of the one before. Returns the recovery codes, the only time that they are shown.</summary>
    public async Task<IReadOnlyList<string>> TurnOnAsync(NewAuthenticator app, Actor actor, CancellationToken ct)
    {
        var key = AuthenticatorCode.KeyOf(app.Key) is { Length: >= AuthenticatorCode.KeyBytes } ? app.Key
            : throw RegistryException.Invalid("key", "key_invalid", "key must be the key that was made for this app. Begin again.");
        if (AuthenticatorCode.Read(app.Code) is null)
        {
            throw CodeWrong();
        }

        await presence.ProveAsync(actor, app.Proof, ct);
        return await store.WriteAsync(actor, async transaction =>
        {
            var (manager, user) = await TakeAsync(transaction, ct);
            var replaced = user.TwoFactorEnabled;
            await manager.SetAuthenticatorKeyAsync(user, key, ct);
            if (!await manager.IsCodeAsync(user, app.Code))
            {
                throw CodeWrong();
            }

            Require(await manager.SetTwoFactorEnabledAsync(user, true));
            var codes = await manager.GenerateNewTwoFactorRecoveryCodesAsync(user, RecoveryCodes);
            await EndOtherSessionsAsync(transaction, ct);
            if (await transaction.Db.UserSessions.FirstOrDefaultAsync(session => session.Id == transaction.Actor.Session, ct) is { } mine)
            {
                mine.Way = SignInWay.Authenticator; // both were just shown in it
            }

            transaction.Record(new SecondFactorTurnedOn(new(replaced)));
            return (IReadOnlyList<string>)[.. codes!];
        }, ct);
    }

    /// <summary>The former ones no longer work.</summary>
    public async Task<IReadOnlyList<string>> RenewRecoveryCodesAsync(string? proof, Actor actor, CancellationToken ct)
    {
        await presence.ProveAsync(actor, proof, ct);
        return await store.WriteAsync(actor, async transaction =>
        {
            var (manager, user) = await TakeAsync(transaction, ct);
            RequireOn(user);
            var codes = await manager.GenerateNewTwoFactorRecoveryCodesAsync(user, RecoveryCodes);
            transaction.Record(new RecoveryCodesRenewed());
            return (IReadOnlyList<string>)[.. codes!];
        }, ct);
    }

    public async Task TurnOffAsync(string? proof, Actor actor, CancellationToken ct)
    {
        await presence.ProveAsync(actor, proof, ct);
        await store.WriteAsync(actor, async transaction =>
        {
            var (manager, user) = await TakeAsync(transaction, ct);
            RequireOn(user);
            if (await UserRoles.NeedSecondFactorAsync(transaction.Db, user.Id, ct))
            {
                throw RegistryException.Conflict("second_factor_demanded",
                    "A role of yours needs a second factor. Put another app in the place of this one instead.");
            }

            await ForgetAsync(transaction, manager, user, ct);
            await EndOtherSessionsAsync(transaction, ct);
            transaction.Record(new SecondFactorTurnedOff());
        }, ct);
    }

    /// <summary>For who lost app and recovery codes: an admin takes it and the passkeys away and ends every session; they set up another.</summary>
    public Task ResetAsync(Guid id, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.ManagePeople);
            if (id == actor.UserId)
            {
                throw RegistryException.Conflict("own_second_factor", "Change your own second factor under Account, Security, or ask another admin.");
            }

            var user = await SignInAttempts.TakeAsync(transaction.Db, id, ct)
                ?? throw RegistryException.NotFound("user_not_found", "There is no such account.");
            if (!await People.ForgetPasskeysAsync(transaction.Db, id, ct))
            {
                RequireOn(user);
            }

            await ForgetAsync(transaction, managers.Over(transaction.Db), user, ct);
            await Sessions.EndAllAsync(transaction, id, except: null, ct);
            transaction.Record(new SecondFactorReset(new(user.Email!)));
            await Notices.AddAsync(transaction, [id], NoticeKind.AccountSecurity,
                $"{actor.Name} reset your second factor. Set up another one under Account, Security.", ct: ct);
        }, ct);

    /// <summary>
    /// From now on these roles, and no others, need a second factor; and whether admins prove that it is still them before they purge and give roles.
    /// Whoever takes that away proves it too.
    /// </summary>
    public Task<FactorRoles> DemandAsync(FactorRoles wanted, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.ManagePeople);
            await transaction.TakeTurnAsync(ct);
            var roles = UserRoles.Check(wanted.Roles);
            var rows = await transaction.Db.Roles.ToListAsync(ct);
            var before = Demanded(rows);
            await RequireProofAsync(transaction, before, wanted, ct);
            rows.ForEach(role => role.NeedsSecondFactor = roles.Contains(role.Name!));
            rows.ForEach(role => role.NeedsProof = role.Name == Roles.Admin && (wanted.Proof ?? role.NeedsProof));
            var after = Demanded(rows);
            if (!before.Roles.SequenceEqual(after.Roles) || before.Proof != after.Proof)
            {
                transaction.Record(new SecondFactorDemanded(before, after));
            }

            return new FactorRoles(after.Roles) { Proof = after.Proof };
        }, ct);

    private async Task<(RegistryUserManager Manager, RegistryUser User)> TakeAsync(RegistryTransaction transaction, CancellationToken ct) =>
        (managers.Over(transaction.Db), (await SignInAttempts.TakeAsync(transaction.Db, transaction.Actor.UserId!.Value, ct))!);

    private static SecondFactorDemanded.Of Demanded(IEnumerable<RegistryRole> roles) =>
        new([.. roles.Where(role => role.NeedsSecondFactor).Select(role => role.Name!).Order(StringComparer.Ordinal)])
        {
            Proof = roles.Any(role => role.NeedsProof),
        };

    private static Task RequireProofAsync(RegistryTransaction transaction, SecondFactorDemanded.Of before, FactorRoles wanted, CancellationToken ct) =>
        before.Proof && wanted.Proof == false
            ? RecentProof.RequireWhereDemandedAsync(transaction, "taking this question away", ct) : Task.CompletedTask;

    private static async Task ForgetAsync(RegistryTransaction transaction, RegistryUserManager manager, RegistryUser user, CancellationToken ct)
    {
        Require(await manager.SetTwoFactorEnabledAsync(user, false));
        user.LastCodeStep = null;
        transaction.Db.UserTokens.RemoveRange(
            await transaction.Db.UserTokens.Where(token => token.UserId == user.Id && token.LoginProvider == RegistryUserStore.Provider).ToListAsync(ct));
    }

    private static Task EndOtherSessionsAsync(RegistryTransaction transaction, CancellationToken ct) =>
        Sessions.EndAllAsync(transaction, transaction.Actor.UserId!.Value, transaction.Actor.Session, ct);

    private static void RequireOn(RegistryUser user)
    {
        if (!user.TwoFactorEnabled)
        {
            throw RegistryException.Conflict("second_factor_off", "This account has no second factor.");
        }
    }

    private static void Require(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException(string.Join(" ", result.Errors.Select(error => error.Description)));
        }
    }

    private static RegistryException CodeWrong() => RegistryException.Invalid("code", "code_wrong",
        "This code does not fit the key. Take the six digits that the app shows now; if they never fit, set the clock of the phone.");
}
