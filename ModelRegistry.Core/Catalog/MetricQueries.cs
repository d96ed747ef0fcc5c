using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Catalog;

/// <summary>One point of a metric over the versions of a model; <see cref="Group"/> is the version's kind of model (<see cref="VersionView.Group"/>).</summary>
public sealed record MetricPoint(int Version, double Value, string? Group, string? DatasetDigest);

/// <summary>A metric over the latest versions of a model, oldest first, with the metrics that can be picked instead.</summary>
public sealed record MetricSeries(string? Metric, IReadOnlyList<string> Metrics, IReadOnlyList<MetricPoint> Points, bool Truncated);

/// <summary>Reads series for charts; bounded, whatever the number of versions.</summary>
public sealed class MetricQueries(RegistryStore store, MetricCatalog metrics)
{
    /// <summary>How many of the latest versions a chart covers.</summary>
    public const int MostVersions = 300;

    /// <summary>Most metrics that can be chosen from; the primary one is always among them.</summary>
    private const int MostMetrics = 2_000;

    public Task<MetricSeries> OverVersionsAsync(string modelName, string? metric, Actor actor, CancellationToken ct) =>
        OverVersionsAsync(modelName, metric, archived: false, actor, ct);

    /// <summary>The same, with archived versions among them when these are asked for.</summary>
    public Task<MetricSeries> OverVersionsAsync(string modelName, string? metric, bool archived, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var model = await db.FindModelAsync(actor, modelName, ct);
            var from = model.LastVersionNumber - MostVersions;
            var versions = db.Versions.Where(version =>
                version.ModelId == model.Id && version.Number > from && version.Status != VersionStatus.Failed && (archived || version.ArchivedAt == null));
            var names = await versions.Join(db.Metrics.Where(row => row.IsCurrent), version => version.Id, row => row.VersionId, (_, row) => row.Name)
                .Distinct().OrderByDescending(name => name == model.PrimaryMetric).ThenBy(name => name).Take(MostMetrics).ToListAsync(ct);
            names = InOrder(names, model);
            var chosen = metric ?? names.FirstOrDefault();
            var rows = await versions.Join(db.Metrics.Where(row => row.IsCurrent && row.Name == chosen), version => version.Id, row => row.VersionId,
                    (version, row) => new
                    {
                        version.Number,
                        Group = version.Parameters.Where(parameter => parameter.Name == VersionView.GroupParameter).Select(parameter => parameter.Value)
                            .FirstOrDefault() ?? version.Framework,
                        version.DatasetDigest,
                        Row = row,
                    })
                .OrderBy(pair => pair.Number).ThenBy(pair => pair.Row.Id).ToListAsync(ct);
            // A version measured on several data sets shows the one on its own data set, else the newest.
            var points = rows.GroupBy(pair => pair.Number)
                .Select(group => group.FirstOrDefault(pair => pair.Row.DatasetDigest == (pair.DatasetDigest ?? "")) ?? group.Last())
                .Select(pair => new MetricPoint(pair.Number, pair.Row.Value, pair.Group, pair.Row.DatasetDigest)).ToList();
            return new MetricSeries(chosen, names, points, from > 0);
        }, ct);

    /// <summary>Several metrics over the latest versions of a model, oldest first, for the spark lines of one page; finite numbers only.</summary>
    public Task<IReadOnlyDictionary<string, IReadOnlyList<SparkPoint>>> SparksAsync(string modelName, IReadOnlyList<string> wanted, Actor actor,
        CancellationToken ct) =>
        store.ReadAsync<IReadOnlyDictionary<string, IReadOnlyList<SparkPoint>>>(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var model = await db.FindModelAsync(actor, modelName, ct);
            var (before, names) = (model.LastVersionNumber - ModelQueries.SparkVersions, wanted.Take(MostMetrics).ToArray());
            var rows = await (
                from version in db.Versions
                where version.ModelId == model.Id && version.Number > before && version.ArchivedAt == null
                join metric in db.Metrics on version.Id equals metric.VersionId
                where metric.IsCurrent && metric.Kind == NumberKind.Finite && names.Contains(metric.Name)
                orderby metric.Name, version.Number, metric.DatasetDigest == (version.DatasetDigest ?? ""), metric.Id
                select new { metric.Name, version.Number, metric.Stored }).ToListAsync(ct);
            return rows.GroupBy(row => row.Name).ToDictionary(
                group => group.Key,
                group => (IReadOnlyList<SparkPoint>)[.. group.GroupBy(row => row.Number).Select(points => new SparkPoint(points.Key, points.Last().Stored))]);
        }, ct);

    /// <summary>
    /// The metrics of a version that were measured at several steps, for small charts, the most telling first; bounded, whatever was logged, and with
    /// the one that somebody asks for <paramref name="also"/>.
    /// </summary>
    public Task<MetricCurves> CurvesAsync(string modelName, string selector, string? also, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var (model, version) = await db.FindVersionAsync(actor, modelName, selector, ct);
            var rows = db.Metrics.Where(row => row.VersionId == version.Id);
            var names = await rows.GroupBy(row => row.Name).Where(group => group.Min(row => row.Step) != group.Max(row => row.Step))
                .Select(group => group.Key).OrderByDescending(name => name == model.PrimaryMetric).ThenBy(name => name).Take(MostMetrics).ToListAsync(ct);
            names = InOrder(names, model);
            var shown = (also is not null && names.Contains(also) ? names.Take(MetricCurves.Most - 1).Append(also).Distinct() : names.Take(MetricCurves.Most))
                .ToArray();
            var measured = shown.Length == 0
                ? []
                : await rows.Where(row => shown.Contains(row.Name)).OrderBy(row => row.Name).ThenBy(row => row.Step).ThenBy(row => row.Id)
                    .Take(MetricCurves.MostRows).Select(row => new MeasuredStep(row.Name, row.DatasetDigest, row.Step, row.Stored, row.Kind)).ToListAsync(ct);
            return MetricCurves.Of(measured, shown, [.. names.Except(shown)], truncated: measured.Count == MetricCurves.MostRows);
        }, ct);

    /// <summary>The primary metric, then the well-known ones, then the others by name.</summary>
    private List<string> InOrder(IEnumerable<string> names, Model model) =>
        [.. metrics.Now.InOrder(names).OrderByDescending(name => name == model.PrimaryMetric)];
}
