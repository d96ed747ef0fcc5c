using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Collections;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Policies;

/// <summary>
/// The slot that a policy is for: of one model, or a stage of the server, for a collection and all below it or for all; with the stages there.
/// </summary>
internal sealed record PolicyTarget(Model? Model, string Slot, SlotKind Kind, IReadOnlyList<Stage> Stages, Collection? Collection = null)
{
    public string NormalizedSlot => SlotName.Normalize(Slot);

    public Guid? ModelId => Model?.Id;

    public Guid? CollectionId => Collection?.Id;

    /// <summary>Where it is for; null: everywhere.</summary>
    public Place? Place => Model?.Place ?? Collection?.Place;

    /// <summary>What metrics mean now: a policy writes their direction down.</summary>
    public MetricDefinitions Metrics { get; private init; } = MetricDefinitions.BuiltIn;

    public static async Task<PolicyTarget> FindAsync(RegistryDbContext db, PolicyScope? of, string slot, Actor actor, CancellationToken ct) =>
        await FindSlotAsync(db, of, slot, actor, ct) with { Metrics = await MetricCatalog.ReadAsync(db, ct) };

    private static async Task<PolicyTarget> FindSlotAsync(RegistryDbContext db, PolicyScope? of, string slot, Actor actor, CancellationToken ct)
    {
        if (of is { Model: { } modelName })
        {
            var model = await db.FindModelAsync(actor, modelName, ct);
            var stages = await db.StagesAsync(model.Id, ct);
            var wanted = SlotName.TryNormalize(slot) ?? throw SlotAccess.NotFound(model, slot);
            return stages.Find(stage => stage.NormalizedName == wanted) is { } stage
                ? new PolicyTarget(model, stage.Name, SlotKind.Stage, stages)
                : new PolicyTarget(model, await AliasAsync(db, model, slot, wanted, ct), SlotKind.Alias, stages);
        }

        var collection = of is { Collection: { } path } ? await FindCollectionAsync(db, path, actor, ct) : null;
        var own = await db.Stages.Where(stage => stage.ModelId == null).OrderBy(stage => stage.Position).ToListAsync(ct);
        var normalized = SlotName.TryNormalize(slot);
        return own.Find(stage => stage.NormalizedName == normalized) is { } found
            ? new PolicyTarget(null, found.Name, SlotKind.Stage, own, collection)
            : throw RegistryException.NotFound("stage_not_found",
                $"This server has no stage '{slot}'. Its stages are {string.Join(", ", own.Select(stage => stage.Name))}.");
    }

    /// <summary>The alias as it is called, or as it would be.</summary>
    private static async Task<string> AliasAsync(RegistryDbContext db, Model model, string name, string normalized, CancellationToken ct) =>
        SlotName.Check("slot",
        await db.Slots.Where(slot => slot.ModelId == model.Id && slot.NormalizedName == normalized).Select(slot => slot.Name).FirstOrDefaultAsync(ct) ?? name);

    /// <summary>Every version of the policy of this very target.</summary>
    public IQueryable<PolicyVersion> Versions(RegistryDbContext db) => db.PolicyVersions.Where(policy =>
        policy.ModelId == ModelId && policy.CollectionId == CollectionId && policy.NormalizedSlot == NormalizedSlot);

    /// <summary>The newest of them; null when a model or collection has none of its own.</summary>
    public Task<PolicyVersion?> OwnAsync(RegistryDbContext db, CancellationToken ct) =>
        Versions(db).OrderByDescending(policy => policy.Number).FirstOrDefaultAsync(ct);

    /// <summary>The policy in force; null for a free alias.</summary>
    public async Task<PolicyVersion?> InForceAsync(RegistryDbContext db, CancellationToken ct) => this switch
    {
        { Model: { } model } => await db.PolicyInForceAsync(model, NormalizedSlot, Kind, ct),
        { Collection: { } collection } => (await db.PoliciesAtAsync(null, collection.Id, [NormalizedSlot], int.MaxValue, ct)).GetValueOrDefault(NormalizedSlot),
        _ => await OwnAsync(db, ct),
    };

    internal static Task<Collection> FindCollectionAsync(RegistryDbContext db, string path, Actor actor, CancellationToken ct)
    {
        CollectionQueries.RequireUnlimited(actor);
        return db.FindAsync(actor, path, ct);
    }
}
