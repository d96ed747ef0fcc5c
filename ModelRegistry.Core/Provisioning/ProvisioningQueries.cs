using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Teams;

namespace ModelRegistry.Core.Provisioning;

/// <summary>Reads people and teams for the directory that provisions them. Service accounts are no people of it.</summary>
public sealed class ProvisioningQueries(RegistryStore store)
{
    public Task<Slice<ProvisionedPerson>> PeopleAsync(ProvisioningSearch search, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Provision);
            var found = Matching(db, search);
            var total = search.Impossible ? 0 : await found.CountAsync(ct);
            var users = total == 0 ? [] : await found.OrderBy(user => user.CreatedAt).ThenBy(user => user.Id).Skip(search.StartIndex - 1).Take(search.Count)
                .ToListAsync(ct);
            return new Slice<ProvisionedPerson>(users.ConvertAll(View), total, search.StartIndex);
        }, ct);

    public Task<ProvisionedPerson> PersonAsync(Guid id, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Provision);
            return View(await FindPersonAsync(db, id, ct));
        }, ct);

    public Task<Slice<ProvisionedTeam>> TeamsAsync(ProvisioningSearch search, bool withMembers, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Provision);
            var found = MatchingTeams(db, search);
            var total = search.Impossible ? 0 : await found.CountAsync(ct);
            var teams = total == 0 ? [] : await found.OrderBy(team => team.CreatedAt).ThenBy(team => team.Id).Skip(search.StartIndex - 1).Take(search.Count)
                .ToListAsync(ct);
            return new Slice<ProvisionedTeam>(await ViewsAsync(db, withMembers ? await FittingAsync(db, teams, ct) : teams, withMembers, ct), total,
                search.StartIndex);
        }, ct);

    public Task<ProvisionedTeam> TeamAsync(Guid id, bool withMembers, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Provision);
            return (await ViewsAsync(db, [await FindTeamAsync(db, id, ct)], withMembers, ct))[0];
        }, ct);

    internal static ProvisionedPerson View(RegistryUser user) =>
        new(user.Id, user.Email!, user.DisplayName, user.IsActive, user.ExternalId, user.CreatedAt);

    internal static async Task<List<ProvisionedTeam>> ViewsAsync(RegistryDbContext db, List<Team> teams, bool withMembers, CancellationToken ct)
    {
        var ids = teams.ConvertAll(team => team.Id);
        var members = !withMembers || ids.Count == 0 ? null : (await db.TeamMembers.Where(member => ids.Contains(member.TeamId))
            .Join(db.Users, member => member.PersonId, user => user.Id, (member, user) => new { member.TeamId, user.Id, Email = user.Email! })
            .OrderBy(member => member.Email).ToListAsync(ct)).ToLookup(member => member.TeamId, member => new ProvisionedMember(member.Id, member.Email));
        return teams.ConvertAll(team =>
            new ProvisionedTeam(team.Id, team.Name, team.ExternalId, team.CreatedAt, members is null ? null : [.. members[team.Id]]));
    }

    internal static async Task<RegistryUser> FindPersonAsync(RegistryDbContext db, Guid id, CancellationToken ct) =>
        await db.Users.FirstOrDefaultAsync(user => user.Id == id && user.ResponsibleId == null, ct)
            ?? throw RegistryException.NotFound("user_not_found", "There is no such account.");

    internal static async Task<Team> FindTeamAsync(RegistryDbContext db, Guid id, CancellationToken ct) =>
        await db.Teams.FirstOrDefaultAsync(team => team.Id == id, ct) ?? throw RegistryException.NotFound("team_not_found", "There is no such team.");

    /// <summary>As many of these teams, from the first on, as one answer can hold with their members.</summary>
    private static async Task<List<Team>> FittingAsync(RegistryDbContext db, List<Team> teams, CancellationToken ct)
    {
        var ids = teams.ConvertAll(team => team.Id);
        var members = await db.TeamMembers.Where(member => ids.Contains(member.TeamId)).GroupBy(member => member.TeamId)
            .Select(team => new { team.Key, Count = team.Count() }).ToDictionaryAsync(size => size.Key, size => size.Count, ct);
        return teams[..Fitting(ids.ConvertAll(id => members.GetValueOrDefault(id)))];
    }

    /// <summary>How many teams of these sizes.</summary>
    internal static int Fitting(IReadOnlyList<int> sizes)
    {
        var members = 0;
        return sizes.TakeWhile((size, place) => (members += size) <= ProvisioningSearch.MostMembers || place == 0).Count();
    }

    private static IQueryable<RegistryUser> Matching(RegistryDbContext db, ProvisioningSearch search)
    {
        var found = db.Users.Where(user => user.ResponsibleId == null);
        found = search.Id is { } id ? found.Where(user => user.Id == id) : found;
        found = search.Name?.Trim().ToUpperInvariant() is { } address ? found.Where(user => user.NormalizedEmail == address) : found;
        return search.ExternalId is { } external ? found.Where(user => user.ExternalId == external) : found;
    }

    private static IQueryable<Team> MatchingTeams(RegistryDbContext db, ProvisioningSearch search)
    {
        IQueryable<Team> found = db.Teams;
        found = search.Id is { } id ? found.Where(team => team.Id == id) : found;
        found = search.Name is { } name && TeamAccess.Normalize(name) is var normalized ? found.Where(team => team.NormalizedName == normalized) : found;
        found = search.ExternalId is { } external ? found.Where(team => team.ExternalId == external) : found;
        return search.Member is { } member ? found.Where(team => db.TeamMembers.Any(row => row.TeamId == team.Id && row.PersonId == member)) : found;
    }
}
