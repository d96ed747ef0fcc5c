using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Core.Compare;

/// <summary>
/// What the page of a comparison shows beside the table: the environments package by package, each signature against the base's, the metrics that were
/// logged at several steps, and the paths of pictures. In the order of the versions.
/// </summary>
public sealed record ComparedEvidence(
    RequirementTable? Environment,
    IReadOnlyList<string> EnvironmentNotes,
    IReadOnlyList<SignatureComparison?> Signatures,
    IReadOnlyList<string> CurveMetrics,
    IReadOnlyList<string> Pictures);

/// <summary>The steps of one metric of each version; empty where it has none.</summary>
public sealed record ComparedCurves(string Metric, IReadOnlyList<IReadOnlyList<TimedPoint>> Curves, bool Truncated);

/// <summary>Reads it, from rows and from the small files that MLflow writes beside a model.</summary>
public sealed class ComparedEvidenceQueries(RegistryStore store, ArtifactStore artifacts, MetricCatalog metrics)
{
    private const int MostBytes = 256 * 1024;
    private const int MostSteps = 200_000;
    private const int MostNames = 500;

    private static readonly string[] EnvironmentNames = ["requirements.txt", "conda.yaml", "python_env.yaml"];
    private static readonly string[] PictureNames = [".png", ".jpg", ".jpeg", ".gif", ".webp"];

    /// <param name="versions">Two to twenty, the base first; those that are not there are left out, as the comparison leaves them out.</param>
    /// <param name="baseIndex">The place of the base among those that are there.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Stops the reading.</param>
    public async Task<ComparedEvidence> ReadAsync(IReadOnlyList<VersionRef> versions, int baseIndex, Actor actor, CancellationToken ct)
    {
        var (ids, signatures, files, curves) = await store.ReadAsync(actor, async db =>
        {
            var ids = await IdsAsync(db, versions, actor, ct);
            var declared = await db.VersionSignatures.Where(row => ids.Contains(row.VersionId)).ToDictionaryAsync(row => row.VersionId, row => row.Json, ct);
            return (ids, declared, await FilesAsync(db, ids, ct), await CurvesAsync(db, ids, ct));
        }, ct);
        var texts = new List<PythonEnvironment?>();
        foreach (var id in ids)
        {
            texts.Add(await EnvironmentAsync([.. files.Where(file => file.VersionId == id)], ct));
        }

        var parsed = ids.Select(id => signatures.TryGetValue(id, out var json) ? JsonSerializer.Deserialize<JsonElement>(json) : (JsonElement?)null).ToList();
        return new ComparedEvidence(
            texts.Exists(environment => environment is not null) ? RequirementTable.Of(texts, baseIndex) : null,
            [.. texts.SelectMany(environment => environment?.Notes ?? []).Distinct()],
            parsed.Exists(signature => signature is not null)
                ? [.. parsed.Select((signature, index) => index == baseIndex ? null : SignatureDiff.Of(parsed[baseIndex], signature))]
                : [],
            [.. metrics.Now.InOrder(curves)],
            [.. files.Where(file => IsPicture(file.Path)).Select(file => file.Path).Distinct().Order(StringComparer.Ordinal)]);
    }

    /// <summary>The steps of one metric, on the data set that most of the version's were measured on; a correction of a step comes later.</summary>
    public Task<ComparedCurves> CurvesAsync(IReadOnlyList<VersionRef> versions, string metric, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            var ids = await IdsAsync(db, versions, actor, ct);
            var rows = await db.Metrics.Where(row => ids.Contains(row.VersionId) && row.Name == metric)
                .OrderBy(row => row.VersionId).ThenBy(row => row.Step).ThenBy(row => row.Id).Take(MostSteps)
                .Select(row => new { row.VersionId, row.DatasetDigest, row.Step, row.At, row.Stored, row.Kind }).ToListAsync(ct);
            var byVersion = rows.ToLookup(row => row.VersionId);
            return new ComparedCurves(metric,
                [.. ids.Select(id => (IReadOnlyList<TimedPoint>)[.. byVersion[id].GroupBy(row => row.DatasetDigest).MaxBy(rows => rows.Count())?
                    .Select(row => new TimedPoint(row.Step, row.At, MetricValue.Of(row.Stored, row.Kind))) ?? []])],
                rows.Count == MostSteps);
        }, ct);

    private static async Task<Guid[]> IdsAsync(RegistryDbContext db, IReadOnlyList<VersionRef> versions, Actor actor, CancellationToken ct)
    {
        Rights.Require(actor, Right.Browse);
        return [.. (await FoundVersions.ReadAsync(db, [.. versions.Take(CompareQueries.MostVersions)], actor, ct)).Versions.Select(version => version.Id)];
    }

    private static Task<List<string>> CurvesAsync(RegistryDbContext db, Guid[] ids, CancellationToken ct) =>
        db.Metrics.Where(row => ids.Contains(row.VersionId)).GroupBy(row => new { row.VersionId, row.Name })
            .Where(steps => steps.Min(row => row.Step) != steps.Max(row => row.Step)).Select(steps => steps.Key.Name).Distinct().OrderBy(name => name)
            .Take(MostNames).ToListAsync(ct);

    private static Task<List<SmallFile>> FilesAsync(RegistryDbContext db, Guid[] ids, CancellationToken ct) =>
        db.VersionFiles.Where(file => ids.Contains(file.VersionId)
                && (file.Path.EndsWith("requirements.txt") || file.Path.EndsWith("conda.yaml") || file.Path.EndsWith("python_env.yaml")
                    || file.Path.EndsWith(".png") || file.Path.EndsWith(".jpg") || file.Path.EndsWith(".jpeg") || file.Path.EndsWith(".gif")
                    || file.Path.EndsWith(".webp")))
            .OrderBy(file => file.Path).ThenBy(file => file.VersionId).Take(MostNames * CompareQueries.MostVersions)
            .Select(file => new SmallFile(file.VersionId, file.Path, file.Sha256, file.Size)).ToListAsync(ct);

    private async Task<PythonEnvironment?> EnvironmentAsync(List<SmallFile> files, CancellationToken ct)
    {
        var texts = new List<string?>();
        foreach (var name in EnvironmentNames)
        {
            var file = files.Where(file => file.Path[(file.Path.LastIndexOf('/') + 1)..] == name).MinBy(file => (file.Path.Count(c => c == '/'), file.Path));
            texts.Add(file is null ? null : await TextAsync(file, ct));
        }

        return texts.TrueForAll(text => text is null) ? null : EnvironmentFiles.Merge(texts[0], texts[1], texts[2]);
    }

    // A file that is damaged or gone says nothing here; Verify on the version's page says so.
    private async Task<string?> TextAsync(SmallFile file, CancellationToken ct)
    {
        try
        {
            return TextReading.Of(await artifacts.ReadHeadAsync(file.Sha256, file.Size, MostBytes, ct), cut: file.Size > MostBytes)?.Text;
        }
        catch (RegistryException)
        {
            return null;
        }
    }

    private static bool IsPicture(string path) => PictureNames.Any(name => path.EndsWith(name, StringComparison.OrdinalIgnoreCase));

    private sealed record SmallFile(Guid VersionId, string Path, string Sha256, long Size);
}
