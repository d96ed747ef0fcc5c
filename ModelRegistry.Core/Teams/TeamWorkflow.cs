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
            var lead = await LeadAsync(db, command.Lead, ct);
            var team = await CreateAsync(transaction, command.Name, lead, await PeopleAsync(db, "members", command.Members ?? [], ct), null, ct);
            return await TeamQueries.ViewAsync(db, team, ct);
        }, ct);

    public Task<TeamView> EditAsync(string name, TeamEdit edit, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var db = transaction.Db;
            Rights.Require(actor, Right.Browse);
            await transaction.TakeTurnAsync(ct);
            var team = await db.FindTeamAsync(name, ct);
            RequireManaged(actor, team, edit);
            team.LeadId = edit.Lead is null ? team.LeadId : await LeadAsync(db, edit.Lead, ct);
            var members = edit.Members is null ? null : await PeopleAsync(db, "members", edit.Members, ct);
            var (join, leave) = (await PeopleAsync(db, "join", edit.Join ?? [], ct), await LeavingAsync(db, edit.Leave, ct));
            return await ChangeAsync(transaction, team, edit.Name, null, present => [.. (members ?? present).Union(join).Except(leave)], ct);
        }, ct);

    /// <summary>What it was granted ends with it.</summary>
    public Task DeleteAsync(string name, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.ManageTeams);
            await transaction.TakeTurnAsync(ct);
            await DeleteAsync(transaction, await transaction.Db.FindTeamAsync(name, ct), ct);
        }, ct);

    /// <summary>Call it in turn, for somebody who may.</summary>
    internal static async Task<Team> CreateAsync(RegistryTransaction transaction, string? wanted, Guid? lead, IReadOnlyList<Guid> members, string? externalId,
        CancellationToken ct)
    {
        var (db, name) = (transaction.Db, CheckName(wanted));
        await RequireFreeAsync(db, name, null, ct);
        RequireRoom(members.Count);
        var team = new Team(Guid.CreateVersion7(transaction.Now))
        {
            Name = name,
            NormalizedName = TeamAccess.Normalize(name),
            LeadId = lead,
            ExternalId = CheckExternalId(externalId),
            CreatedAt = transaction.Now,
        };
        team.Members.AddRange(members.Select(person => new TeamMember { TeamId = team.Id, PersonId = person }));
        db.Teams.Add(team);
        await db.SaveChangesAsync(ct);
        var view = await TeamQueries.ViewAsync(db, team, ct);
        transaction.Record(new TeamCreated(new(view.Name, view.Lead, view.Members, team.ExternalId)));
        return team;
    }

    /// <summary>Call it in turn, for somebody who may, before anything of it is saved.</summary>
    /// <param name="transaction">The change under way.</param>
    /// <param name="team">The team, perhaps with another lead already.</param>
    /// <param name="name">Null stays.</param>
    /// <param name="externalId">Its id in a directory: null stays, an empty one is none.</param>
    /// <param name="members">Who is in it from now on, by who is in it now.</param>
    /// <param name="ct">Ends it.</param>
    internal static async Task<TeamView> ChangeAsync(RegistryTransaction transaction, Team team, string? name, string? externalId,
        Func<IReadOnlyList<Guid>, IReadOnlyList<Guid>> members, CancellationToken ct)
    {
        var db = transaction.Db;
        var before = await TeamQueries.ViewAsync(db, team, (Guid?)db.Entry(team).OriginalValues[nameof(Team.LeadId)], ct);
        if (name is not null)
        {
            await RequireFreeAsync(db, CheckName(name), team.Id, ct);
            (team.Name, team.NormalizedName) = (CheckName(name), TeamAccess.Normalize(name));
        }

        var known = team.ExternalId;
        team.ExternalId = externalId is null ? known : CheckExternalId(externalId);
        var renumbered = known != team.ExternalId;
        await db.Entry(team).Collection(found => found.Members).LoadAsync(ct);
        List<Guid> present = team.Members.ConvertAll(member => member.PersonId);
        var wanted = members(present);
        RequireRoom(wanted.Count);
        team.Members.RemoveAll(member => !wanted.Contains(member.PersonId));
        team.Members.AddRange(wanted.Except(present).Select(id => new TeamMember { TeamId = team.Id, PersonId = id }));
        await db.SaveChangesAsync(ct);
        var after = await TeamQueries.ViewAsync(db, team, ct);
        if (renumbered || !Tagging.SameFields(before, after))
        {
            transaction.Record(new TeamEdited(new(before.Name, before.Lead, renumbered ? known : null),
                new(after.Name, after.Lead, [.. after.Members.Except(before.Members)], [.. before.Members.Except(after.Members)],
                    renumbered ? team.ExternalId : null)));
        }

        return after;
    }

    /// <summary>Call it in turn, for somebody who may.</summary>
    internal static async Task DeleteAsync(RegistryTransaction transaction, Team team, CancellationToken ct)
    {
        var db = transaction.Db;
        var view = await TeamQueries.ViewAsync(db, team, ct);
        await transaction.FollowAsync(new DeletedTeam(team), ct);
        await db.Entry(team).Collection(found => found.Members).LoadAsync(ct);
        db.Teams.Remove(team);
        transaction.Record(new TeamDeleted(new(view.Name, view.Lead, view.Members, team.ExternalId)));
    }

    internal static void RequireRoom(int members)
    {
        if (members > Team.MaxMembers)
        {
            throw RegistryException.Invalid("members", "too_many", string.Create(CultureInfo.InvariantCulture,
                $"A team has at most {Team.MaxMembers} members. Make several teams, and give each what it needs."));
        }
    }

    /// <summary>Whoever was disabled leaves too, so by all accounts and not by the active ones.</summary>
    private static Task<List<Guid>> LeavingAsync(RegistryDbContext db, IReadOnlyList<string>? leave, CancellationToken ct)
    {
        string[] normalized = [.. (leave ?? []).Select(email => email.Trim().ToUpperInvariant())];
        return normalized.Length == 0 ? Task.FromResult<List<Guid>>([])
            : db.Users.Where(user => normalized.Contains(user.NormalizedEmail)).Select(user => user.Id).ToListAsync(ct);
    }

    private static string? CheckExternalId(string? externalId) =>
        Text.CheckOptional("externalId", externalId, RegistryUser.ExternalIdMaxLength);

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

    private static async Task<IReadOnlyList<Guid>> PeopleAsync(RegistryDbContext db, string field, IReadOnlyList<string> emails, CancellationToken ct)
    {
        RequireRoom(emails.Count);
        return emails.Count == 0 ? [] : [.. (await ActivePeople.FindAsync(db, field, "person_unknown", emails, ct)).Select(person => person.Id)];
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
