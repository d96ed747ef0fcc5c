using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Promotions;

/// <summary>A promotion that could be asked for: it names a governed slot, and a version that may enter it.</summary>
internal sealed record PromotionWish(Model Model, NamedSlot Slot, PolicyVersion Policy, Guid? VersionId, VersionFacts? Facts, VersionFacts? Occupant)
{
    /// <summary>The code of the refusal of what is so already.</summary>
    public const string AlreadyThere = "already_occupant";

    /// <inheritdoc cref="FindAsync(RegistryDbContext, Model, string, int?, CancellationToken)"/>
    public static async Task<PromotionWish> FindAsync(RegistryDbContext db, Actor actor, string modelName, string stage, int? version, CancellationToken ct) =>
        await FindAsync(db, await db.FindModelAsync(actor, modelName, ct), stage, version, ct);

    /// <summary>Refuses a free alias, a version that is not sealed, and what is already so.</summary>
    public static async Task<PromotionWish> FindAsync(RegistryDbContext db, Model model, string stage, int? version, CancellationToken ct)
    {
        var slot = await db.NamedSlotAsync(model, stage, ct);
        var policy = await db.PolicyInForceAsync(model, slot.NormalizedName, slot.Kind, ct) ?? throw Free(model, slot);
        var found = version is { } number ? await db.Versions.FindInAsync(model, number.Text(), ct) : null;
        RequirePossible(slot, found);
        var facts = await FactsReader.ReadAsync(db, [.. new[] { found?.Id, slot.Row?.VersionId }.OfType<Guid>()], policy.Content.Gates, ct);
        if (found is not null)
        {
            EntryRules.Require(facts[found.Id]);
        }

        return new PromotionWish(model, slot, policy, found?.Id, found is null ? null : facts[found.Id], slot.Row?.VersionId is { } id ? facts[id] : null);
    }

    public async Task<PromotionPreview> PreviewAsync(RegistryDbContext db, DateTimeOffset now, Actor actor, CancellationToken ct)
    {
        var needed = Policy.Content.ByRisk is null ? Policy.Content.RequiredApprovals : Policy.Content.ApprovalsFor(CardMarkdown.Read(Model.Card).Risk);
        var gates = Facts is null ? [] : GateEvaluation.Evaluate(Policy.Content.Gates, new GateFacts(Facts, Occupant, now));
        List<Involved> involved = VersionId is { } id ? [.. await Involvement.OfVersionAsync(db, id, ct)] : [];
        if (actor.UserId is { } self)
        {
            involved.Add(new Involved(self, actor.Name, "asks for this promotion"));
        }

        var pool = await Reviewers.ReadAsync(db, Model, Slot.Name, involved, Policy.Content.Seats, ct);
        var objected = await db.PostReviews.AnyAsync(review =>
            review.ModelId == Model.Id && review.NormalizedSlot == Slot.NormalizedName && review.State == PostReviewState.Objected, ct);
        List<Blocker> blockers = [.. gates.Where(gate => gate.Blocks).Select(RequestStanding.OfGate)];
        if (objected)
        {
            blockers.Add(RequestStanding.Objection(Slot.Name));
        }

        blockers.AddRange(SeatPools.Blockers(pool.Seats));

        return new PromotionPreview(Model.Name, Facts?.Number, Slot.Name, Occupant?.Number, Policy.Number, needed,
            Policy.Content.Execution,
            gates, pool.Names, pool.Count, pool.Excluded, blockers, RequestViews.Warnings(needed, pool.Count),
            needed == 0 && blockers.Count == 0)
        {
            Seats = SeatView.Of(pool),
        };
    }

    private static void RequirePossible(NamedSlot slot, ModelVersion? version)
    {
        if (version is { Status: not VersionStatus.Ready })
        {
            throw RegistryException.Conflict("version_not_ready",
                $"Version {version.Number.Text()} is {version.Status.ToString().ToUpperInvariant()}: only a sealed version can be promoted. Upload its "
                + "files and seal it first.", "version");
        }

        if (slot.Row?.VersionId == version?.Id)
        {
            throw version is null
                ? RegistryException.Conflict("slot_empty", $"{slot.Name} is empty already.", "version")
                : RegistryException.Conflict(AlreadyThere, $"Version {version.Number.Text()} is in {slot.Name} already.", "version");
        }
    }

    private static RegistryException Free(Model model, NamedSlot slot) => slot.Row is null
        ? SlotAccess.NotFound(model, slot.Name)
        : RegistryException.Conflict("slot_free", $"'{slot.Name}' is a free alias of '{model.Name}': set it directly, it needs no request.", "stage");
}
