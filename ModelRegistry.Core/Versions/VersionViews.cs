using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Versions;

/// <summary>Builds views of a page of versions with one query per kind of child row.</summary>
internal static class VersionViews
{
    public static async Task<IReadOnlyList<VersionView>> BuildAsync(RegistryDbContext db, string modelName, IReadOnlyList<JudgedVersion> versions,
        CancellationToken ct)
    {
        var ids = versions.Select(judged => judged.Version.Id).ToArray();
        if (ids.Length == 0)
        {
            return [];
        }

        var slots = await db.OccupiedByVersionsOfAsync(versions[0].Version.ModelId, ids, ct);
        return await BuildAsync(db, modelName, versions, id => slots[id].Select(slot => slot.Name), await NamedValues.ReadAsync(db, ids, ct), ct);
    }

    /// <summary>Versions of several models, each with the name of its own.</summary>
    public static async Task<IReadOnlyList<VersionView>> BuildAsync(RegistryDbContext db, IReadOnlyList<(string Model, JudgedVersion Judged)> versions,
        CancellationToken ct)
    {
        var ids = versions.Select(version => version.Judged.Version.Id).ToArray();
        var (slots, pairs) = (await db.OccupiedByVersionsAsync(ids, ct), await NamedValues.ReadAsync(db, ids, ct));
        var views = await BuildAsync(db, "", [.. versions.Select(version => version.Judged)], id => slots[id].Select(slot => slot.Name), pairs, ct);
        return [.. views.Zip(versions, (view, version) => view with { Model = version.Model })];
    }

    /// <summary>One version of which is known in which slots it is, with what is too long for a list.</summary>
    public static async Task<VersionView> OneAsync(RegistryDbContext db, string modelName, JudgedVersion judged, IEnumerable<string> slots,
        CancellationToken ct)
    {
        var values = await NamedValues.ReadWholeAsync(db, judged.Version.Id, ct);
        return (await BuildAsync(db, modelName, [judged], _ => slots, values, ct))[0] with
        {
            Signature = values.Signature(judged.Version.Id) is { } signature ? JsonSerializer.Deserialize<JsonElement>(signature) : null,
            SignatureNote = judged.Version.SignatureNote,
        };
    }

    /// <summary>The same, as a change in this transaction leaves it.</summary>
    public static async Task<VersionView> OneAsync(RegistryDbContext db, string modelName, ModelVersion version, bool quarantined, CancellationToken ct) =>
        await OneAsync(db, modelName, new JudgedVersion { Version = version, Quarantined = quarantined },
            (await db.OccupiedByVersionsOfAsync(version.ModelId, [version.Id], ct))[version.Id].Select(slot => slot.Name), ct);

    /// <summary>The same, when nobody asked yet whether its bytes are quarantined.</summary>
    public static async Task<VersionView> OneAsync(RegistryDbContext db, string modelName, ModelVersion version, CancellationToken ct) =>
        await OneAsync(db, modelName, version, await db.IsQuarantinedAsync(version, ct), ct);

    /// <summary>A version that was just made, out of what was made: nothing is read.</summary>
    public static VersionView Fresh(string modelName, ModelVersion version, IEnumerable<Metric> metrics) =>
        View(modelName, new JudgedVersion { Version = version, Quarantined = false },
        version.Parameters.Select(row => (row.Name, row.Value)), version.Tags.Select(row => (row.Key, row.Value)), metrics, []);

    private static async Task<IReadOnlyList<VersionView>> BuildAsync(
        RegistryDbContext db, string modelName, IReadOnlyList<JudgedVersion> versions, Func<Guid, IEnumerable<string>> slots, NamedValues pairs,
        CancellationToken ct)
    {
        var ids = versions.Select(judged => judged.Version.Id).ToArray();
        var metrics = (await db.Metrics.AsNoTracking().Where(row => ids.Contains(row.VersionId) && row.IsCurrent).ToListAsync(ct))
            .ToLookup(row => row.VersionId);
        return
        [
            .. versions.Select(judged => View(modelName, judged, pairs.Parameters(judged.Version.Id), pairs.Tags(judged.Version.Id),
                metrics[judged.Version.Id], slots(judged.Version.Id))),
        ];
    }

    private static VersionView View(string modelName, JudgedVersion judged, IEnumerable<(string Name, string Value)> parameters,
        IEnumerable<(string Name, string Value)> tags,
        IEnumerable<Metric> metrics, IEnumerable<string> slots)
    {
        var version = judged.Version;
        return new(modelName, version.Number, version.Label, version.Status, version.Digest, version.Description, Sorted(parameters),
            [.. metrics.OrderBy(row => row.Name, StringComparer.Ordinal).ThenBy(row => row.DatasetDigest, StringComparer.Ordinal)
                .Select(MetricView.Of)], Sorted(tags),
            version.DatasetName is null && version.DatasetDigest is null && version.DatasetUri is null
                ? null
                : new VersionDataset(version.DatasetName, version.DatasetDigest, version.DatasetUri),
            VersionSource.Of(version),
            version.Framework, version.FileCount, version.TotalSize, version.SealedAt, version.VerifiedAt, version.VerifiedOk,
            [.. slots], version.ArchivedAt is not null, judged.Quarantined, version.CreatedAt, version.CreatedByName)
        {
            Hold = version.HeldAt is { } at ? new VersionHold(version.HeldByName ?? "", at, version.HoldReason ?? "") : null,
        };
    }

    private static Dictionary<string, string> Sorted(IEnumerable<(string Name, string Value)> pairs) =>
        pairs.OrderBy(pair => pair.Name, StringComparer.Ordinal).ToDictionary(pair => pair.Name, pair => pair.Value);
}
