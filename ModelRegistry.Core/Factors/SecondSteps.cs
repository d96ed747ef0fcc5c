using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Notifications;

namespace ModelRegistry.Core.Factors;

/// <summary>
/// The step after the password: a code of the app, or one of the recovery codes. A wrong one counts to the same lock as a wrong password; the right
/// password does not take it back, so that nobody who knows it may guess codes for ever.
/// </summary>
public sealed class SecondSteps(RegistryStore store, UserManagers managers, SignInAttempts attempts)
{
    /// <summary>
    /// Who signs in, with all that they may do. <paramref name="stamp"/> is the <see cref="Actor.PasswordStamp"/> of the first step: a password that was
    /// changed since begins anew. Throws NotAuthenticated with one sentence for every reason.
    /// </summary>
    public async Task<Actor> CheckAsync(Guid userId, string? stamp, string? code, string? address, CancellationToken ct, KnownDevice? device = null) =>
        await store.WriteAsync(Actor.Anonymous(Door.Browser, address), async transaction =>
        {
            transaction.AllowUnaudited();
            var known = await SignInAttempts.TakeAsync(transaction.Db, userId, ct);
            var trusted = attempts.MayTry(device, userId) ? device : null;
            var open = known is { IsActive: true, TwoFactorEnabled: true } && known.SecurityStamp == stamp
                && !SignInAttempts.IsLocked(known, trusted is not null, transaction.Now);
            if (!open || await WayAsync(transaction, known!, code, ct) is not { } way)
            {
                attempts.Failed(transaction, known, open, known?.NormalizedEmail ?? "", trusted, address);
                return null;
            }

            attempts.LetIn(known!, trusted, address);
            return await Sessions.ActorOfAsync(transaction.Db, userId, known!.Email!, Door.Browser, address, ct) with
            {
                PasswordStamp = known.SecurityStamp,
                Way = way,
            };
        }, ct) ?? throw new RegistryException(RefusalKind.NotAuthenticated, "code_wrong",
            "This code is not right or was used already, or the account is locked for a few minutes. Take the code that the app shows now.", "code");

    /// <summary>By which of the two it is right; null when it is neither.</summary>
    private async Task<SignInWay?> WayAsync(RegistryTransaction transaction, RegistryUser user, string? code, CancellationToken ct)
    {
        var manager = managers.Over(transaction.Db);
        if (await manager.IsCodeAsync(user, code))
        {
            return SignInWay.Authenticator;
        }

        if (!(await manager.RedeemTwoFactorRecoveryCodeAsync(user, code ?? "")).Succeeded)
        {
            return null;
        }

        var left = await manager.CountRecoveryCodesAsync(user);
        transaction.Record(new RecoveryCodeUsed(new(user.Email!, left)));
        await Notices.AddAsync(transaction, [user.Id], NoticeKind.AccountSecurity,
            $"One of your recovery codes was used to sign in; {left} {(left == 1 ? "is" : "are")} left. If that was not you, change your password now.",
            ct: ct);
        return SignInWay.RecoveryCode;
    }
}
