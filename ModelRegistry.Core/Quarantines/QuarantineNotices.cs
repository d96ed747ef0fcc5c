using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Quarantines;

/// <summary>
/// Tells people about quarantines: owner and reviewers of the model; and owners of other models that have the same bytes in a
/// slot, in words that name no model but their own.
/// </summary>
internal static class QuarantineNotices
{
    private const int MostOccupants = 200;

    public static async Task SetAsync(RegistryTransaction transaction, Model model, Quarantine quarantine, Reviewers reviewers, CancellationToken ct)
    {
        var occupied = await OccupiedAsync(transaction.Db, quarantine, ct);
        var here = occupied.Where(slot => slot.ModelId == model.Id).Select(slot => slot.Slot).ToList();
        await Notices.AddAsync(transaction, reviewers.Ids.Append(model.OwnerId), NoticeKind.Quarantine,
            $"{transaction.Actor.Name} quarantined v{quarantine.VersionNumber.Text()} of "
                + $"{model.Name}{(here.Count == 0 ? "" : $" (these bytes are in {string.Join(", ", here)})")}: {quarantine.Reason}", model.Id, ct: ct);
        foreach (var slot in occupied.Where(slot => slot.ModelId != model.Id))
        {
            await Notices.AddAsync(transaction, [slot.OwnerId], NoticeKind.Quarantine,
                $"v{slot.Version.Text()} in {slot.Slot} of {slot.Model} has the same bytes as a version that was quarantined. Decide whether it should stay "
                    + "there", slot.ModelId, ct: ct);
        }
    }

    /// <summary>To whoever set them and the owners of the models in which they were set.</summary>
    public static async Task ReleasedAsync(RegistryTransaction transaction, IEnumerable<Quarantine> released, IReadOnlyDictionary<Guid, Model> models,
        CancellationToken ct)
    {
        foreach (var quarantine in released)
        {
            var model = models[quarantine.ModelId];
            await Notices.AddAsync(transaction, [model.OwnerId, .. quarantine.ById == Guid.Empty ? Array.Empty<Guid>() : [quarantine.ById]],
                NoticeKind.Quarantine,
                $"{transaction.Actor.Name} released v{quarantine.VersionNumber.Text()} of {model.Name} from quarantine: {quarantine.ReleaseReason}", model.Id,
                    ct: ct);
        }
    }

    private static Task<List<OccupiedElsewhere>> OccupiedAsync(RegistryDbContext db, Quarantine quarantine, CancellationToken ct) =>
        db.VersionsHeldBy([quarantine])
            .Join(db.Slots, version => version.Id, slot => slot.VersionId, (version, slot) => slot)
            .Join(db.Models, slot => slot.ModelId, model => model.Id, (slot, model) => new { slot, model })
            .OrderBy(pair => pair.slot.Id).Take(MostOccupants)
            .Select(pair => new OccupiedElsewhere(pair.model.Id, pair.model.Name, pair.model.OwnerId, pair.slot.Name, pair.slot.VersionNumber!.Value))
            .ToListAsync(ct);

    private sealed record OccupiedElsewhere(Guid ModelId, string Model, Guid OwnerId, string Slot, int Version);
}
