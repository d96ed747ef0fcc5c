using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Teams;

namespace ModelRegistry.Core.Providers;

/// <summary>
/// What the groups at a provider bring comes and goes with them; what was given here stays. Who had a role already when their group would have brought it
/// keeps it when the group goes. The last admin stays one.
/// </summary>
internal static class GivenRights
{
    /// <summary>Call it in turn, on a saved account.</summary>
    /// <param name="transaction">The change under way.</param>
    /// <param name="user">Whose rights these are.</param>
    /// <param name="login">By which they come.</param>
    /// <param name="rules">What groups bring.</param>
    /// <param name="groups">Theirs now; unknown ones (null) take nothing away.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task ApplyAsync(RegistryTransaction transaction, RegistryUser user, ExternalLogin login, IReadOnlyList<GroupRule> rules,
        IReadOnlyCollection<string>? groups, CancellationToken ct)
    {
        var fitting = rules.Where(rule => rule.Group is null || groups?.Contains(rule.Group) == true).ToList();
        var others = await transaction.Db.ExternalLogins.Where(other => other.PersonId == user.Id && other.Id != login.Id).ToListAsync(ct);
        var roles = await RolesAsync(transaction, user, login, fitting, groups is null, others, ct);
        var teams = await TeamsAsync(transaction, user, login, fitting, groups is null, others, ct);
        if (roles.SequenceEqual(login.GivenRoles) && teams.Select(team => team.Id).SequenceEqual(login.GivenTeams))
        {
            return;
        }

        var names = await NamesAsync(transaction.Db, login.GivenTeams, ct);
        transaction.Record(new ProviderRightsChanged(new(user.Email!, login.Provider, login.GivenRoles, names),
            new(user.Email!, login.Provider, roles, [.. teams.Select(team => team.Name)])));
        (login.GivenRoles, login.GivenTeams) = (roles, [.. teams.Select(team => team.Id)]);
        await transaction.Db.SaveChangesAsync(ct);
    }

    private static async Task<List<string>> RolesAsync(RegistryTransaction transaction, RegistryUser user, ExternalLogin login,
        List<GroupRule> fitting, bool unknown, List<ExternalLogin> others, CancellationToken ct)
    {
        var db = transaction.Db;
        var held = (await UserRoles.OfAsync(db, [user.Id], ct))[user.Id].ToList();
        var wanted = fitting.SelectMany(rule => rule.Roles).ToHashSet();
        var staying = login.GivenRoles.Where(role => unknown || wanted.Contains(role)).ToList();
        var gone = login.GivenRoles.Except(staying).Except(others.SelectMany(other => other.GivenRoles)).Intersect(held).ToList();
        if (gone.Contains(Roles.Admin) && await People.IsLastAdminAsync(db, user.Id, ct))
        {
            gone.Remove(Roles.Admin);
            staying.Add(Roles.Admin);
        }

        var come = wanted.Except(held).ToList();
        if (gone.Count + come.Count > 0)
        {
            var before = await People.ViewAsync(db, user, held, ct);
            List<string> now = [.. held.Except(gone).Concat(come)];
            await UserRoles.SetAsync(db, user.Id, now, ct);
            transaction.Record(new UserRolesChanged(before, await People.ViewAsync(db, user, now, ct)));
        }

        return [.. staying.Concat(come).Distinct().Order(StringComparer.Ordinal)];
    }

    private static async Task<List<(Guid Id, string Name)>> TeamsAsync(RegistryTransaction transaction, RegistryUser user, ExternalLogin login,
        List<GroupRule> fitting, bool unknown, List<ExternalLogin> others, CancellationToken ct)
    {
        var db = transaction.Db;
        var (wanted, given) = (fitting.SelectMany(rule => rule.Teams).Select(TeamAccess.Normalize).Distinct().ToArray(), login.GivenTeams.ToArray());
        if (wanted.Length + given.Length == 0)
        {
            return [];
        }

        var teams = await db.Teams.Where(team => wanted.Contains(team.NormalizedName) || given.Contains(team.Id)).OrderBy(team => team.NormalizedName)
            .Select(team => new
            {
                team.Id,
                team.Name,
                team.NormalizedName,
                Lead = db.Users.Where(lead => lead.Id == team.LeadId).Select(lead => lead.Email).FirstOrDefault(),
                Members = db.TeamMembers.Count(member => member.TeamId == team.Id),
                Mine = db.TeamMembers.FirstOrDefault(member => member.TeamId == team.Id && member.PersonId == user.Id),
            }).ToListAsync(ct);
        List<(Guid, string)> now = [];
        foreach (var team in teams)
        {
            var (isWanted, isGiven) = (wanted.Contains(team.NormalizedName), given.Contains(team.Id));
            if (isWanted && team.Mine is null && team.Members < Team.MaxMembers)
            {
                db.TeamMembers.Add(new TeamMember { TeamId = team.Id, PersonId = user.Id });
                transaction.Record(new TeamEdited(new(team.Name, team.Lead), new(team.Name, team.Lead, [user.Email!], [])));
                now.Add((team.Id, team.Name));
            }
            else if (isGiven && (isWanted || unknown))
            {
                now.Add((team.Id, team.Name));
            }
            else if (isGiven && team.Mine is { } mine && !others.Any(other => other.GivenTeams.Contains(team.Id)))
            {
                db.TeamMembers.Remove(mine);
                transaction.Record(new TeamEdited(new(team.Name, team.Lead), new(team.Name, team.Lead, [], [user.Email!])));
            }
        }

        return now;
    }

    private static Task<List<string>> NamesAsync(RegistryDbContext db, List<Guid> teams, CancellationToken ct) => teams.Count == 0
        ? Task.FromResult<List<string>>([])
        : db.Teams.Where(team => teams.Contains(team.Id)).OrderBy(team => team.NormalizedName).Select(team => team.Name).ToListAsync(ct);
}
