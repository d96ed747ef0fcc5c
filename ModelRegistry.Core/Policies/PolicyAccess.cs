using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Policies;

/// <summary>Finds the policy that is in force for a slot: the model's own, else the server's.</summary>
internal static class PolicyAccess
{
    /// <summary>
    /// Null for a free alias: one that no policy protects. A stage always has a policy, since one is published with it.
    /// </summary>
    public static async Task<PolicyVersion?> PolicyInForceAsync(this RegistryDbContext db, Model model, string normalizedSlot, SlotKind kind, CancellationToken ct)
    {
        var own = await db.PolicyVersions.Where(policy => policy.ModelId == model.Id && policy.NormalizedSlot == normalizedSlot)
            .OrderByDescending(policy => policy.Number).FirstOrDefaultAsync(ct);
        return own is not null || kind == SlotKind.Alias
            ? own
            : await db.PolicyVersions.Where(policy => policy.ModelId == null && policy.NormalizedSlot == normalizedSlot)
                .OrderByDescending(policy => policy.Number).FirstOrDefaultAsync(ct);
    }
}
