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
        var rows = await ReadMemory.OnceAsync(db, (nameof(StagesAsync), modelId), () => db.Stages.Where(stage => stage.ModelId == modelId || stage.ModelId == null).ToListAsync(ct));
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
        return [.. (await db.StagesAsync(model.Id, ct)).Select(stage => new NamedSlot(stage.Name, SlotKind.Stage, rows.Find(row => row.NormalizedName == stage.NormalizedName)))];
    }

    /// <summary>The slot of that name: a stage of the model, or an alias, which need not exist yet.</summary>
    public static async Task<NamedSlot> NamedSlotAsync(this RegistryDbContext db, Model model, string name, CancellationToken ct)
    {
        var normalized = SlotName.TryNormalize(name) ?? throw NotFound(model, name);
        var stage = (await db.StagesAsync(model.Id, ct)).Find(stage => stage.NormalizedName == normalized);
        var row = await db.Slots.AsTracking().FirstOrDefaultAsync(slot => slot.ModelId == model.Id && slot.NormalizedName == normalized, ct);
        return stage is not null
            ? new NamedSlot(stage.Name, SlotKind.Stage, row)
            : new NamedSlot(row?.Name ?? name, SlotKind.Alias, row);
    }

    public static Task<SlotInterval?> OpenStayAsync(this RegistryDbContext db, Guid slotId, CancellationToken ct) =>
        db.SlotIntervals.AsTracking().FirstOrDefaultAsync(stay => stay.SlotId == slotId && stay.Until == null, ct);

    public static RegistryException NotFound(Model model, string name) =>
        RegistryException.NotFound("slot_not_found", $"Model '{model.Name}' has no slot '{name}'.");

    public static RegistryException Empty(Model model, string name) =>
        RegistryException.NotFound("slot_empty", $"Nothing is in '{name}' of model '{model.Name}' now.");
}
