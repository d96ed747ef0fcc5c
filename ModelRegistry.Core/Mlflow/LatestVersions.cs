using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Filters;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Mlflow;

/// <summary>
/// The highest sealed version of each of MLflow's stages, for a page of models in two queries: what is in a stage is in a slot, and the others are the
/// first that an index of the model's numbers comes to.
/// </summary>
internal static class LatestVersions
{
    public static async Task<IReadOnlyList<StagedVersion>> ReadAsync(RegistryDbContext db, Guid[] modelIds, CancellationToken ct)
    {
        var isArchived = VersionStages.IsArchived(db);
        var staged = db.Slots.Where(slot => slot.Kind == SlotKind.Stage && slot.VersionId != null && VersionStages.Slots.Contains(slot.NormalizedName));
        var sealedOnes = db.Versions.Where(version => version.Status == VersionStatus.Ready && version.ArchivedAt == null
            && !staged.Any(slot => slot.VersionId == version.Id));
        var (archived, others) = (sealedOnes.Where(version => version.StageArchivedAt != null).Where(isArchived),
            sealedOnes.Where(isArchived.Not()));
        var numbers = await db.Models.Where(model => EF.Parameter(modelIds).Contains(model.Id)).Select(model => new
        {
            None = others.Where(version => version.ModelId == model.Id).OrderByDescending(version => version.Number)
                .Select(version => (Guid?)version.Id).FirstOrDefault(),
            Archived = archived.Where(version => version.ModelId == model.Id).OrderByDescending(version => version.Number)
                .Select(version => (Guid?)version.Id).FirstOrDefault(),
        }).ToListAsync(ct);
        var ids = numbers.SelectMany(found => new[] { found.None, found.Archived }).OfType<Guid>().ToArray();
        var versions = db.Versions.Where(version => EF.Parameter(ids).Contains(version.Id)
            || staged.Any(slot => slot.VersionId == version.Id && EF.Parameter(modelIds).Contains(slot.ModelId)));
        return await ListedVersion.Keyless(ListedVersion.Of(db.Models, versions).OrderBy(row => row.NormalizedName).ThenBy(row => row.Version.Number))
            .Staged(db).ToListAsync(ct);
    }
}
