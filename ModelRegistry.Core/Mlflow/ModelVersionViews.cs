using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Filters;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Mlflow;

/// <summary>Builds what MLflow's clients see of versions: for a whole page one query for their tags and one for their slots.</summary>
internal static class ModelVersionViews
{
    /// <summary>The rows with their label, in the order in which they come.</summary>
    public static IQueryable<StagedVersion> Staged(this IQueryable<Keyed<ListedVersion>> rows, RegistryDbContext db)
    {
        var isArchived = VersionStages.IsArchived(db);
        Expression<Func<Keyed<ListedVersion>, ModelVersion>> version = row => row.Row.Version;
        Expression<Func<Keyed<ListedVersion>, string>> name = row => row.Row.Name;
        Expression<Func<Keyed<ListedVersion>, object[]>> keys = row => row.Keys;
        var row = version.Parameters[0];
        return rows.Select(Expression.Lambda<Func<Keyed<ListedVersion>, StagedVersion>>(Expression.MemberInit(Expression.New(typeof(StagedVersion)),
            Expression.Bind(typeof(StagedVersion).GetProperty(nameof(StagedVersion.Model))!, name.BodyWith(row)),
            Expression.Bind(typeof(StagedVersion).GetProperty(nameof(StagedVersion.Version))!, version.Body),
            Expression.Bind(typeof(StagedVersion).GetProperty(nameof(StagedVersion.IsArchived))!, isArchived.BodyWith(version.Body)),
            Expression.Bind(typeof(StagedVersion).GetProperty(nameof(StagedVersion.Keys))!, keys.BodyWith(row))), row));
    }

    public static async Task<IReadOnlyList<ModelVersionView>> BuildAsync(RegistryDbContext db, IReadOnlyCollection<StagedVersion> rows, bool withAliases,
        CancellationToken ct)
    {
        var ids = rows.Select(row => row.Version.Id).ToArray();
        if (ids.Length == 0)
        {
            return [];
        }

        var tags = (await db.VersionTags.Where(tag => EF.Parameter(ids).Contains(tag.VersionId))
            .Select(tag => new { tag.VersionId, tag.Key, tag.Value }).ToListAsync(ct))
            .ToLookup(tag => tag.VersionId, tag => KeyValuePair.Create(tag.Key, tag.Value));
        var slots = (await db.Slots.Where(slot => slot.VersionId != null && EF.Parameter(ids).Contains(slot.VersionId.Value))
            .OrderBy(slot => slot.NormalizedName)
            .Select(slot => new HeldSlot(slot.VersionId!.Value, slot.Name, slot.NormalizedName, slot.Kind == SlotKind.Stage))
            .ToListAsync(ct)).ToLookup(slot => slot.VersionId);
        return [.. rows.Select(row => View(row, tags[row.Version.Id], [.. slots[row.Version.Id]], withAliases))];
    }

    private static ModelVersionView View(StagedVersion row, IEnumerable<KeyValuePair<string, string>> tags, IReadOnlyList<HeldSlot> slots, bool withAliases)
    {
        var version = row.Version;
        var stage = VersionStages.Of([.. slots.Where(slot => slot.IsStage).Select(slot => slot.NormalizedName)], row.IsArchived);
        return new ModelVersionView(row.Model, version.Number, stage, version.Status, version.Description, version.SourceUri, version.SourceRunId,
            version.SourceRunLink, version.CreatedAt, version.TouchedAt, version.CreatedByName, [.. tags.OrderBy(tag => tag.Key, StringComparer.Ordinal)],
            withAliases ? [.. slots.Select(slot => slot.Name)] : []);
    }

    private sealed record HeldSlot(Guid VersionId, string Name, string NormalizedName, bool IsStage);
}
