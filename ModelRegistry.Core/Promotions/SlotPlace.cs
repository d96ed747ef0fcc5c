using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Promotions;

/// <summary>A slot with what a move of it by hand depends on: the policy in force, and whether open requests wait for it.</summary>
internal sealed record SlotPlace(NamedSlot Slot, PolicyContent? Policy, bool IsAwaited)
{
    /// <summary>Everything in one query, under the model's lock.</summary>
    public static async Task<SlotPlace> ReadAsync(RegistryDbContext db, Model model, string name, CancellationToken ct)
    {
        var (modelId, normalized) = (model.Id, SlotName.TryNormalize(name) ?? throw SlotAccess.NotFound(model, name));
        var found = await (
            from row in db.Models.Where(row => row.Id == modelId)
            join slot in db.Slots.AsTracking().Where(slot => slot.NormalizedName == normalized) on row.Id equals slot.ModelId into slots
            from slot in slots.DefaultIfEmpty()
            select new
            {
                Row = slot,
                HasOwnStages = db.Stages.Any(stage => stage.ModelId == modelId),
                OwnStage = db.Stages.Where(stage => stage.ModelId == modelId && stage.NormalizedName == normalized).Select(stage => stage.Name)
                    .FirstOrDefault(),
                ServerStage = db.Stages.Where(stage => stage.ModelId == null && stage.NormalizedName == normalized).Select(stage => stage.Name)
                    .FirstOrDefault(),
                OwnPolicy = db.PolicyVersions.Where(policy => policy.ModelId == modelId && policy.NormalizedSlot == normalized)
                    .OrderByDescending(policy => policy.Number).Select(policy => policy.ContentText).FirstOrDefault(),
                ServerPolicy = db.PolicyVersions.Where(policy => policy.ModelId == null && policy.NormalizedSlot == normalized)
                    .OrderByDescending(policy => policy.Number).Select(policy => policy.ContentText).FirstOrDefault(),
                IsAwaited = db.PromotionRequests.Any(request => request.ModelId == modelId && request.NormalizedSlot == normalized && !request.IsFinal),
            }).SingleAsync(ct);
        var stage = found.HasOwnStages ? found.OwnStage : found.ServerStage;
        var policy = found.OwnPolicy ?? (stage is null ? null : found.ServerPolicy);
        return new SlotPlace(SlotAccess.Named(stage, name, found.Row), policy is null ? null : PolicyContent.FromText(policy), found.IsAwaited);
    }
}
