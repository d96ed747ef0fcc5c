using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Versions;

/// <summary>
/// Which version speaks for its model in lists of models: what is in the last of its filled stages, else its newest sealed version that is not archived.
/// It is kept with the model (<see cref="Model.ShownNumber"/>), so that no list looks it up for each.
/// </summary>
internal static class ShownVersions
{
    /// <summary>A stage has another occupant.</summary>
    public static async Task FollowMoveAsync(RegistryTransaction transaction, SlotTurn turn, CancellationToken ct)
    {
        if (turn.Slot.Kind == SlotKind.Stage)
        {
            await FollowStagesAsync(transaction, turn.Model, ct);
        }
    }

    /// <summary>The model got other stages, or the same in another order.</summary>
    public static async Task FollowStagesAsync(RegistryTransaction transaction, Model model, CancellationToken ct)
    {
        var inStage = await InStageAsync(transaction.Db, model, ct);
        model.Show(inStage ?? await NewestAsync(transaction.Db, model.Id, but: null, ct), inStage is not null);
    }

    /// <summary>The same of the server's stages, for every model without stages of its own. Only where two are filled does their order matter.</summary>
    public static async Task FollowStagesAsync(RegistryTransaction transaction, CancellationToken ct)
    {
        var db = transaction.Db;
        await db.Models
            .Where(model => !db.Stages.Any(own => own.ModelId == model.Id)
                && db.Slots.Count(slot => slot.ModelId == model.Id && slot.Kind == SlotKind.Stage && slot.VersionId != null) > 1)
            .ExecuteUpdateAsync(set => set.SetProperty(model => model.ShownNumber, model => db.Slots
                .Where(slot => slot.ModelId == model.Id && slot.Kind == SlotKind.Stage && slot.VersionId != null)
                .OrderByDescending(slot => db.Stages.Where(stage => stage.ModelId == null && stage.NormalizedName == slot.NormalizedName)
                    .Max(stage => (int?)stage.Position))
                .Select(slot => slot.VersionNumber).FirstOrDefault()), ct);
    }

    /// <summary>The version was sealed, or came into the lists or left them.</summary>
    public static async Task FollowAsync(RegistryTransaction transaction, Model model, ModelVersion version, CancellationToken ct)
    {
        if (model.ShowsStage)
        {
            return;
        }

        if (version is { Status: VersionStatus.Ready, ArchivedAt: null, DeletedAt: null })
        {
            model.Show(Math.Max(model.ShownNumber ?? 0, version.Number), inStage: false);
        }
        else if (model.ShownNumber == version.Number)
        {
            model.Show(await NewestAsync(transaction.Db, model.Id, but: version.Number, ct), inStage: false);
        }
    }

    private static async Task<int?> InStageAsync(RegistryDbContext db, Model model, CancellationToken ct)
    {
        await db.Slots.AsTracking().Where(slot => slot.ModelId == model.Id && slot.Kind == SlotKind.Stage).LoadAsync(ct);
        // As they are about to be saved.
        var filled = db.Slots.Local.Where(slot => slot.ModelId == model.Id && slot.Kind == SlotKind.Stage && slot.VersionNumber is not null).ToList();
        if (filled.Count > 1)
        {
            var names = (await db.StagesAsync(model.Id, ct)).ConvertAll(stage => stage.NormalizedName);
            filled.Sort((one, other) => names.IndexOf(one.NormalizedName).CompareTo(names.IndexOf(other.NormalizedName)));
        }

        return filled.Count == 0 ? null : filled[^1].VersionNumber;
    }

    private static Task<int?> NewestAsync(RegistryDbContext db, Guid modelId, int? but, CancellationToken ct) => db.Versions
        .Where(version => version.ModelId == modelId && version.Status == VersionStatus.Ready && version.ArchivedAt == null && version.Number != but)
        .OrderByDescending(version => version.Number).Select(version => (int?)version.Number).FirstOrDefaultAsync(ct);
}
