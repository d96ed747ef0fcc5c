using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Versions;

/// <summary>Builds views of a page of versions with one query per kind of child row.</summary>
internal static class VersionViews
{
    public static async Task<IReadOnlyList<VersionView>> BuildAsync(RegistryDbContext db, string modelName, IReadOnlyList<ModelVersion> versions, CancellationToken ct)
    {
        if (versions.Count == 0)
        {
            return [];
        }

        var ids = versions.Select(version => version.Id).ToArray();
        var parameters = (await db.VersionParameters.Where(row => ids.Contains(row.VersionId)).ToListAsync(ct)).ToLookup(row => row.VersionId);
        var tags = (await db.VersionTags.Where(row => ids.Contains(row.VersionId)).ToListAsync(ct)).ToLookup(row => row.VersionId);
        var metrics = (await db.Metrics.Where(row => ids.Contains(row.VersionId) && row.IsCurrent).ToListAsync(ct)).ToLookup(row => row.VersionId);
        var slots = await db.OccupiedByVersionsOfAsync(versions[0].ModelId, ids, ct);
        var quarantined = await db.QuarantinedAsync(ids, ct);
        return
        [
            .. versions.Select(version => View(
                modelName,
                version,
                parameters[version.Id].OrderBy(row => row.Name, StringComparer.Ordinal).ToDictionary(row => row.Name, row => row.Value),
                tags[version.Id].OrderBy(row => row.Key, StringComparer.Ordinal).ToDictionary(row => row.Key, row => row.Value),
                [.. metrics[version.Id].OrderBy(row => row.Name, StringComparer.Ordinal).ThenBy(row => row.DatasetDigest, StringComparer.Ordinal).Select(MetricView.Of)],
                [.. slots[version.Id].Select(slot => slot.Name)],
                quarantined.Contains(version.Id))),
        ];
    }

    /// <summary>One version, with what is too long for a list.</summary>
    public static async Task<VersionView> OneAsync(RegistryDbContext db, string modelName, ModelVersion version, CancellationToken ct) =>
        (await BuildAsync(db, modelName, [version], ct))[0] with
        {
            Signature = version.Signature is { } signature ? JsonSerializer.Deserialize<JsonElement>(signature) : null,
        };

    private static VersionView View(string modelName, ModelVersion version, Dictionary<string, string> parameters, Dictionary<string, string> tags, List<MetricView> metrics,
        List<string> slots, bool quarantined) =>
        new(modelName, version.Number, version.Label, version.Status, version.Digest, version.Description, parameters, metrics, tags,
            version.DatasetName is null && version.DatasetDigest is null && version.DatasetUri is null
                ? null
                : new VersionDataset(version.DatasetName, version.DatasetDigest, version.DatasetUri),
            version.SourceRunId is null && version.SourceGitCommit is null && version.SourceUri is null
                ? null
                : new VersionSource(version.SourceRunId, version.SourceGitCommit, version.SourceUri),
            version.Framework, version.FileCount, version.TotalSize, version.SealedAt, version.VerifiedAt, version.VerifiedOk,
            slots, version.ArchivedAt is not null, quarantined, version.CreatedAt, version.CreatedByName)
        {
            Hold = version.HeldAt is { } at ? new VersionHold(version.HeldByName ?? "", at, version.HoldReason ?? "") : null,
        };
}
