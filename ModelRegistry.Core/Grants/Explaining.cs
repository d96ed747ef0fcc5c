using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Grants;

/// <summary>What a person is to a model: none, visible, contributor, reviewer or owner; and what they may do with it, each with the reason.</summary>
public sealed record Explanation(string Model, string Person, string Relation, string Why, IReadOnlyList<ExplainedRight> Rights);

/// <summary>One thing that somebody may or may not do; <see cref="Stage"/> where it is about one.</summary>
public sealed record ExplainedRight(string Right, string? Stage, bool Allowed, string Why);

/// <summary>Somebody who sees a model, what they are to it, and why.</summary>
public sealed record ModelViewer(string Person, string Relation, string Why);

/// <summary>
/// What somebody may do on what is not restricted, each with the reason; beside it their grants hold (<see cref="GrantSearch.Holder"/>).
/// <see cref="Owned"/> counts the models that are theirs and that the reader sees.
/// </summary>
public sealed record PersonExplanation(string Person, bool Active, IReadOnlyList<string> Roles, IReadOnlyList<string> Teams, int Owned,
    IReadOnlyList<ExplainedRight> Rights);

/// <summary>
/// Says what somebody may do with a model, or anywhere, and why, by the same table that decides it. Everybody may ask about themselves; about others,
/// whoever manages the grants of the model, and auditors.
/// </summary>
public sealed class Explaining(RegistryStore store)
{
    private static readonly (Right Right, string Words)[] Asked =
    [
        (Right.Browse, "read"), (Right.Register, "register"), (Right.LogMetrics, "logMetrics"), (Right.OpenRequest, "requestPromotion"),
        (Right.MoveAlias, "moveAlias"), (Right.EditModel, "edit"), (Right.RollBack, "rollBack"), (Right.Quarantine, "quarantine"),
        (Right.ReleaseQuarantine, "releaseQuarantine"), (Right.BreakGlass, "breakGlass"), (Right.RetireModel, "delete"), (Right.ManageGrants, "manageGrants"),
        (Right.ManagePolicies, "managePolicies"),
    ];

    // What is asked of no model beside it.
    private static readonly (Right Right, string Words)[] AskedOfServer =
    [
        (Right.CreateModel, "registerModel"), (Right.LogRuns, "logRuns"), .. Asked, (Right.Review, "review"), (Right.ManageCollections, "manageCollections"),
        (Right.ManageTeams, "manageTeams"), (Right.ManagePeople, "managePeople"), (Right.ReadWholeAudit, "readWholeAudit"),
    ];

    public Task<Explanation> ExplainAsync(string model, string person, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var found = await db.FindModelAsync(actor, Text.Check("model", model, ModelName.MaxLength, required: true), ct);
            var self = person.Trim().Equals(actor.Name, StringComparison.OrdinalIgnoreCase);
            if (!self && !actor.Is(Roles.Auditor))
            {
                Rights.Require(actor, Right.ManageGrants, found.Place);
            }

            var other = await PersonAsync(db, person, ct);
            var sees = other is not null && await db.Models.VisibleTo(other).AnyAsync(seen => seen.Id == found.Id, ct);
            if (other is null || !sees)
            {
                return new Explanation(found.Name, person.Trim(), "none", WhyHidden(other, found), []);
            }

            var rights = RightsOf(other, self, found.Place, await StagesAsync(db, found, ct));
            var (relation, why) = RelationOf(other, found.Place, rights);
            return new Explanation(found.Name, other.Name, relation, why, rights);
        }, ct);

    /// <summary>Who sees the model, by address. For whoever manages its grants, and auditors.</summary>
    public Task<Page<ModelViewer>> ViewersAsync(string model, int? pageSize, string? pageToken, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var size = PageToken.Size(pageSize);
            var found = await db.FindModelAsync(actor, Text.Check("model", model, ModelName.MaxLength, required: true), ct);
            if (!actor.Is(Roles.Auditor))
            {
                Rights.Require(actor, Right.ManageGrants, found.Place);
            }

            var after = PageToken.Decode(pageToken, 1) is [var key] ? key : "";
            var people = await ModelViewers.Of(db, found.Place).Where(user => string.Compare(user.NormalizedEmail, after) > 0)
                .OrderBy(user => user.NormalizedEmail).Take(size + 1).AsNoTracking().ToListAsync(ct);
            var shown = people.Take(size).ToList();
            var actors = await Sessions.ActorsOfAsync(db, shown, Door.Api, ct);
            var stages = await StagesAsync(db, found, ct);
            return new Page<ModelViewer>(
                [.. shown.Select(person => Viewer(actors[person.Id], found.Place, stages))],
                people.Count > size ? PageToken.Encode(shown[^1].NormalizedEmail!) : null);
        }, ct);

    /// <summary>Of oneself, and of anybody for admins and auditors.</summary>
    public Task<PersonExplanation> ExplainPersonAsync(string person, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var self = person.Trim().Equals(actor.Name, StringComparison.OrdinalIgnoreCase);
            if (!self && !actor.Is(Roles.Auditor))
            {
                Rights.Require(actor, Right.ManagePeople);
            }

            var normalized = Text.Check("person", person.Trim(), RegistryUser.EmailMaxLength, required: true).ToUpperInvariant();
            var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(found => found.NormalizedEmail == normalized, ct)
                ?? throw RegistryException.NotFound("user_not_found", $"There is no account '{person.Trim()}'.");
            var other = (await Sessions.ActorsOfAsync(db, [user], Door.Api, ct))[user.Id];
            var teams = await db.TeamMembers.Where(member => member.PersonId == user.Id)
                .Join(db.Teams, member => member.TeamId, team => team.Id, (_, team) => team.Name).OrderBy(name => name).Take(PageToken.MaxSize).ToListAsync(ct);
            var owned = await db.Models.VisibleTo(actor).CountAsync(model => model.OwnerId == user.Id, ct);
            return new PersonExplanation(user.Email!, user.DisabledAt is null, [.. other.Roles.Order(StringComparer.Ordinal)], teams, owned,
                user.DisabledAt is null ? [.. AskedOfServer.Select(asked => Of(other, self, asked.Right, asked.Words, default, null, null))] : []);
        }, ct);

    private static Task<List<StageName>> StagesAsync(RegistryDbContext db, Model model, CancellationToken ct) =>
        db.Stages.Where(stage => stage.ModelId == model.Id || (stage.ModelId == null && !db.Stages.Any(own => own.ModelId == model.Id)))
            .OrderBy(stage => stage.Position).Select(stage => new StageName(stage.Name, stage.NormalizedName)).ToListAsync(ct);

    private static ModelViewer Viewer(Actor person, Place place, IReadOnlyList<StageName> stages)
    {
        var (relation, why) = RelationOf(person, place, RightsOf(person, false, place, stages));
        return new ModelViewer(person.Name, relation, why);
    }

    private static ExplainedRight[] RightsOf(Actor person, bool self, Place place, IReadOnlyList<StageName> stages) =>
    [
        .. Asked.Select(asked => Of(person, self, asked.Right, asked.Words, place, null, null)),
        .. stages.Select(stage => Of(person, self, Right.Review, "review", place, stage.Name, stage.Normalized)),
    ];

    private static ExplainedRight Of(Actor person, bool self, Right right, string words, Place place, string? stage, string? normalizedStage) =>
        (self ? Rights.WhyNot(person, right, place, stage: normalizedStage) : Rights.WhyNotOf(person, right, place, normalizedStage)) is { } refusal
            ? new ExplainedRight(words, stage, false, refusal)
            : new ExplainedRight(words, stage, true, $"Allowed {Rights.Because(person, right, place, stage: normalizedStage)}.");

    private static (string Relation, string Why) RelationOf(Actor person, Place place, IReadOnlyList<ExplainedRight> rights)
    {
        if (Rights.Owns(person, place))
        {
            return ("owner", rights.First(right => right.Right == "edit").Why);
        }

        var reviews = rights.FirstOrDefault(right => right is { Right: "review", Allowed: true });
        var contributes = rights.First(right => right.Right == "register");
        return reviews is not null ? ("reviewer", reviews.Why)
            : contributes.Allowed ? ("contributor", contributes.Why)
            : ("visible", WhySeen(person, place));
    }

    private static string WhySeen(Actor person, Place place) => !place.Closed ? "It is not restricted, so that everybody with a role sees it."
        : Rights.SeesAll(person) ? "Admins and auditors see everything."
        : $"It is seen {Rights.ByGrant(person.Grants.First(grant => grant.Covers(place)))}.";

    private static string WhyHidden(Actor? person, Model model) => person switch
    {
        null => "There is no active account of that address.",
        { Roles.Count: 0 } => "They have no role.",
        _ => model.Restricted ? "The model is restricted, and they hold no grant that reaches it."
            : "Its collection is restricted, and they hold no grant that reaches it.",
    };

    private static async Task<Actor?> PersonAsync(RegistryDbContext db, string email, CancellationToken ct)
    {
        var normalized = Text.Check("person", email.Trim(), RegistryUser.EmailMaxLength, required: true).ToUpperInvariant();
        var user = await db.Users.Where(found => found.NormalizedEmail == normalized && found.DisabledAt == null).Select(found => new { found.Id, found.Email })
            .SingleOrDefaultAsync(ct);
        return user is null ? null : await Sessions.ActorOfAsync(db, user.Id, user.Email!, Door.Api, null, ct);
    }

    private sealed record StageName(string Name, string Normalized);
}
