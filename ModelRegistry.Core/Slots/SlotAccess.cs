using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Slots;

/// <summary>A slot by name, whether or not anything was ever put into it: <see cref="Row"/> is null until then.</summary>
internal sealed record NamedSlot(string Name, SlotKind Kind, Slot? Row)
{
    public string NormalizedName => SlotName.Normalize(Name);
}

/// <summary>Finds the slots of a model. An alias named like a stage is that stage.</summary>
internal static class SlotAccess
{
    /// <summary>The stages of a model in their order: its own list, else the server's.</summary>
    public static async Task<List<Stage>> StagesAsync(this RegistryDbContext db, Guid modelId, CancellationToken ct)
    {
        var rows = await ReadMemory.OnceAsync(db, (nameof(StagesAsync), modelId), () =>
            db.Stages.Where(stage => stage.ModelId == modelId || stage.ModelId == null).ToListAsync(ct));
        return StagesOf(rows, modelId);
    }

    /// <summary>The same for many models at once, from rows that were read together.</summary>
    public static List<Stage> StagesOf(IReadOnlyCollection<Stage> rows, Guid modelId)
    {
        var own = rows.Where(stage => stage.ModelId == modelId).ToList();
        return [.. (own.Count > 0 ? own : rows.Where(stage => stage.ModelId is null)).OrderBy(stage => stage.Position)];
    }

    /// <summary>Every stage of the model as a slot, in their order.</summary>
    public static async Task<IReadOnlyList<NamedSlot>> NamedStagesAsync(RegistryDbContext db, Model model, CancellationToken ct)
    {
        var rows = await db.Slots.AsTracking().Where(slot => slot.ModelId == model.Id && slot.Kind == SlotKind.Stage).ToListAsync(ct);
        return [.. (await db.StagesAsync(model.Id, ct))
            .Select(stage => new NamedSlot(stage.Name, SlotKind.Stage, rows.Find(row => row.NormalizedName == stage.NormalizedName)))];
    }

    /// <summary>The slot of that name: a stage of the model, or an alias, which need not exist yet.</summary>
    public static async Task<NamedSlot> NamedSlotAsync(this RegistryDbContext db, Model model, string name, CancellationToken ct)
    {
        var (modelId, normalized) = (model.Id, SlotName.TryNormalize(name) ?? throw NotFound(model, name));
        var found = await (
            from row in db.Models.IgnoreQueryFilters(Deletion.Filters).Where(row => row.Id == modelId)
            join slot in db.Slots.Where(slot => slot.NormalizedName == normalized) on row.Id equals slot.ModelId into slots
            from slot in slots.DefaultIfEmpty()
            select new
            {
                Row = slot,
                HasOwnStages = db.Stages.Any(stage => stage.ModelId == modelId),
                OwnStage = db.Stages.Where(stage => stage.ModelId == modelId && stage.NormalizedName == normalized).Select(stage => stage.Name)
                    .FirstOrDefault(),
                ServerStage = db.Stages.Where(stage => stage.ModelId == null && stage.NormalizedName == normalized).Select(stage => stage.Name)
                    .FirstOrDefault(),
            }).AsTracking().SingleAsync(ct);
        return Named(found.HasOwnStages ? found.OwnStage : found.ServerStage, name, found.Row);
    }

    /// <summary>A slot whose row is known already.</summary>
    public static async Task<NamedSlot> NamedSlotAsync(this RegistryDbContext db, Model model, string name, Slot? row, CancellationToken ct) =>
        Named((await db.StagesAsync(model.Id, ct)).Find(stage => stage.NormalizedName == SlotName.Normalize(name))?.Name, name, row);

    /// <summary>A stage is called as its list calls it; an alias as its row does, or as it would be.</summary>
    public static NamedSlot Named(string? stage, string name, Slot? row) =>
        stage is not null ? new NamedSlot(stage, SlotKind.Stage, row) : new NamedSlot(row?.Name ?? name, SlotKind.Alias, row);

    public static RegistryException NotFound(Model model, string name) =>
        RegistryException.NotFound(SlotRefusals.NotFound, $"Model '{model.Name}' has no slot '{name}'.");

    public static RegistryException Empty(Model model, string name) =>
        RegistryException.NotFound(SlotRefusals.Empty, $"Nothing is in '{name}' of model '{model.Name}' now.");
}

/// <summary>Codes by which callers tell that there is nothing to be found in a slot.</summary>
public static class SlotRefusals
{
    public const string NotFound = "slot_not_found";
    public const string Empty = "slot_empty";
}
