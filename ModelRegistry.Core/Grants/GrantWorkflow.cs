using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Teams;

namespace ModelRegistry.Core.Grants;

/// <summary>Gives grants and takes them away: on the server admins do, elsewhere whoever owns the model or collection too.</summary>
public sealed class GrantWorkflow(RegistryStore store)
{
    public Task<GrantView> GiveAsync(NewGrant command, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var db = transaction.Db;
            Rights.Require(actor, Right.Browse);
            await transaction.TakeTurnAsync(ct);
            var on = await PlaceOf(db, command.On, actor, ct);
            Rights.Require(actor, Right.ManageGrants, on.Place);
            var (person, team) = await HolderAsync(db, command.To, ct);
            var stages = await StagesAsync(db, command, on.Model, ct);
            var until = command.Until?.ToUniversalTime();
            if (until <= transaction.Now)
            {
                throw RegistryException.Invalid("until", "until_past", "until must lie in the future. Leave it out for a grant without an end.");
            }

            var grant = new Grant(Guid.CreateVersion7(transaction.Now))
            {
                PersonId = person?.Id,
                TeamId = team?.Id,
                ModelId = on.Model?.Id,
                CollectionId = on.Collection?.Id,
                Right = command.Right,
                HasStages = stages.Count > 0,
                Until = until,
                CreatedAt = transaction.Now,
                CreatedById = actor.UserId,
                CreatedByName = actor.Name,
            };
            grant.Stages.AddRange(stages.Select(name => new GrantStage { GrantId = grant.Id, Name = name, NormalizedName = SlotName.Normalize(name) }));
            await RequireNewAsync(db, grant, ct);
            db.Grants.Add(grant);
            var view = new GrantView(grant.Id, new GrantTo(person?.Email, team?.Name), new GrantOn(on.Collection?.Path, on.Model?.Name), grant.Right,
                stages.Count == 0 ? null : stages, until, grant.CreatedAt, grant.CreatedByName);
            transaction.Record(new GrantGiven(on.Model?.Ref, Recorded(view)));
            return view;
        }, ct);

    public Task EndAsync(Guid id, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var db = transaction.Db;
            Rights.Require(actor, Right.Browse);
            await transaction.TakeTurnAsync(ct);
            var grant = await db.Grants.Include(found => found.Stages).SingleOrDefaultAsync(found => found.Id == id, ct) ?? throw NotFound();
            var model = await db.Models.VisibleTo(actor).SingleOrDefaultAsync(found => found.Id == grant.ModelId, ct);
            var collection = await db.Collections.VisibleTo(actor).SingleOrDefaultAsync(found => found.Id == grant.CollectionId, ct);
            if ((grant.ModelId is not null && model is null) || (grant.CollectionId is not null && collection is null))
            {
                throw NotFound();
            }

            Rights.Require(actor, Right.ManageGrants, model?.Place ?? collection?.Place);
            await EndAsync(transaction, [grant], null, ct);
        }, ct);

    /// <summary>A team is deleted: so are its grants.</summary>
    internal static async Task FollowTeamAsync(RegistryTransaction transaction, DeletedTeam deleted, CancellationToken ct) =>
        await EndAsync(transaction, await transaction.Db.Grants.Include(grant => grant.Stages).Where(grant => grant.TeamId == deleted.Team.Id).ToListAsync(ct),
            "The team was deleted.", ct);

    internal static async Task EndAsync(RegistryTransaction transaction, IReadOnlyList<Grant> grants, string? reason, CancellationToken ct)
    {
        var views = await GrantQueries.ViewsAsync(transaction.Db, grants, ct);
        foreach (var (grant, view) in grants.Zip(views))
        {
            transaction.Db.Grants.Remove(grant);
            transaction.Record(new GrantEnded(view.On.Model is { } name ? new ModelRef(grant.ModelId!.Value, name) : null, Recorded(view), reason));
        }
    }

    private static RecordedGrant Recorded(GrantView view) =>
        new(view.Id, view.To.Person, view.To.Team, view.On.Collection, view.On.Model, view.Right, view.Stages, view.Until);

    private static async Task<GrantPlace> PlaceOf(RegistryDbContext db, GrantOn on, Actor actor, CancellationToken ct)
    {
        var model = on.Model is null ? null : await db.FindModelAsync(actor, on.Model, ct);
        var collection = on.Collection is null ? null : await db.FindCollectionAsync(actor, on.Collection, "on", ct);
        return new GrantPlace(model, collection);
    }

    private static async Task<((Guid Id, string Email)? Person, Team? Team)> HolderAsync(RegistryDbContext db, GrantTo to, CancellationToken ct) =>
        (to.Person, to.Team) switch
        {
            ({ } person, null) => (await ActivePeople.FindAsync(db, "to", "person_unknown", person, ct), null),
            (null, { } team) => (null, await TeamAsync(db, team, ct)),
            _ => throw RegistryException.Invalid("to", "field_required", "to names one person by e-mail address, or one team."),
        };

    private static async Task<Team> TeamAsync(RegistryDbContext db, string name, CancellationToken ct)
    {
        var normalized = TeamAccess.Normalize(name);
        return await db.Teams.AsNoTracking().SingleOrDefaultAsync(team => team.NormalizedName == normalized, ct)
            ?? throw RegistryException.Invalid("to", "team_unknown", $"There is no team '{name}'. An admin makes teams.");
    }

    private static async Task<IReadOnlyList<string>> StagesAsync(RegistryDbContext db, NewGrant command, Model? model, CancellationToken ct)
    {
        if (command.Stages is not { Count: > 0 } asked)
        {
            return [];
        }

        if (command.Right != GrantRight.Review || asked.Count > Grant.MaxStages)
        {
            throw RegistryException.Invalid("stages", "stages_only_for_review", command.Right != GrantRight.Review
                ? "Only the right to review can be limited to stages. Leave stages out."
                : string.Create(CultureInfo.InvariantCulture, $"At most {Grant.MaxStages} stages can be named. Leave stages out for all."));
        }

        var wanted = asked.Select(name => SlotName.Check("stages", name)).DistinctBy(SlotName.Normalize).ToDictionary(SlotName.Normalize);
        string[] normalized = [.. wanted.Keys];
        var modelId = model?.Id;
        var known = await db.Stages.Where(stage => normalized.Contains(stage.NormalizedName) && (stage.ModelId == null || modelId == null
            || stage.ModelId == modelId))
            .Select(stage => new { stage.NormalizedName, stage.Name }).ToListAsync(ct);
        return normalized.Except(known.Select(stage => stage.NormalizedName)).FirstOrDefault() is { } missing
            ? throw RegistryException.Invalid("stages", "stage_unknown", $"There is no stage '{wanted[missing]}' there.")
            : [.. known.DistinctBy(stage => stage.NormalizedName).Select(stage => stage.Name).Order(StringComparer.Ordinal)];
    }

    private static async Task RequireNewAsync(RegistryDbContext db, Grant grant, CancellationToken ct)
    {
        if (await db.Grants.AnyAsync(other => other.PersonId == grant.PersonId && other.TeamId == grant.TeamId && other.ModelId == grant.ModelId
            && other.CollectionId == grant.CollectionId && other.Right == grant.Right && !other.HasStages && other.Until == null, ct))
        {
            throw RegistryException.Conflict("grant_exists", "They hold this grant already, without an end.");
        }
    }

    private static RegistryException NotFound() => RegistryException.NotFound("grant_not_found", "There is no such grant, or you may not see what it is on.");

    private sealed record GrantPlace(Model? Model, Collection? Collection)
    {
        public Place? Place => Model?.Place ?? Collection?.Place;
    }
}
