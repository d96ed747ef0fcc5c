using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Rollbacks;

/// <summary>Which versions of a model must stay as they are (rule 5): what is in a slot, and what a stage would be rolled back to.</summary>
internal static class StageFallbacks
{
    /// <summary>The versions that may not be archived, deleted or purged, by id, each with the sentence that says why. Ask while the model is locked.</summary>
    public static async Task<IReadOnlyDictionary<Guid, string>> KeptAsync(RegistryDbContext db, Model model, CancellationToken ct)
    {
        var occupied = await db.Slots.Where(slot => slot.ModelId == model.Id && slot.VersionId != null).OrderBy(slot => slot.Kind == SlotKind.Stage ? 0 : 1)
            .ThenBy(slot => slot.NormalizedName).ToListAsync(ct);
        var kept = new Dictionary<Guid, string>();
        foreach (var slot in occupied)
        {
            kept.TryAdd(slot.VersionId!.Value, $"v{slot.VersionNumber!.Value.Text()} is in {slot.Name}.");
        }

        var stages = (await db.StagesAsync(model.Id, ct))
            .Select(stage => new NamedSlot(stage.Name, SlotKind.Stage, occupied.Find(slot => slot.NormalizedName == stage.NormalizedName)))
            .Where(stage => stage.Row is not null).ToList();
        foreach (var past in stages.Count == 0 ? [] : await SlotPasts.ReadAsync(db, model, stages, wanted: null, ct))
        {
            foreach (var fallback in Of(past))
            {
                kept.TryAdd(fallback.Version.Id, $"v{fallback.Number.Text()} is what a rollback of {past.Slot.Name} would go back to.");
            }
        }

        return kept;
    }

    /// <summary>
    /// What would be proposed. One that failed its last verification is kept beside the next: repaired, it is proposed again.
    /// </summary>
    private static IEnumerable<FormerOccupant> Of(SlotPast past)
    {
        foreach (var former in past.Proposable.Where(former => former.Version.MayEnter))
        {
            yield return former;
            if (former.Version.VerifiedOk != false)
            {
                yield break;
            }
        }
    }
}
