using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Policies;

/// <summary>A model and a collection that it lies in, at any depth.</summary>
internal sealed class Lying
{
    public required Guid ModelId { get; init; }

    public required Guid AncestorId { get; init; }
}

/// <summary>For a model and a slot the policy of the nearest collection that has one.</summary>
internal sealed class PolicyFromAbove
{
    public required Guid ModelId { get; init; }

    public required string NormalizedSlot { get; init; }

    public required string ContentText { get; init; }

    public required int RequiredApprovals { get; init; }
}

/// <summary>A policy and, for one of a collection, a model that it comes down to.</summary>
internal sealed record ReachingPolicy(PolicyVersion Policy, Guid? Below)
{
    public bool Reaches(Guid modelId) =>
        Policy.ModelId == modelId || (Policy.ModelId is null && (Policy.CollectionId is null || Below == modelId));
}

/// <summary>The policies in force for some slots: the newest of each model, of the collections that these lie in, and of the server.</summary>
internal sealed record PoliciesInForce(IReadOnlyList<ReachingPolicy> Reaching)
{
    /// <summary>All of them, whomever they reach.</summary>
    public IEnumerable<PolicyVersion> All => Reaching.Select(reaching => reaching.Policy);

    /// <summary>
    /// The nearest: the model's own, else of the deepest collection, else the server's. Null for a free alias: one that no policy of its model protects. A
    /// stage always has a policy, since one is published with it.
    /// </summary>
    public PolicyVersion? Of(Guid modelId, string normalizedSlot, SlotKind kind) =>
        Of(modelId, normalizedSlot) is { } nearest && (kind == SlotKind.Stage || nearest.ModelId is not null) ? nearest : null;

    /// <summary>The same for a slot of which nobody remembers whether it was a stage.</summary>
    public PolicyVersion? Of(Guid modelId, string normalizedSlot) => Nearest(
        Reaching.Where(reaching => reaching.Policy.NormalizedSlot == normalizedSlot && reaching.Reaches(modelId)).Select(reaching => reaching.Policy));

    public static PolicyVersion? Nearest(IEnumerable<PolicyVersion> reaching) => reaching.MaxBy(policy => (policy.Nearness, policy.Number));
}

/// <summary>The one reader of policies in force, for any number of slots in one query.</summary>
internal static class PolicyAccess
{
    public static async Task<PoliciesInForce> PoliciesInForceAsync(this RegistryDbContext db, Guid[] modelIds, string[] normalizedSlots,
        CancellationToken ct) =>
        new(await db.Reaching(db.NewestPolicies(modelIds, normalizedSlots), modelIds).ToListAsync(ct));

    /// <summary>The same, together with the versions of these ids, which may be older.</summary>
    public static async Task<(PoliciesInForce InForce, IReadOnlyDictionary<Guid, PolicyVersion> Opened)> PoliciesInForceAsync(
        this RegistryDbContext db, Guid[] modelIds, string[] normalizedSlots, Guid[] openedIds, CancellationToken ct)
    {
        var rows = await db.Reaching(db.NewestPolicies(modelIds, normalizedSlots)
            .Concat(db.PolicyVersions.AsNoTracking().Where(policy => openedIds.Contains(policy.Id))), modelIds).ToListAsync(ct);
        return (new PoliciesInForce(rows), rows.Select(row => row.Policy).DistinctBy(policy => policy.Id).ToDictionary(policy => policy.Id));
    }

    public static async Task<PolicyVersion?> PolicyInForceAsync(this RegistryDbContext db, Model model, string normalizedSlot, SlotKind kind,
        CancellationToken ct) =>
        (await db.PoliciesInForceAsync([model.Id], [normalizedSlot], ct)).Of(model.Id, normalizedSlot, kind);

    /// <summary>
    /// In force in that collection (null: at the root) for these slots and, with a model, for whatever it protects itself: the nearest of each slot, by it.
    /// </summary>
    public static async Task<IReadOnlyDictionary<string, PolicyVersion>> PoliciesAtAsync(this RegistryDbContext db, Guid? modelId, Guid? collectionId,
        string[] normalizedSlots, int most, CancellationToken ct)
    {
        var above = db.CollectionAncestors.Where(link => link.CollectionId == collectionId).Select(link => link.AncestorId);
        var rows = await db.PolicyVersions.AsNoTracking()
            .Where(policy => ((modelId != null && policy.ModelId == modelId)
                    || (policy.ModelId == null && normalizedSlots.Contains(policy.NormalizedSlot)
                        && (policy.CollectionId == null || above.Contains(policy.CollectionId.Value))))
                && !db.PolicyVersions.Any(newer => newer.ModelId == policy.ModelId && newer.CollectionId == policy.CollectionId
                    && newer.NormalizedSlot == policy.NormalizedSlot && newer.Number > policy.Number))
            .OrderBy(policy => policy.NormalizedSlot).Take(most).ToListAsync(ct);
        return rows.GroupBy(row => row.NormalizedSlot).ToDictionary(slot => slot.Key, slot => PoliciesInForce.Nearest(slot)!);
    }

    /// <summary>Which collections models lie in, for conditions on the policies that come down to them.</summary>
    public static IQueryable<Lying> Lying(RegistryDbContext db) =>
        from model in db.Models
        join link in db.CollectionAncestors on model.CollectionId equals link.CollectionId
        select new Lying { ModelId = model.Id, AncestorId = link.AncestorId };

    /// <summary>What comes down to models from their collections, for conditions and rows of lists: the nearest and newest for each slot.</summary>
    public static IQueryable<PolicyFromAbove> FromAbove(RegistryDbContext db)
    {
        var reaching =
            from lies in Lying(db)
            join policy in db.PolicyVersions on lies.AncestorId equals policy.CollectionId
            select new { lies.ModelId, Policy = policy };
        return reaching.Where(found => !reaching.Any(nearer => nearer.ModelId == found.ModelId && nearer.Policy.NormalizedSlot == found.Policy.NormalizedSlot
                && (nearer.Policy.Nearness > found.Policy.Nearness
                    || (nearer.Policy.Nearness == found.Policy.Nearness && nearer.Policy.Number > found.Policy.Number))))
            .Select(found => new PolicyFromAbove
            {
                ModelId = found.ModelId,
                NormalizedSlot = found.Policy.NormalizedSlot,
                ContentText = found.Policy.ContentText,
                RequiredApprovals = found.Policy.RequiredApprovals,
            });
    }

    private static IQueryable<ReachingPolicy> Reaching(this RegistryDbContext db, IQueryable<PolicyVersion> policies, Guid[] modelIds)
    {
        var lying = Lying(db).Where(lies => modelIds.Contains(lies.ModelId));
        return
            from policy in policies
            from lies in lying.Where(lies => lies.AncestorId == policy.CollectionId).DefaultIfEmpty()
            select new ReachingPolicy(policy, (Guid?)lies!.ModelId);
    }

    private static IQueryable<PolicyVersion> NewestPolicies(this RegistryDbContext db, Guid[] modelIds, string[] normalizedSlots)
    {
        var above = Lying(db).Where(lies => modelIds.Contains(lies.ModelId)).Select(lies => lies.AncestorId);
        return db.PolicyVersions.AsNoTracking().Where(policy => normalizedSlots.Contains(policy.NormalizedSlot)
            && ((policy.ModelId == null && policy.CollectionId == null)
                || (policy.ModelId != null && modelIds.Contains(policy.ModelId.Value))
                || (policy.CollectionId != null && above.Contains(policy.CollectionId.Value)))
            && !db.PolicyVersions.Any(later => later.ModelId == policy.ModelId && later.CollectionId == policy.CollectionId
                && later.NormalizedSlot == policy.NormalizedSlot && later.Number > policy.Number));
    }
}
