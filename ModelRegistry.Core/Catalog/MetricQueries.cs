using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Catalog;

/// <summary>One point of a metric over the versions of a model; <see cref="Group"/> is the version's kind of model (<see cref="VersionView.Group"/>).</summary>
public sealed record MetricPoint(int Version, double Value, string? Group, string? DatasetDigest);

/// <summary>
/// A metric over the versions of a model, oldest first, with the metrics that can be picked instead. <see cref="Truncated"/> says that points were left
/// out that nobody could see.
/// </summary>
public sealed record MetricSeries(string? Metric, IReadOnlyList<string> Metrics, IReadOnlyList<MetricPoint> Points, bool Truncated)
{
    /// <summary>How many versions were measured on the newest point's data set, drawn or not; null when all are drawn.</summary>
    public int? Measured { get; init; }
}

/// <summary>The part of the versions that is looked at, ends included; null goes to the end.</summary>
public sealed record VersionSpan(int? From, int? To)
{
    public static readonly VersionSpan All = new(null, null);
}

/// <summary>Reads series for charts; bounded, whatever the number of versions.</summary>
public sealed class MetricQueries(RegistryStore store, MetricCatalog metrics, Freshness freshness)
{
    /// <summary>From how many of the latest versions metrics are offered.</summary>
    public const int MostVersions = 300;

    /// <summary>Up to this many versions every point is drawn; beyond, those that cannot be told apart are left out.</summary>
    private const int MostDrawn = 1_200;
    private const int NewestColumns = 240; // four points each
    private const int OtherColumns = 60;

    private const int MostKept = 200;

    /// <summary>Up to so many versions are looked up one by one; of more it is read which ones are hidden.</summary>
    private const int MostLookedUp = 2_000;

    /// <summary>Most metrics that can be chosen from; the primary one is always among them.</summary>
    private const int MostMetrics = 2_000;

    /// <summary>Charts of many versions, which are read once until something about the model changes.</summary>
    private readonly FreshAnswers<(Guid Model, string? Metric, bool Archived, VersionSpan Span), Drawn> _kept = new(freshness, MostKept);

    public Task<MetricSeries> OverVersionsAsync(string modelName, string? metric, Actor actor, CancellationToken ct) =>
        OverVersionsAsync(modelName, metric, archived: false, actor, ct);

    /// <summary>The same, with archived versions among them when these are asked for.</summary>
    public Task<MetricSeries> OverVersionsAsync(string modelName, string? metric, bool archived, Actor actor, CancellationToken ct) =>
        OverVersionsAsync(modelName, metric, archived, VersionSpan.All, actor, ct);

    /// <summary>The same of a part of the versions: what was left out of the whole shows when the part is small enough.</summary>
    public Task<MetricSeries> OverVersionsAsync(string modelName, string? metric, bool archived, VersionSpan span, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var model = await db.FindModelAsync(actor, modelName, ct);
            var from = model.LastVersionNumber - MostVersions;
            var versions = db.Versions.Where(version =>
                version.ModelId == model.Id && version.Status != VersionStatus.Failed && (archived || version.ArchivedAt == null));
            var names = await versions.Where(version => version.Number > from)
                .Join(db.Metrics.Where(row => row.IsCurrent), version => version.Id, row => row.VersionId, (_, row) => row.Name)
                .Distinct().OrderByDescending(name => name == model.PrimaryMetric).ThenBy(name => name).Take(MostMetrics).ToListAsync(ct);
            names = InOrder(names, model);
            var chosen = metric ?? names.FirstOrDefault();
            var question = (model.Id, chosen, archived, span);
            if (!_kept.TryGet(question, out var drawn))
            {
                drawn = await _kept.ReadAsync(question, () => DrawAsync(db, model, chosen, archived, span, ct),
                    read => read.Measured is null ? null : model.Id);
            }

            return new MetricSeries(chosen, names, drawn.Points, drawn.Measured is not null) { Measured = drawn.Measured };
        }, ct);

    private static async Task<Drawn> DrawAsync(RegistryDbContext db, Model model, string? metric, bool archived, VersionSpan span, CancellationToken ct)
    {
        var (first, last) = (span.From ?? 0, span.To ?? int.MaxValue);
        // A version measured on several data sets shows the one on its own data set, else the newest: what lists go by.
        var listed = db.Metrics.Where(row => row.ListedIn == model.Id && row.Name == metric && row.VersionNumber >= first && row.VersionNumber <= last);
        var areFew = model.LastVersionNumber <= MostLookedUp;
        if (areFew)
        {
            listed = listed.Where(row => db.Versions.Any(version => version.ModelId == model.Id && version.Number == row.VersionNumber
                && version.Status != VersionStatus.Failed && (archived || version.ArchivedAt == null)));
        }

        var rows = await listed.OrderBy(row => row.VersionNumber)
            .Select(row => new { row.VersionNumber, row.DatasetDigest, row.Stored, row.Kind }).ToListAsync(ct);
        var versions = db.Versions.IgnoreQueryFilters(Deletion.Filters)
            .Where(version => version.ModelId == model.Id && version.Number >= first && version.Number <= last);
        var hidden = rows.Count == 0 || areFew ? []
            : await versions.Where(version => version.Status == VersionStatus.Failed).Select(version => version.Number)
            .Concat(versions.Where(version => version.DeletedAt != null || (!archived && version.ArchivedAt != null)).Select(version => version.Number))
            .ToHashSetAsync(ct); // each of an index that holds what is asked
        var points = rows.Where(row => !hidden.Contains(row.VersionNumber))
            .Select(row => new MetricPoint(row.VersionNumber, MetricValue.Of(row.Stored, row.Kind), null, row.DatasetDigest)).ToList();
        var newest = points.FindLast(point => double.IsFinite(point.Value))?.DatasetDigest;
        var drawn = points.Count <= MostDrawn ? points : Thin(points, newest);
        return new Drawn(await WithGroupsAsync(db, model, drawn, ct),
            drawn.Count < points.Count ? points.Count(point => point.DatasetDigest == newest && double.IsFinite(point.Value)) : null);
    }

    /// <summary>The numbers of one version, for a sentence; those of several data sets as the chart shows them.</summary>
    public Task<IReadOnlyDictionary<string, double>> OfVersionAsync(string modelName, int version, IReadOnlyList<string> wanted, Actor actor,
        CancellationToken ct) =>
        store.ReadAsync<IReadOnlyDictionary<string, double>>(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var model = await db.FindModelAsync(actor, modelName, ct);
            var names = wanted.ToArray();
            var rows = await db.Versions.Where(found => found.ModelId == model.Id && found.Number == version)
                .Join(db.Metrics.Where(row => row.IsCurrent && row.Kind == NumberKind.Finite && names.Contains(row.Name)), found => found.Id,
                    row => row.VersionId, (found, row) => new { row.Name, row.Stored, IsOwn = row.DatasetDigest == (found.DatasetDigest ?? ""), row.Id })
                .OrderBy(row => row.IsOwn).ThenBy(row => row.Id).ToListAsync(ct);
            return rows.GroupBy(row => row.Name).ToDictionary(group => group.Key, group => group.Last().Stored);
        }, ct);

    // Each data set by itself: the extremes of the one that is compared must not hide behind those of another.
    internal static List<MetricPoint> Thin(List<MetricPoint> points, string? newest)
    {
        var kept = points.GroupBy(point => point.DatasetDigest == newest)
            .SelectMany(part => SeriesThinning.M4([.. part.Select(point => new SeriesPoint(point.Version, point.Value))],
                part.Key ? NewestColumns : OtherColumns))
            .Select(point => (int)point.X).ToHashSet();
        return [.. points.Where(point => kept.Contains(point.Version))];
    }

    private static async Task<IReadOnlyList<MetricPoint>> WithGroupsAsync(RegistryDbContext db, Model model, List<MetricPoint> points, CancellationToken ct)
    {
        if (points.Count == 0)
        {
            return points;
        }

        var numbers = points.Select(point => point.Version).ToArray();
        var groups = await db.Versions.Where(version => version.ModelId == model.Id && EF.Parameter(numbers).Contains(version.Number))
            .Select(version => new
            {
                version.Number,
                Group = version.Parameters.Where(parameter => parameter.Name == VersionView.GroupParameter).Select(parameter => parameter.Value)
                    .FirstOrDefault() ?? version.Framework,
            }).ToDictionaryAsync(version => version.Number, version => version.Group, ct);
        return [.. points.Select(point => point with { Group = groups.GetValueOrDefault(point.Version) })];
    }

    /// <summary>Several metrics over the latest versions of a model, oldest first, for the spark lines of one page; finite numbers only.</summary>
    public Task<IReadOnlyDictionary<string, IReadOnlyList<SparkPoint>>> SparksAsync(string modelName, IReadOnlyList<string> wanted, Actor actor,
        CancellationToken ct) =>
        store.ReadAsync<IReadOnlyDictionary<string, IReadOnlyList<SparkPoint>>>(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var model = await db.FindModelAsync(actor, modelName, ct);
            var (before, names) = (model.LastVersionNumber - ModelQueries.SparkVersions, wanted.Take(MostMetrics).ToArray());
            var rows = await (
                from metric in db.Metrics
                where metric.ListedIn == model.Id && names.Contains(metric.Name) && metric.VersionNumber > before && metric.Kind == NumberKind.Finite
                join version in db.Versions.Where(version => version.ModelId == model.Id && version.ArchivedAt == null)
                    on metric.VersionNumber equals version.Number
                orderby metric.Name, version.Number
                select new { metric.Name, version.Number, metric.Stored }).ToListAsync(ct);
            return rows.GroupBy(row => row.Name).ToDictionary(
                group => group.Key, group => (IReadOnlyList<SparkPoint>)[.. group.Select(row => new SparkPoint(row.Number, row.Stored))]);
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

    /// <summary>The points that are drawn; how many were measured on the newest one's data set, where some were left out.</summary>
    private sealed record Drawn(IReadOnlyList<MetricPoint> Points, int? Measured);
}
