using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Teams;

/// <summary>Makes, changes and deletes teams. Admins do; the lead of a team names its members.</summary>
public sealed class TeamWorkflow(RegistryStore store)
{
    public Task<TeamView> CreateAsync(NewTeam command, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.ManageTeams);
            var db = transaction.Db;
            await transaction.TakeTurnAsync(ct);
            var name = CheckName(command.Name);
            await RequireFreeAsync(db, name, null, ct);
            var team = new Team(Guid.CreateVersion7(transaction.Now)) { Name = name, NormalizedName = TeamAccess.Normalize(name), CreatedAt = transaction.Now };
            team.LeadId = await LeadAsync(db, command.Lead, ct);
            var members = await PeopleAsync(db, "members", command.Members ?? [], ct);
            RequireRoom(members.Count);
            team.Members.AddRange(members.Select(person => new TeamMember { TeamId = team.Id, PersonId = person.Id }));
            db.Teams.Add(team);
            await db.SaveChangesAsync(ct);
            var view = await TeamQueries.ViewAsync(db, team, ct);
            transaction.Record(new TeamCreated(new(view.Name, view.Lead, view.Members)));
            return view;
        }, ct);

    public Task<TeamView> EditAsync(string name, TeamEdit edit, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var db = transaction.Db;
            Rights.Require(actor, Right.Browse);
            await transaction.TakeTurnAsync(ct);
            var team = await db.FindTeamAsync(name, ct);
            RequireManaged(actor, team, edit);
            var before = await TeamQueries.ViewAsync(db, team, ct);
            if (edit.Name is not null)
            {
                await RequireFreeAsync(db, CheckName(edit.Name), team.Id, ct);
                (team.Name, team.NormalizedName) = (CheckName(edit.Name), TeamAccess.Normalize(edit.Name));
            }

            if (edit.Lead is not null)
            {
                team.LeadId = await LeadAsync(db, edit.Lead, ct);
            }

            await SetMembersAsync(db, team, edit, ct);
            await db.SaveChangesAsync(ct);
            var after = await TeamQueries.ViewAsync(db, team, ct);
            if (!Tagging.SameFields(before, after))
            {
                transaction.Record(new TeamEdited(new(before.Name, before.Lead),
                    new(after.Name, after.Lead, [.. after.Members.Except(before.Members)], [.. before.Members.Except(after.Members)])));
            }

            return after;
        }, ct);

    /// <summary>What it was granted ends with it.</summary>
    public Task DeleteAsync(string name, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.ManageTeams);
            var db = transaction.Db;
            await transaction.TakeTurnAsync(ct);
            var team = await db.FindTeamAsync(name, ct);
            var view = await TeamQueries.ViewAsync(db, team, ct);
            await transaction.FollowAsync(new DeletedTeam(team), ct);
            await db.Entry(team).Collection(found => found.Members).LoadAsync(ct);
            db.Teams.Remove(team);
            transaction.Record(new TeamDeleted(new(view.Name, view.Lead, view.Members)));
        }, ct);

    private static async Task SetMembersAsync(RegistryDbContext db, Team team, TeamEdit edit, CancellationToken ct)
    {
        await db.Entry(team).Collection(found => found.Members).LoadAsync(ct);
        var present = team.Members.Select(member => member.PersonId).ToHashSet();
        var wanted = edit.Members is null ? [.. present] : (await PeopleAsync(db, "members", edit.Members, ct)).Select(person => person.Id).ToHashSet();
        wanted.UnionWith((await PeopleAsync(db, "join", edit.Join ?? [], ct)).Select(person => person.Id));
        if (edit.Leave is { Count: > 0 } leave)
        {
            // Whoever was disabled leaves too, so by the members and not by the active accounts.
            string[] normalized = [.. leave.Select(email => email.Trim().ToUpperInvariant())];
            wanted.ExceptWith(await db.Users.Where(user => normalized.Contains(user.NormalizedEmail)).Select(user => user.Id).ToListAsync(ct));
        }

        RequireRoom(wanted.Count);
        team.Members.RemoveAll(member => !wanted.Contains(member.PersonId));
        team.Members.AddRange(wanted.Except(present).Select(id => new TeamMember { TeamId = team.Id, PersonId = id }));
    }

    private static void RequireManaged(Actor actor, Team team, TeamEdit edit)
    {
        if (edit is { Name: null, Lead: null } && actor.UserId is not null && actor.UserId == team.LeadId && actor.Token is null)
        {
            return; // whom they work with is the lead's to say
        }

        Rights.Require(actor, Right.ManageTeams);
    }

    private static async Task<Guid?> LeadAsync(RegistryDbContext db, string? lead, CancellationToken ct) =>
        string.IsNullOrWhiteSpace(lead) ? null : (await ActivePeople.FindAsync(db, "lead", "person_unknown", lead, ct)).Id;

    private static Task<IReadOnlyList<(Guid Id, string Email)>> PeopleAsync(RegistryDbContext db, string field, IReadOnlyList<string> emails,
        CancellationToken ct)
    {
        RequireRoom(emails.Count);
        return emails.Count == 0
            ? Task.FromResult<IReadOnlyList<(Guid, string)>>([])
            : ActivePeople.FindAsync(db, field, "person_unknown", emails, ct);
    }

    private static void RequireRoom(int members)
    {
        if (members > Team.MaxMembers)
        {
            throw RegistryException.Invalid("members", "too_many", string.Create(CultureInfo.InvariantCulture,
                $"A team has at most {Team.MaxMembers} members. Make several teams, and give each what it needs."));
        }
    }

    private static async Task RequireFreeAsync(RegistryDbContext db, string name, Guid? self, CancellationToken ct)
    {
        var normalized = TeamAccess.Normalize(name);
        if (await db.Teams.AnyAsync(team => team.NormalizedName == normalized && team.Id != self, ct))
        {
            throw RegistryException.Conflict("team_name_taken", $"There is a team '{name}' already. Choose another name, or change that team.", "name");
        }
    }

    private static string CheckName(string? name)
    {
        var text = Text.Check("name", name, Team.NameMaxLength, required: true).Trim();
        return text.Contains('/', StringComparison.Ordinal) || TeamAccess.Normalize(text) is not { Length: > 0 and <= Team.NameMaxLength }
            ? throw RegistryException.Invalid("name", "team_name_invalid", $"'{text}' is no name for a team: use letters, digits, spaces, '-', '_' and '.'.")
            : text;
    }
}

/// <summary>A team goes; what was granted to it goes before.</summary>
internal sealed record DeletedTeam(Team Team);
