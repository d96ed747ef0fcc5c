using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Teams;

/// <summary>Reads teams, which everybody with a role sees: a request says which teams must approve it, and who is in them.</summary>
public sealed class TeamQueries(RegistryStore store)
{
    /// <summary>By name, each with its first members; with <paramref name="q"/> those whose name holds it.</summary>
    public Task<Page<TeamView>> ListAsync(string? q, int? pageSize, string? pageToken, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var size = PageToken.Size(pageSize);
            var after = PageToken.Decode(pageToken, 1) is [var key] ? key : "";
            var named = string.IsNullOrWhiteSpace(q) ? null : TeamAccess.Normalize(Text.Check("q", q, Team.NameMaxLength));
            var teams = await db.Teams.Where(team => string.Compare(team.NormalizedName, after) > 0 && (named == null || team.NormalizedName.Contains(named)))
                .OrderBy(team => team.NormalizedName).Take(size + 1)
                .Select(team => new
                {
                    Team = team,
                    Lead = db.Users.Where(user => user.Id == team.LeadId).Select(user => user.Email).FirstOrDefault(),
                    Count = db.TeamMembers.Count(member => member.TeamId == team.Id),
                    First = db.TeamMembers.Where(member => member.TeamId == team.Id)
                        .Join(db.Users, member => member.PersonId, user => user.Id, (_, user) => user.Email!)
                        .OrderBy(email => email).Take(TeamView.MembersInLists).ToList(),
                }).ToListAsync(ct);
            return new Page<TeamView>([.. teams.Take(size).Select(row => new TeamView(row.Team.Name, row.Lead, row.First, row.Count, row.Team.CreatedAt))],
                teams.Count > size ? PageToken.Encode(teams[size - 1].Team.NormalizedName) : null);
        }, ct);

    /// <summary>With all its members, who are at most <see cref="Team.MaxMembers"/>.</summary>
    public Task<TeamView> GetAsync(string name, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            return await ViewAsync(db, await db.FindTeamAsync(name, ct), ct);
        }, ct);

    internal static Task<TeamView> ViewAsync(RegistryDbContext db, Team team, CancellationToken ct) => ViewAsync(db, team, team.LeadId, ct);

    /// <summary>With another lead than it has by now.</summary>
    internal static async Task<TeamView> ViewAsync(RegistryDbContext db, Team team, Guid? leadId, CancellationToken ct)
    {
        var members = await db.TeamMembers.Where(member => member.TeamId == team.Id)
            .Join(db.Users, member => member.PersonId, user => user.Id, (_, user) => user.Email!).OrderBy(email => email).ToListAsync(ct);
        var lead = leadId is null ? null : await db.Users.Where(user => user.Id == leadId).Select(user => user.Email).FirstAsync(ct);
        return new TeamView(team.Name, lead, members, members.Count, team.CreatedAt);
    }
}
