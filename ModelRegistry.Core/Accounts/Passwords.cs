using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Accounts;

/// <summary>
/// Checks and sets passwords. Unknown, disabled, locked and mistyped answer alike and cost alike, so that nobody learns which
/// accounts exist.
/// </summary>
public sealed class Passwords(
    RegistryStore store, IPasswordHasher<RegistryUser> hasher, NewPasswords newPasswords, HashingLanes lanes, RecentFailures failures,
    SignInAttempts attempts, RegistrySettings settings, TimeProvider time)
{
    public const int FailuresToLock = 5;

    /// <summary>The code of what is refused to the right password of an account that needs a second factor, where only a browser could show one.</summary>
    public const string SecondFactorByPassword = "second_factor_by_password";

    public static readonly TimeSpan LockTime = TimeSpan.FromMinutes(5);

    private readonly string _dummyHash = hasher.HashPassword(new RegistryUser(), Secrets.New());

    /// <summary>
    /// The actor whose address and password these are; throws NotAuthenticated with one sentence for every reason. Of an account with a second factor
    /// it is one who may do nothing yet (<see cref="Actor.Missing"/>), and its failures are counted until that was shown too. A lock that strangers
    /// brought about does not hold for a <paramref name="device"/> that was let into this account before.
    /// </summary>
    public async Task<Actor> CheckAsync(string? email, string? password, Door door, string? address, CancellationToken ct, KnownDevice? device = null)
    {
        var normalized = (email ?? "").Trim().ToUpperInvariant();
        var user = device is null ? null : await FindAsync(normalized, ct);
        var trusted = user is not null && attempts.MayTry(device, user.Id) ? device : null;
        bool matches;
        using (await PlaceAsync(normalized, address, trusted is not null, ct))
        {
            user ??= await FindAsync(normalized, ct); // not before: guesses that find no place cost nothing
            matches = await HashingThread.RunAsync(() => hasher.VerifyHashedPassword(user ?? new RegistryUser(), user?.PasswordHash ?? _dummyHash,
                password ?? "")) != PasswordVerificationResult.Failed;
        }

        var signedIn = await store.WriteAsync(Actor.Anonymous(door, address), async transaction =>
        {
            var db = transaction.Db;
            transaction.AllowUnaudited();
            var known = user is null ? null : await SignInAttempts.TakeAsync(db, user.Id, ct);
            var open = known is { IsActive: true, PasswordHash: not null } && !SignInAttempts.IsLocked(known, trusted is not null, transaction.Now)
                && known.PasswordHash == user!.PasswordHash && settings.LocalAccounts.Admit(known.Email);
            if (!open || !matches)
            {
                attempts.Failed(transaction, known, open, normalized, trusted, address);
                return null;
            }

            if (!known!.TwoFactorEnabled)
            {
                attempts.LetIn(known, trusted, address);
            }

            return await Sessions.ActorOfAsync(db, known.Id, known.Email!, door, address, ct) with
            {
                PasswordStamp = known.SecurityStamp,
                Way = SignInWay.Password,
                Missing = known.TwoFactorEnabled ? MissingFactor.ToShow
                    : await UserRoles.NeedSecondFactorAsync(db, known.Id, ct) ? MissingFactor.ToSetUp : MissingFactor.None,
            };
        }, ct) ?? throw new RegistryException(RefusalKind.NotAuthenticated, "sign_in_failed",
            "This address and password do not fit, or the account is locked for a few minutes. Check both and try again.");
        return door == Door.Browser || signedIn.Missing == MissingFactor.None ? signedIn
            : throw new RegistryException(RefusalKind.NotAuthenticated, SecondFactorByPassword,
                "This account needs a second factor, which cannot come with a password. Send an access token instead, as Bearer or as the password of Basic.");
    }

    private Task<RegistryUser?> FindAsync(string normalized, CancellationToken ct) =>
        store.ReadAsync(Actor.System, db => db.Users.FirstOrDefaultAsync(found => found.NormalizedEmail == normalized, ct), ct);

    /// <summary>An address from which so many come that they find no place is one that guesses: the next from there wait behind all others.</summary>
    private async Task<IDisposable> PlaceAsync(string account, string? address, bool trusted, CancellationToken ct)
    {
        try
        {
            return await lanes.EnterAsync(trusted ? HashingLane.Familiar : failures.LaneOf(account, address), ct);
        }
        catch (RegistryException busy) when (busy.Kind == RefusalKind.TooMany)
        {
            failures.CountNetwork(address);
            throw;
        }
    }

    /// <summary>A person's own change: needs the present password and ends every other session.</summary>
    public async Task ChangeAsync(Actor actor, Guid? sessionId, string current, string next, CancellationToken ct)
    {
        if (actor.Token is not null)
        {
            throw RegistryException.Forbidden("scope_missing", "Access tokens cannot change a password. Sign in with the account.");
        }

        Rights.RequireSecondFactor(actor);
        await CheckAsync(actor.Name, current, Door.Browser, actor.Address, ct);
        var hash = await newPasswords.HashAsync("newPassword", next, actor.Name, ct);
        await store.WriteAsync(actor, async transaction =>
        {
            var user = await transaction.Db.Users.SingleAsync(found => found.Id == actor.UserId, ct);
            await SetAsync(transaction, user, hash, sessionId, ct);
            transaction.Record(new PasswordChanged());
        }, ct);
    }

    /// <summary>The address that an invitation is for, or null when it cannot be used (any more).</summary>
    public Task<string?> InvitedAsync(string secret, CancellationToken ct)
    {
        var (hash, now) = (Secrets.HashOf(secret), time.Now());
        return store.ReadAsync(Actor.System, async db => await db.Users
            .Where(user => user.InvitationHash == hash && user.InvitationExpiresAt > now && user.DisabledAt == null)
            .Select(user => user.Email).FirstOrDefaultAsync(ct) is { } email && settings.LocalAccounts.Admit(email) ? email : null, ct);
    }

    /// <summary>Takes a one-time invitation: sets the password of the invited account and returns its address.</summary>
    public async Task<string> AcceptInvitationAsync(string secret, string password, string? address, CancellationToken ct)
    {
        var invited = await InvitedAsync(secret, ct) ?? throw InvitationGone();
        var passwordHash = await newPasswords.HashAsync("password", password, invited, ct);
        var hash = Secrets.HashOf(secret);
        return await store.WriteAsync(Actor.Anonymous(Door.Browser, address), async transaction =>
        {
            var user = await transaction.Db.Users.FirstOrDefaultAsync(
                found => found.InvitationHash == hash && found.InvitationExpiresAt > transaction.Now && found.DisabledAt == null, ct)
                ?? throw InvitationGone();
            await ClaimAsync(transaction.Db, hash, ct);
            await SetAsync(transaction, user, passwordHash, keepSession: null, ct);
            transaction.Record(new InvitationAccepted(new(user.Email!)));
            return user.Email!;
        }, ct);
    }

    private static async Task SetAsync(RegistryTransaction transaction, RegistryUser user, string passwordHash, Guid? keepSession, CancellationToken ct)
    {
        user.PasswordHash = passwordHash;
        user.SecurityStamp = Secrets.New();
        user.InvitationHash = null;
        user.InvitationExpiresAt = null;
        user.AccessFailedCount = 0;
        user.LockoutEnd = null;
        await Sessions.EndAllAsync(transaction, user.Id, keepSession, ct);
    }

    /// <summary>Takes the secret out of the database, which succeeds for one of two who come at once.</summary>
    private static async Task ClaimAsync(RegistryDbContext db, string hash, CancellationToken ct)
    {
        if (await db.Users.Where(user => user.InvitationHash == hash)
            .ExecuteUpdateAsync(set => set.SetProperty(user => user.InvitationHash, (string?)null), ct) == 0)
        {
            throw InvitationGone();
        }
    }

    private static RegistryException InvitationGone() =>
        RegistryException.NotFound("invitation_not_found", "This invitation was used already or has expired. Ask an admin for a new one.");
}
