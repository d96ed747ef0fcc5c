using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Promotions;

/// <summary>A slot with what a move of it by hand depends on: the policy in force, and whether open requests wait for it.</summary>
internal sealed record SlotPlace(NamedSlot Slot, PolicyContent? Policy, bool IsAwaited)
{
    private static readonly CompiledFor<Func<RegistryDbContext, Guid, string, CancellationToken, Task<Found>>> _read = new(() =>
        EF.CompileAsyncQuery((RegistryDbContext db, Guid modelId, string normalized, CancellationToken ct) => (
            from row in db.Models.Where(row => row.Id == modelId)
            join slot in db.Slots.AsTracking().Where(slot => slot.NormalizedName == normalized) on row.Id equals slot.ModelId into slots
            from slot in slots.DefaultIfEmpty()
            select new Found
            {
                Row = slot,
                HasOwnStages = db.Stages.Any(stage => stage.ModelId == modelId),
                OwnStage = db.Stages.Where(stage => stage.ModelId == modelId && stage.NormalizedName == normalized).Select(stage => stage.Name)
                    .FirstOrDefault(),
                ServerStage = db.Stages.Where(stage => stage.ModelId == null && stage.NormalizedName == normalized).Select(stage => stage.Name)
                    .FirstOrDefault(),
                OwnPolicy = db.PolicyVersions.Where(policy => policy.ModelId == modelId && policy.NormalizedSlot == normalized)
                    .OrderByDescending(policy => policy.Number).Select(policy => policy.ContentText).FirstOrDefault(),
                CollectionPolicy = (
                    from link in db.CollectionAncestors.Where(link => link.CollectionId == row.CollectionId)
                    join policy in db.PolicyVersions on link.AncestorId equals policy.CollectionId
                    where policy.NormalizedSlot == normalized
                    orderby policy.Nearness descending, policy.Number descending
                    select policy.ContentText).FirstOrDefault(),
                ServerPolicy = db.PolicyVersions
                    .Where(policy => policy.ModelId == null && policy.CollectionId == null && policy.NormalizedSlot == normalized)
                    .OrderByDescending(policy => policy.Number).Select(policy => policy.ContentText).FirstOrDefault(),
                IsAwaited = db.PromotionRequests.Any(request => request.ModelId == modelId && request.NormalizedSlot == normalized && !request.IsFinal),
            }).Single()));

    /// <summary>Everything in one query, under the model's lock.</summary>
    public static async Task<SlotPlace> ReadAsync(RegistryDbContext db, Model model, string name, CancellationToken ct)
    {
        var (modelId, normalized) = (model.Id, SlotName.TryNormalize(name) ?? throw SlotAccess.NotFound(model, name));
        var found = await _read[db](db, modelId, normalized, ct);
        var stage = found.HasOwnStages ? found.OwnStage : found.ServerStage;
        var policy = found.OwnPolicy ?? (stage is null ? null : found.CollectionPolicy ?? found.ServerPolicy);
        return new SlotPlace(SlotAccess.Named(stage, name, found.Row), policy is null ? null : PolicyContent.FromText(policy), found.IsAwaited);
    }

    private sealed class Found
    {
        public required Slot? Row { get; init; }

        public required bool HasOwnStages { get; init; }

        public required string? OwnStage { get; init; }

        public required string? ServerStage { get; init; }

        public required string? OwnPolicy { get; init; }

        public required string? CollectionPolicy { get; init; }

        public required string? ServerPolicy { get; init; }

        public required bool IsAwaited { get; init; }
    }
}
