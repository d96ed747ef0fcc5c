using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Teams;

namespace ModelRegistry.Core.Provisioning;

/// <summary>
/// Makes, changes and disables people and teams as a directory says, by the same changes that an admin makes. Nobody is deleted: who leaves the directory is
/// disabled, and the last admin is not.
/// </summary>
public sealed class ProvisioningWorkflow(RegistryStore store, RegistrySettings settings)
{
    /// <summary>An account without a password: its person comes in through a provider.</summary>
    public Task<ProvisionedPerson> CreatePersonAsync(PersonWish wish, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.Provision);
            await transaction.TakeTurnAsync(ct);
            var made = await People.AddAsync(transaction, new NewUser(wish.Email ?? "", wish.DisplayName), null, [], ct, invite: false, CheckExternalId(wish));
            if (wish.Active == false)
            {
                await People.ChangeAsync(transaction, made.User.Id, new UserEdit(Disabled: true), null, settings.LocalAccounts, ct);
            }

            return ProvisioningQueries.View(await ProvisioningQueries.FindPersonAsync(transaction.Db, made.User.Id, ct));
        }, ct);

    public Task<ProvisionedPerson> ChangePersonAsync(Guid id, PersonWish wish, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.Provision);
            await transaction.TakeTurnAsync(ct);
            var user = await ProvisioningQueries.FindPersonAsync(transaction.Db, id, ct);
            if (wish.Email is { } email && !email.Trim().Equals(user.Email, StringComparison.OrdinalIgnoreCase))
            {
                throw RegistryException.Invalid("userName", "email_fixed",
                    $"The address of the account {user.Email} cannot be changed: the audit trail knows people by it. Make a new account and disable this one.");
            }

            await People.ChangeAsync(transaction, id, new UserEdit(wish.DisplayName, wish.Active is { } active ? !active : null), CheckExternalId(wish),
                settings.LocalAccounts, ct);
            return ProvisioningQueries.View(user);
        }, ct);

    public Task<ProvisionedTeam> CreateTeamAsync(TeamWish wish, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.Provision);
            var db = transaction.Db;
            await transaction.TakeTurnAsync(ct);
            await RequirePeopleAsync(db, wish, ct);
            var team = await TeamWorkflow.CreateAsync(transaction, wish.Name, null, [.. (wish.Members ?? []).Union(wish.Join ?? [])], wish.ExternalId, ct);
            return (await ProvisioningQueries.ViewsAsync(db, [team], withMembers: true, ct))[0];
        }, ct);

    public Task<ProvisionedTeam> ChangeTeamAsync(Guid id, TeamWish wish, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.Provision);
            var db = transaction.Db;
            await transaction.TakeTurnAsync(ct);
            await RequirePeopleAsync(db, wish, ct);
            var team = await ProvisioningQueries.FindTeamAsync(db, id, ct);
            await TeamWorkflow.ChangeAsync(transaction, team, wish.Name, wish.ExternalId,
                present => [.. (wish.Members ?? present).Union(wish.Join ?? []).Except(wish.Leave ?? [])], ct);
            return (await ProvisioningQueries.ViewsAsync(db, [team], withMembers: true, ct))[0];
        }, ct);

    /// <summary>With what it was granted.</summary>
    public Task DeleteTeamAsync(Guid id, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.Provision);
            await transaction.TakeTurnAsync(ct);
            await TeamWorkflow.DeleteAsync(transaction, await ProvisioningQueries.FindTeamAsync(transaction.Db, id, ct), ct);
        }, ct);

    /// <summary>Who comes must be there; disabled people may, since the directory keeps them in their groups.</summary>
    private static async Task RequirePeopleAsync(RegistryDbContext db, TeamWish wish, CancellationToken ct)
    {
        Guid[] ids = [.. (wish.Members ?? []).Union(wish.Join ?? [])];
        TeamWorkflow.RequireRoom(ids.Length);
        if (ids.Length > 0 && await db.Users.CountAsync(user => ids.Contains(user.Id) && user.ResponsibleId == null, ct) != ids.Length)
        {
            throw RegistryException.Invalid("members", "person_unknown", "A member is no account here. Provision people before their groups.");
        }
    }

    private static string? CheckExternalId(PersonWish wish) =>
        wish.ExternalId is null ? null : Text.Check("externalId", wish.ExternalId, RegistryUser.ExternalIdMaxLength).Trim();
}
