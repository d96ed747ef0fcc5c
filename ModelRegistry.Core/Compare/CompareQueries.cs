using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Compare;

/// <summary>Puts versions side by side, of one model or of several.</summary>
public sealed class CompareQueries(RegistryStore store, MetricCatalog metrics)
{
    public const int MostVersions = 20;

    private const int MostFiles = 2_000;

    /// <summary>
    /// Compares two to twenty versions of a model against <paramref name="baseVersion"/> (by default the first); one that is missing refuses all.
    /// </summary>
    public Task<Comparison> CompareAsync(string modelName, IReadOnlyList<int> versions, int? baseVersion, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var numbers = Check(versions, baseVersion);
            var model = await db.FindModelAsync(actor, modelName, ct);
            var found = await db.Judged(db.Versions.Where(version => version.ModelId == model.Id && numbers.Contains(version.Number)))
                .ToDictionaryAsync(judged => judged.Version.Number, ct);
            var missing = numbers.Where(number => !found.ContainsKey(number)).Select(number => number.Text()).ToList();
            if (missing.Count > 0)
            {
                throw RegistryException.NotFound("version_not_found", $"Model '{model.Name}' has no version {string.Join(", ", missing)}.");
            }

            var views = await VersionViews.BuildAsync(db, model.Name, [.. numbers.Select(number => found[number])], ct);
            Guid[] ids = [.. numbers.Select(number => found[number].Version.Id)];
            var files = await FilesAsync(db, ids, ct);
            return Comparing.Compare(views, files, numbers.IndexOf(baseVersion ?? numbers[0]), metrics.Now, await ResultsAsync(db, ids, ct));
        }, ct);

    /// <summary>
    /// Compares up to twenty versions of whatever models against <paramref name="baseVersion"/> (by default the first that is there). Versions that were
    /// deleted, never were, or may not be seen are named in the answer, so that a shared link goes on showing the rest.
    /// </summary>
    public Task<Comparison> CompareAsync(IReadOnlyList<VersionRef> versions, VersionRef? baseVersion, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var wanted = Check(versions, baseVersion);
            var (found, missing) = await FoundVersions.ReadAsync(db, wanted, actor, ct);
            if (found.Count == 0)
            {
                throw RegistryException.NotFound("version_not_found", $"None of these versions is there: {string.Join(", ", missing)}.");
            }

            var views = await VersionViews.BuildAsync(db, [.. found.Select(version => (version.Model, version.Judged))], ct);
            Guid[] ids = [.. found.Select(version => version.Id)];
            var files = await FilesAsync(db, ids, ct);
            var place = baseVersion is { } wantedBase ? found.ToList().FindIndex(version => IsSame(version.Ref, wantedBase)) : 0;
            return Comparing.Compare(views, files, Math.Max(0, place), metrics.Now, await ResultsAsync(db, ids, ct)) with
            {
                Missing = missing.Count == 0 ? null : [.. missing.Select(version => version.ToString())],
            };
        }, ct);

    private static bool IsSame(VersionRef mine, VersionRef theirs) =>
        mine.Number == theirs.Number && ModelName.TryNormalize(mine.Model) == ModelName.TryNormalize(theirs.Model);

    private static async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> FilesAsync(RegistryDbContext db, Guid[] ids, CancellationToken ct)
    {
        var limit = MostFiles * ids.Length;
        var files = await db.VersionFiles.Where(file => ids.Contains(file.VersionId)).OrderBy(file => file.Path).Take(limit)
            .Select(file => new { file.VersionId, file.Path, file.Sha256 }).ToListAsync(ct);
        if (files.Count == limit)
        {
            var cut = files[^1].Path; // some versions' rows of the last path may lie beyond the limit
            files.RemoveAll(file => file.Path == cut);
        }

        var byVersion = files.ToLookup(file => file.VersionId);
        return [.. ids.Select(id => byVersion[id].ToDictionary(file => file.Path, file => file.Sha256))];
    }

    private static async Task<IReadOnlyList<IReadOnlyList<MetricResults>>> ResultsAsync(RegistryDbContext db, Guid[] ids, CancellationToken ct)
    {
        var rows = await db.VersionResults.AsNoTracking().Where(row => ids.Contains(row.VersionId))
            .ToDictionaryAsync(row => row.VersionId, row => row.Json, ct);
        return [.. ids.Select(id => rows.TryGetValue(id, out var json) ? MetricResultsFile.Read(json) : [])];
    }

    private static List<T> Check<T>(IReadOnlyList<T> versions, T? baseVersion) where T : struct
    {
        var distinct = versions.Distinct().ToList();
        if (baseVersion is { } wanted && !distinct.Contains(wanted))
        {
            distinct.Add(wanted);
        }

        return distinct.Count is >= 2 and <= MostVersions
            ? distinct
            : throw RegistryException.Invalid("versions", "versions_invalid", $"Name two to {MostVersions} different versions to compare.");
    }
}
