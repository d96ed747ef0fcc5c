using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Compare;

/// <summary>Puts versions of a model side by side.</summary>
public sealed class CompareQueries(RegistryStore store, MetricCatalog metrics)
{
    public const int MostVersions = 10;

    private const int MostFiles = 2_000;

    /// <summary>Compares two to ten versions against <paramref name="baseVersion"/> (by default the first).</summary>
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

            var ids = numbers.Select(number => found[number].Version.Id).ToList();
            var limit = MostFiles * ids.Count;
            var files = await db.VersionFiles.Where(file => ids.Contains(file.VersionId)).OrderBy(file => file.Path).Take(limit)
                .Select(file => new { file.VersionId, file.Path, file.Sha256 }).ToListAsync(ct);
            if (files.Count == limit)
            {
                var cut = files[^1].Path; // some versions' rows of the last path may lie beyond the limit
                files.RemoveAll(file => file.Path == cut);
            }

            var filesOf = ids.Select(id =>
                (IReadOnlyDictionary<string, string>)files.Where(file => file.VersionId == id).ToDictionary(file => file.Path, file => file.Sha256)).ToList();
            var views = await VersionViews.BuildAsync(db, model.Name, [.. numbers.Select(number => found[number])], ct);
            return Comparing.Compare(model.Name, views, filesOf, baseVersion ?? numbers[0], metrics.Now);
        }, ct);

    private static List<int> Check(IReadOnlyList<int> versions, int? baseVersion)
    {
        var numbers = versions.Distinct().ToList();
        if (baseVersion is { } wanted && !numbers.Contains(wanted))
        {
            numbers.Add(wanted);
        }

        return numbers.Count is >= 2 and <= MostVersions
            ? numbers
            : throw RegistryException.Invalid("versions", "versions_invalid", $"Name two to {MostVersions} different versions to compare.");
    }
}
