using System.Globalization;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Web.Components.Shared;

namespace ModelRegistry.Web.Components.Pages.Models;

/// <summary>Points of one kind of model, on the newest version's data set or on another.</summary>
public sealed record PointSeries(string Name, string Colour, bool OnOtherDataset, IReadOnlyList<MetricPoint> Points);

/// <summary>The time of one version in the last stage, as a band of the chart between two places on the axis of versions.</summary>
public sealed record StageBand(string Label, double From, double To);

/// <summary>
/// A metric over versions, computed apart from the chart that draws it. Points on another data set than the newest point's
/// are told apart, because their numbers are not comparable. Stays in the last stage (production) are bands behind the points:
/// the axis counts versions and not days, so a band reaches from the version that was newest when its version became the
/// occupant to the one that was newest at the next change, the present one to the right end. A stay during which nothing was
/// registered has no width and is left to the timeline.
/// </summary>
public sealed class MetricOverVersions
{
    private const string Unnamed = "not said";
    private const string Others = "other kinds";

    private readonly MetricSeries _series;
    private readonly IReadOnlyList<StayOverVersions> _stays;

    public MetricOverVersions(MetricSeries series, MetricDefinitions definitions, IReadOnlyList<StayOverVersions>? stays = null)
    {
        _series = series;
        _stays = stays ?? [];
        Metric = definitions.For(series.Metric ?? "");
        Points = [.. series.Points.Where(point => double.IsFinite(point.Value))];
        NotNumbers = [.. series.Points.Where(point => !double.IsFinite(point.Value))];
        Series = Group();
    }

    public MetricDefinition Metric { get; }

    public IReadOnlyList<MetricPoint> Points { get; }

    /// <summary>Versions whose value is NaN or infinite: a chart cannot show them, so they are named beside it.</summary>
    public IReadOnlyList<MetricPoint> NotNumbers { get; }

    public IReadOnlyList<PointSeries> Series { get; }

    public bool HasOtherDatasets => Series.Any(series => series.OnOtherDataset);

    /// <summary>Whether each version can have a tick of its own.</summary>
    public bool IsShort => Points.Count < 2 || Points[^1].Version - Points[0].Version < 12;

    /// <summary>From the first to the last version, with room for a dot on both sides.</summary>
    public IReadOnlyList<double> VersionRange
    {
        get
        {
            if (Points.Count == 0)
            {
                return [0, 1];
            }

            var room = Math.Max(0.5, 0.015 * (Points[^1].Version - Points[0].Version));
            return [Points[0].Version - room, Points[^1].Version + room];
        }
    }

    /// <summary>What was in production while the versions came, oldest first.</summary>
    public IReadOnlyList<StageBand> Bands
    {
        get
        {
            var (left, right) = (VersionRange[0], VersionRange[^1]);
            return
            [
                .. _stays.Select(stay => new StageBand(string.Create(CultureInfo.InvariantCulture, $"{stay.Slot}: v{stay.Version}"), Math.Max(left, stay.From),
                    Math.Min(right, stay.Until ?? right)))
                    .Where(band => Points.Count > 0 && band.To > band.From),
            ];
        }
    }

    /// <summary>The answer before the chart: which version is best on the newest data set.</summary>
    public string Answer
    {
        get
        {
            if (Points.Count == 0)
            {
                return $"No version has a number for {Metric.Name}.";
            }

            var comparable = Points.Where(OnNewestDataset).ToList();
            var of = comparable.Count == 1 ? "the only version" : string.Create(CultureInfo.InvariantCulture, $"{comparable.Count} versions");
            var where = HasOtherDatasets ? " on its data set" : "";
            if (Metric.HigherIsBetter is not { } higher)
            {
                return string.Create(CultureInfo.InvariantCulture, $"Newest: v{Points[^1].Version} with {Show(Points[^1])}, {of} measured{where}.");
            }

            var best = higher ? comparable.MaxBy(point => point.Value)! : comparable.MinBy(point => point.Value)!;
            return comparable.Count == 1
                ? string.Create(CultureInfo.InvariantCulture, $"v{best.Version} is the only version measured{where}: {Show(best)}.")
                : string.Create(CultureInfo.InvariantCulture, $"v{best.Version} is best of {of}{where}: {Show(best)}.{NewestOf(best)}");
        }
    }

    public string HoverOf(MetricPoint point) => PlotText.Of(string.Create(CultureInfo.InvariantCulture,
        $"v{point.Version} · {Metric.Name} {Show(point)} · {point.Group ?? Unnamed} · {Dataset(point)}"));

    private string NewestOf(MetricPoint best) => best == Points[^1]
        ? " It is the newest."
        : string.Create(CultureInfo.InvariantCulture, $" The newest, v{Points[^1].Version}, has {Show(Points[^1])}.");

    private string Show(MetricPoint point) => MetricValue.Show(point.Value, Metric);

    private bool OnNewestDataset(MetricPoint point) => point.DatasetDigest == Points[^1].DatasetDigest;

    private static string Dataset(MetricPoint point) =>
        string.IsNullOrEmpty(point.DatasetDigest) ? "data set not said" : $"data set {point.DatasetDigest[..Math.Min(12, point.DatasetDigest.Length)]}";

    private List<PointSeries> Group()
    {
        // One colour is kept for what does not get its own: more colours than there are could not be told apart.
        var named = Points.GroupBy(point => point.Group ?? Unnamed).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.Key).Take(SeriesColors.Count - 1).ToHashSet(StringComparer.Ordinal);
        string NameOf(MetricPoint point) => named.Contains(point.Group ?? Unnamed) ? point.Group ?? Unnamed : Others;
        var colours = SeriesColors.Of(Points.Select(NameOf));
        return [.. Points.GroupBy(point => (Name: NameOf(point), Other: !OnNewestDataset(point)))
            .OrderBy(group => group.Key.Other).ThenBy(group => group.Key.Name == Others).ThenBy(group => group.Key.Name, StringComparer.Ordinal)
            .Select(group => new PointSeries(group.Key.Name, colours[group.Key.Name], group.Key.Other, [.. group]))];
    }
}
