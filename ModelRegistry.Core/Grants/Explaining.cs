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

/// <summary>
/// Says what somebody may do with a model, and why, by the same table that decides it. Everybody may ask about themselves; about others, whoever manages
/// the grants of the model, and auditors.
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

    public Task<Explanation> ExplainAsync(string model, string person, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var found = await db.FindModelAsync(actor, Text.Check("model", model, ModelName.MaxLength, required: true), ct);
            if (!person.Trim().Equals(actor.Name, StringComparison.OrdinalIgnoreCase) && !actor.Is(Roles.Auditor))
            {
                Rights.Require(actor, Right.ManageGrants, found.Place);
            }

            var other = await PersonAsync(db, person, ct);
            var sees = other is not null && await db.Models.VisibleTo(other).AnyAsync(seen => seen.Id == found.Id, ct);
            if (other is null || !sees)
            {
                return new Explanation(found.Name, person.Trim(), "none", WhyHidden(other, found), []);
            }

            var stages = await db.Stages.Where(stage => stage.ModelId == found.Id || (stage.ModelId == null && !db.Stages.Any(own => own.ModelId == found.Id)))
                .OrderBy(stage => stage.Position).Select(stage => new { stage.Name, stage.NormalizedName }).ToListAsync(ct);
            ExplainedRight[] rights =
            [
                .. Asked.Select(asked => Of(other, asked.Right, asked.Words, found.Place, null, null)),
                .. stages.Select(stage => Of(other, Right.Review, "review", found.Place, stage.Name, stage.NormalizedName)),
            ];
            var (relation, why) = RelationOf(other, found.Place, rights);
            return new Explanation(found.Name, other.Name, relation, why, rights);
        }, ct);

    private static ExplainedRight Of(Actor person, Right right, string words, Place place, string? stage, string? normalizedStage) =>
        Rights.WhyNot(person, right, place, stage: normalizedStage) is { } refusal
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
}
