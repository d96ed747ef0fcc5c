using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Accounts;

/// <summary>
/// What a good or failed attempt does to an account, the same for passwords and for codes: both count to one lock. A lock that strangers brought about
/// does not hold for a <see cref="KnownDevice"/> that was let into this account before.
/// </summary>
public sealed class SignInAttempts(RecentFailures failures, KnownDevices devices, RefusalCounter refusals)
{
    internal bool MayTry(KnownDevice? device, Guid userId) => devices.MayTry(device, userId);

    /// <summary>The account, read while nobody else counts a failure of it: many guesses at once are still five.</summary>
    internal static async Task<RegistryUser?> TakeAsync(RegistryDbContext db, Guid id, CancellationToken ct)
    {
        await db.Users.Where(user => user.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(user => user.AccessFailedCount, user => user.AccessFailedCount), ct);
        return await db.Users.FirstOrDefaultAsync(found => found.Id == id, ct);
    }

    internal static bool IsLocked(RegistryUser user, bool trusted, DateTimeOffset now) => !trusted && user.LockoutEnd > now;

    /// <summary>All that was asked for was right: the count begins anew.</summary>
    internal void LetIn(RegistryUser user, KnownDevice? trusted, string? address)
    {
        user.AccessFailedCount = 0;
        failures.LetIn(user.NormalizedEmail!, address);
        if (trusted is not null)
        {
            user.LockoutEnd = null;
            devices.Succeeded(trusted);
        }
    }

    /// <param name="transaction">In which the account was taken.</param>
    /// <param name="known">The account; null when there is none.</param>
    /// <param name="open">Whether the attempt was about what was wrong, and not about an account that lets nobody in now.</param>
    /// <param name="account">The address that was typed, normalised.</param>
    /// <param name="trusted">The device, where it may try although the account is locked.</param>
    /// <param name="address">Where the attempt came from.</param>
    internal void Failed(RegistryTransaction transaction, RegistryUser? known, bool open, string account, KnownDevice? trusted, string? address)
    {
        failures.Count(account, address);
        if (trusted is not null)
        {
            devices.Failed(trusted);
        }
        else
        {
            CountFailure(transaction, known, open);
        }

        if (refusals.IsFirst(AnonymousAttempt.SignIn, address))
        {
            transaction.Record(new SignInFailed(new(address)));
        }
    }

    private static void CountFailure(RegistryTransaction transaction, RegistryUser? known, bool open)
    {
        if (known is null || !open)
        {
            return;
        }

        known.AccessFailedCount++;
        if (known.AccessFailedCount >= Passwords.FailuresToLock)
        {
            known.AccessFailedCount = 0;
            known.LockoutEnd = transaction.Now + Passwords.LockTime;
            transaction.Record(new UserLocked(new(known.Email!, known.LockoutEnd)));
        }
    }
}
