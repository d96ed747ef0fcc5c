using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Policies;

/// <summary>The policies in force for some slots: the newest of each model and of the server.</summary>
internal sealed record PoliciesInForce(IReadOnlyList<PolicyVersion> Newest)
{
    /// <summary>
    /// The model's own, else the server's. Null for a free alias: one that no policy of its model protects. A stage always has a policy, since
    /// one is published with it.
    /// </summary>
    public PolicyVersion? Of(Guid modelId, string normalizedSlot, SlotKind kind) =>
        Own(modelId, normalizedSlot) ?? (kind == SlotKind.Stage ? Server(normalizedSlot) : null);

    /// <summary>The same for a slot of which nobody remembers whether it was a stage.</summary>
    public PolicyVersion? Of(Guid modelId, string normalizedSlot) => Own(modelId, normalizedSlot) ?? Server(normalizedSlot);

    private PolicyVersion? Own(Guid modelId, string normalizedSlot) =>
        Newest.FirstOrDefault(policy => policy.ModelId == modelId && policy.NormalizedSlot == normalizedSlot);

    private PolicyVersion? Server(string normalizedSlot) =>
        Newest.FirstOrDefault(policy => policy.ModelId is null && policy.NormalizedSlot == normalizedSlot);
}

/// <summary>The one reader of policies in force, for any number of slots in one query.</summary>
internal static class PolicyAccess
{
    public static async Task<PoliciesInForce> PoliciesInForceAsync(this RegistryDbContext db, Guid[] modelIds, string[] normalizedSlots,
        CancellationToken ct) =>
        new(await db.NewestPolicies(modelIds, normalizedSlots).ToListAsync(ct));

    /// <summary>The same, together with the versions of these ids, which may be older.</summary>
    public static async Task<(PoliciesInForce InForce, IReadOnlyDictionary<Guid, PolicyVersion> Opened)> PoliciesInForceAsync(
        this RegistryDbContext db, Guid[] modelIds, string[] normalizedSlots, Guid[] openedIds, CancellationToken ct)
    {
        var rows = (await db.NewestPolicies(modelIds, normalizedSlots).Concat(db.PolicyVersions.Where(policy => openedIds.Contains(policy.Id))).ToListAsync(ct))
            .DistinctBy(policy => policy.Id).ToList();
        var newest = rows.GroupBy(policy => (policy.ModelId, policy.NormalizedSlot)).Select(versions => versions.MaxBy(policy => policy.Number)!);
        return (new PoliciesInForce([.. newest]), rows.ToDictionary(policy => policy.Id));
    }

    public static async Task<PolicyVersion?> PolicyInForceAsync(this RegistryDbContext db, Model model, string normalizedSlot, SlotKind kind,
        CancellationToken ct) =>
        (await db.PoliciesInForceAsync([model.Id], [normalizedSlot], ct)).Of(model.Id, normalizedSlot, kind);

    private static IQueryable<PolicyVersion> NewestPolicies(this RegistryDbContext db, Guid[] modelIds, string[] normalizedSlots) =>
        db.PolicyVersions.AsNoTracking().Where(policy => normalizedSlots.Contains(policy.NormalizedSlot)
            && (policy.ModelId == null || modelIds.Contains(policy.ModelId.Value))
            && !db.PolicyVersions.Any(later => later.ModelId == policy.ModelId && later.NormalizedSlot == policy.NormalizedSlot
                && later.Number > policy.Number));
}
