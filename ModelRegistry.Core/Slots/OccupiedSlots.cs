using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Slots;

/// <summary>The occupied slots of a page of models or versions, in one query however long the page is; stages come first.</summary>
internal static class OccupiedSlots
{
    public static Task<ILookup<Guid, OccupiedSlot>> OccupiedOfModelsAsync(this RegistryDbContext db, Guid[] modelIds, CancellationToken ct) =>
        modelIds is [var only]
            ? ReadMemory.OnceAsync(db, (nameof(OccupiedOfModelsAsync), only), () =>
                ReadAsync(db.Slots.Where(slot => slot.ModelId == only), slot => slot.ModelId, ct))
            : ReadAsync(db.Slots.Where(slot => modelIds.Contains(slot.ModelId)), slot => slot.ModelId, ct);

    /// <summary>The slots of some versions of one model; of all its versions where a page asks for them again.</summary>
    public static async Task<ILookup<Guid, OccupiedSlot>> OccupiedByVersionsOfAsync(this RegistryDbContext db, Guid modelId, Guid[] versionIds,
        CancellationToken ct) =>
        db.Memory is null
            ? await db.OccupiedByVersionsAsync(versionIds, ct)
            : (await db.OccupiedOfModelsAsync([modelId], ct))[modelId].ToLookup(slot => slot.VersionId);

    public static Task<ILookup<Guid, OccupiedSlot>> OccupiedByVersionsAsync(this RegistryDbContext db, Guid[] versionIds, CancellationToken ct) =>
        ReadAsync(db.Slots.Where(slot => slot.VersionId != null && versionIds.Contains(slot.VersionId.Value)), slot => slot.VersionId, ct);

    private static async Task<ILookup<Guid, OccupiedSlot>> ReadAsync(IQueryable<Slot> slots, Func<OccupiedSlot, Guid> key, CancellationToken ct)
    {
        var rows = await slots.Where(slot => slot.VersionId != null)
            .OrderBy(slot => slot.Kind == SlotKind.Stage ? 0 : 1).ThenBy(slot => slot.NormalizedName)
            .Select(slot => new OccupiedSlot(slot.ModelId, slot.VersionId!.Value, slot.Name, slot.VersionNumber!.Value)).ToListAsync(ct);
        return rows.ToLookup(key);
    }
}
