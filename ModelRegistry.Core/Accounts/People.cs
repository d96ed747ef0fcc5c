using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Notifications;

namespace ModelRegistry.Core.Accounts;

/// <summary>Creates and changes accounts and their roles. Accounts are disabled, never deleted, and the last admin stays.</summary>
public sealed class People(RegistryStore store, NewPasswords passwords, RegistrySettings settings)
{
    public static readonly TimeSpan InvitationLifetime = TimeSpan.FromDays(7);

    private const string GivingRoles = "giving or taking roles";

    public Task<Page<UserView>> ListAsync(int? pageSize, string? pageToken, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.ManagePeople);
            var size = PageToken.Size(pageSize);
            var after = PageToken.Decode(pageToken, 1) is [var key] ? key : "";
            var users = await db.Users.Where(user => string.Compare(user.NormalizedEmail, after) > 0).OrderBy(user => user.NormalizedEmail).Take(size + 1)
                .ToListAsync(ct);
            var page = users.Take(size).ToList();
            var roles = await UserRoles.OfAsync(db, [.. page.Select(user => user.Id)], ct);
            var responsible = await Responsibility.EmailsAsync(db, page, ct);
            return new Page<UserView>([.. page.Select(user => View(user, roles[user.Id], responsible))],
                users.Count > size ? PageToken.Encode(page[^1].NormalizedEmail!) : null);
        }, ct);

    public async Task<Invited> CreateAsync(NewUser command, Actor actor, CancellationToken ct)
    {
        await store.ReadAsync(actor, _ =>
        {
            Rights.Require(actor, Right.ManagePeople); // before anything is hashed for somebody who may not
            return Task.FromResult(true);
        }, ct);
        var hash = await HashAsync(command, ct);
        return await store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.ManagePeople);
            var roles = UserRoles.Check(command.Roles ?? []);
            if (roles.Count > 0)
            {
                await RecentProof.RequireWhereDemandedAsync(transaction, GivingRoles, ct);
            }

            return await AddAsync(transaction, command, hash, roles, ct, invite: settings.LocalAccounts.Admit(command.Email));
        }, ct);
    }

    public Task<Invited> EditAsync(Guid id, UserEdit edit, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.ManagePeople);
            await transaction.TakeTurnAsync(ct);
            return await ChangeAsync(transaction, id, edit, null, settings.LocalAccounts, ct);
        }, ct);

    /// <summary>Call it in turn, for somebody who may.</summary>
    /// <param name="transaction">The change under way.</param>
    /// <param name="id">Whose account it is.</param>
    /// <param name="edit">What changes.</param>
    /// <param name="externalId">Its id in a directory: null stays, an empty one is none.</param>
    /// <param name="local">Who may have a password.</param>
    /// <param name="ct">Ends it.</param>
    internal static async Task<Invited> ChangeAsync(RegistryTransaction transaction, Guid id, UserEdit edit, string? externalId, LocalAccounts local,
        CancellationToken ct)
    {
        var db = transaction.Db;
        var user = await FindAsync(db, id, ct);
        var roles = (await UserRoles.OfAsync(db, [id], ct))[id].ToList();
        var before = await ViewAsync(db, user, roles, ct);
        await Responsibility.SetAsync(db, user, edit.Responsible, ct);
        Responsibility.RequireFitting(user, roles, "responsible");
        user.ExternalId = externalId switch { null => user.ExternalId, "" => null, _ => externalId };
        user.DisplayName = edit.DisplayName is null ? user.DisplayName : CheckDisplayName(edit.DisplayName);
        if (edit.Disabled is { } disabled && disabled == user.IsActive)
        {
            await SetDisabledAsync(transaction, user, roles, disabled, ct);
        }

        if (edit.Reset)
        {
            local.Require("reset", user.Email);
        }

        if (edit.Reset && roles.Contains(Roles.Admin))
        {
            await RequireAnotherAdminAsync(db, id, ct);
        }

        if (user.ResponsibleId is not null)
        {
            await WithoutPasswordAsync(transaction, user, edit.Reset, ct);
        }

        if (edit.Reset)
        {
            await ForgetPasskeysAsync(db, id, ct);
        }

        var invitation = edit.Reset ? await InviteAsync(transaction, user, ct) : null;
        var after = await ViewAsync(db, user, roles, ct);
        if (edit.Reset || !Tagging.SameFields(before, after))
        {
            transaction.Record(new UserEdited(before, after, edit.Reset ? "Reset: a new invitation was made and every session ended." : null));
        }

        return new Invited(after, invitation);
    }

    public Task<UserView> SetRolesAsync(Guid id, IReadOnlyList<string> roles, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.ManagePeople);
            var db = transaction.Db;
            await transaction.TakeTurnAsync(ct);
            var wanted = UserRoles.Check(roles);
            var user = await FindAsync(db, id, ct);
            Responsibility.RequireFitting(user, wanted, "roles");
            var before = await ViewAsync(db, user, (await UserRoles.OfAsync(db, [id], ct))[id], ct);
            if (!wanted.Contains(Roles.Admin))
            {
                await RequireAnotherAdminAsync(db, id, ct);
            }

            await UserRoles.SetAsync(db, id, wanted, ct);
            var after = await ViewAsync(db, user, wanted, ct);
            if (!before.Roles.SequenceEqual(after.Roles))
            {
                await RecentProof.RequireWhereDemandedAsync(transaction, GivingRoles, ct);
                transaction.Record(new UserRolesChanged(before, after));
                await TellOfTakenRolesAsync(transaction, before, after, ct);
            }

            return after;
        }, ct);

    /// <summary>The first account of an empty registry: Admin, DataScientist, Reviewer and Operator, so that one person can work alone.</summary>
    public async Task<UserView> CreateFirstAsync(NewUser command, CancellationToken ct)
    {
        if (command.Password is null)
        {
            throw RegistryException.Invalid("password", "field_required",
                "The first account needs a password: there is nobody who could hand over an invitation.");
        }

        settings.LocalAccounts.Require("email", command.Email);
        var hash = await HashAsync(command, ct);
        return await store.WriteAsync(Actor.System, async transaction =>
        {
            await transaction.TakeTurnAsync(ct);
            if (await transaction.Db.Users.AnyAsync(ct))
            {
                throw RegistryException.Conflict("already_set_up", "This registry already has accounts. Sign in instead.");
            }

            return (await AddAsync(transaction, command, hash, [Roles.Admin, Roles.DataScientist, Roles.Operator, Roles.Reviewer], ct)).User;
        }, ct);
    }

    /// <summary>For what concerns whoever may sign in, before they have.</summary>
    public Task<Guid?> IdOfAsync(string email, CancellationToken ct)
    {
        var normalized = email.Trim().ToUpperInvariant();
        return store.ReadAsync(Actor.System, db =>
            db.Users.Where(user => user.NormalizedEmail == normalized).Select(user => (Guid?)user.Id).FirstOrDefaultAsync(ct), ct);
    }

    /// <summary>Whether there is an active admin of this address who has a password.</summary>
    public Task<bool> IsAdminWithPasswordAsync(string email, CancellationToken ct)
    {
        var normalized = email.Trim().ToUpperInvariant();
        return store.ReadAsync(Actor.System, db => db.Users.AnyAsync(user => user.NormalizedEmail == normalized && user.DisabledAt == null
            && user.PasswordHash != null
            && db.UserRoles.Any(row => row.UserId == user.Id && db.Roles.Any(role => role.Id == row.RoleId && role.Name == Roles.Admin)), ct), ct);
    }

    public Task<bool> AnyAsync(CancellationToken ct) => store.ReadAsync(Actor.System, db => db.Users.AnyAsync(ct), ct);

    /// <summary>Null without a password, and for a service account, which is refused one.</summary>
    private async Task<string?> HashAsync(NewUser command, CancellationToken ct)
    {
        if (command.Password is null || !string.IsNullOrWhiteSpace(command.Responsible))
        {
            return null;
        }

        settings.LocalAccounts.Require("password", command.Email);
        return await passwords.HashAsync("password", command.Password, CheckEmail(command.Email), ct);
    }

    /// <summary>Makes an account with these roles; without a password and an invitation a provider must know the person.</summary>
    internal static async Task<Invited> AddAsync(RegistryTransaction transaction, NewUser command, string? passwordHash, IReadOnlyList<string> roles,
        CancellationToken ct, bool invite = true, string? externalId = null)
    {
        var db = transaction.Db;
        var email = CheckEmail(command.Email);
        if (await db.Users.AnyAsync(user => user.NormalizedEmail == email.ToUpperInvariant(), ct))
        {
            throw RegistryException.Conflict("email_taken", $"There is already an account for {email}.", "email");
        }

        var user = new RegistryUser
        {
            Id = Guid.CreateVersion7(transaction.Now),
            Email = email,
            NormalizedEmail = email.ToUpperInvariant(),
            UserName = email,
            NormalizedUserName = email.ToUpperInvariant(),
            EmailConfirmed = true,
            LockoutEnabled = true,
            DisplayName = CheckDisplayName(string.IsNullOrWhiteSpace(command.DisplayName) ? email.Split('@')[0] : command.DisplayName),
            SecurityStamp = Secrets.New(),
            CreatedAt = transaction.Now,
            ExternalId = string.IsNullOrEmpty(externalId) ? null : externalId,
        };
        await transaction.TakeTurnAsync(ct);
        await Responsibility.SetAsync(db, user, command.Responsible, ct);
        Responsibility.RequireFitting(user, roles, "roles");
        db.Users.Add(user);
        string? invitation = null;
        if (user.ResponsibleId is not null)
        {
            await WithoutPasswordAsync(transaction, user, command.Password is not null, ct);
        }
        else if (passwordHash is not null)
        {
            user.PasswordHash = passwordHash;
        }
        else if (invite)
        {
            invitation = await InviteAsync(transaction, user, ct);
        }

        await db.SaveChangesAsync(ct);
        await UserRoles.SetAsync(db, user.Id, roles, ct);
        var view = await ViewAsync(db, user, roles, ct);
        transaction.Record(new UserCreated(view));
        return new Invited(view, invitation);
    }

    /// <summary>Whoever becomes a service account signs in as a person no more; a password that is asked for is refused.</summary>
    private static async Task WithoutPasswordAsync(RegistryTransaction transaction, RegistryUser user, bool asked, CancellationToken ct)
    {
        if (asked)
        {
            throw Responsibility.NoPassword("password");
        }

        if (user.PasswordHash is not null || user.InvitationHash is not null)
        {
            (user.PasswordHash, user.InvitationHash, user.InvitationExpiresAt) = (null, null, null);
            await Sessions.EndAllAsync(transaction, user.Id, except: null, ct);
        }
    }

    private static async Task<string> InviteAsync(RegistryTransaction transaction, RegistryUser user, CancellationToken ct)
    {
        var secret = Secrets.New();
        user.InvitationHash = Secrets.HashOf(secret);
        user.InvitationExpiresAt = transaction.Now + InvitationLifetime;
        user.PasswordHash = null;
        user.SecurityStamp = Secrets.New();
        await Sessions.EndAllAsync(transaction, user.Id, except: null, ct);
        return secret;
    }

    /// <summary>Whether there were any.</summary>
    internal static async Task<bool> ForgetPasskeysAsync(RegistryDbContext db, Guid id, CancellationToken ct)
    {
        var passkeys = await db.UserPasskeys.Where(passkey => passkey.UserId == id).ToListAsync(ct);
        db.UserPasskeys.RemoveRange(passkeys);
        return passkeys.Count > 0;
    }

    private static async Task SetDisabledAsync(RegistryTransaction transaction, RegistryUser user, List<string> roles, bool disabled, CancellationToken ct)
    {
        if (disabled && roles.Contains(Roles.Admin))
        {
            await RequireAnotherAdminAsync(transaction.Db, user.Id, ct);
        }

        user.DisabledAt = disabled ? transaction.Now : null;
        if (disabled)
        {
            await Sessions.EndAllAsync(transaction, user.Id, except: null, ct);
        }
    }

    /// <summary>Whether this is the only admin who can sign in. Ask it in turn.</summary>
    internal static async Task<bool> IsLastAdminAsync(RegistryDbContext db, Guid id, CancellationToken ct)
    {
        var adminRole = await db.Roles.Where(role => role.Name == Roles.Admin).Select(role => role.Id).SingleAsync(ct);
        return await db.UserRoles.AnyAsync(row => row.RoleId == adminRole && row.UserId == id, ct)
            && !await db.WhoSignIn().AnyAsync(user => user.Id != id && db.UserRoles.Any(row => row.RoleId == adminRole && row.UserId == user.Id), ct);
    }

    private static async Task RequireAnotherAdminAsync(RegistryDbContext db, Guid id, CancellationToken ct)
    {
        if (await IsLastAdminAsync(db, id, ct))
        {
            throw RegistryException.Conflict("last_admin",
                "This is the last admin who can sign in. Make another admin first; one who is invited counts once the invitation was accepted.");
        }
    }

    /// <summary>Giving oneself a role is allowed, and those who watch over the rules hear of it.</summary>
    private static async Task TellOfTakenRolesAsync(RegistryTransaction transaction, UserView before, UserView after, CancellationToken ct)
    {
        var taken = after.Roles.Except(before.Roles).ToList();
        if (after.Id == transaction.Actor.UserId && taken.Count > 0)
        {
            var watchers = await Notices.WithRolesAsync(transaction.Db, [Roles.Reviewer, Roles.Auditor], ct);
            await Notices.AddAsync(transaction, watchers, NoticeKind.RoleTaken,
                $"{after.Email} gave themselves the role{(taken.Count == 1 ? "" : "s")} {string.Join(", ", taken)}.", ct: ct);
        }
    }

    private static async Task<RegistryUser> FindAsync(RegistryDbContext db, Guid id, CancellationToken ct) =>
        await db.Users.FirstOrDefaultAsync(user => user.Id == id, ct) ?? throw RegistryException.NotFound("user_not_found", "There is no such account.");

    private static string CheckEmail(string? email)
    {
        var text = Text.Check("email", email, RegistryUser.EmailMaxLength, required: true).Trim();
        var parts = text.Split('@');
        return parts is [{ Length: > 0 }, { Length: > 0 }] && !text.Any(char.IsWhiteSpace) && !text.Any(c => c is ':' or ',' or ';' or '<' or '>' or '"')
            ? text
            : throw RegistryException.Invalid("email", "email_invalid", $"'{text}' is no e-mail address.");
    }

    private static string CheckDisplayName(string name) => Text.Check("displayName", name, RegistryUser.DisplayNameMaxLength, required: true).Trim();

    internal static async Task<UserView> ViewAsync(RegistryDbContext db, RegistryUser user, IEnumerable<string> roles, CancellationToken ct) =>
        View(user, roles, await Responsibility.EmailsAsync(db, [user], ct));

    private static UserView View(RegistryUser user, IEnumerable<string> roles, IReadOnlyDictionary<Guid, string> responsible) =>
        new(user.Id, user.Email ?? "", user.DisplayName, [.. roles.Order(StringComparer.Ordinal)], user.IsActive,
            user is { PasswordHash: null, InvitationHash: not null }, user.CreatedAt)
        {
            Responsible = user.ResponsibleId is { } id ? responsible[id] : null,
            SecondFactor = user.TwoFactorEnabled,

            ExternalId = user.ExternalId,
        };
}
