using System.Globalization;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Web.Components.Shared;

namespace ModelRegistry.Web.Components.Pages.Models;

/// <summary>Points of one kind of model, on the newest version's data set or on another.</summary>
public sealed record PointSeries(string Name, string Colour, bool OnOtherDataset, IReadOnlyList<MetricPoint> Points);

/// <summary>The time of one version in the last stage, as a band of the chart between two places on the axis of versions.</summary>
public sealed record StageBand(string Slot, int Version, double From, double To, bool IsNow)
{
    public string Label => string.Create(CultureInfo.InvariantCulture, $"{Slot}: v{Version}");

    public string ShortLabel => string.Create(CultureInfo.InvariantCulture, $"v{Version}");
}

/// <summary>
/// A metric over versions, computed apart from the chart that draws it. Points on another data set than the newest point's
/// are told apart, because their numbers are not comparable. Stays in the last stage (production) are bands behind the points:
/// the axis counts versions and not days, so a band reaches from where its version became the occupant, between the versions registered before and
/// after, to the next change, the present one to the right end. However short a stay was, its band can be seen.
/// </summary>
public sealed class MetricOverVersions
{
    private const string Unnamed = "not said";
    private const string Others = "other kinds";
    private const double LeastBand = 0.006; // of the width
    private const double Level = 1e-9; // numbers that differ by less than this share of them are one height
    private const double Room = 0.05;
    private const double RoomAbove = 0.16;
    private const int MostNamed = 3;
    private const int LongestTitle = 20;

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

    /// <summary>
    /// What the axis of values spans: with room above the points for the names of bands, and for values that are all the same as much as puts them in
    /// the middle of a narrow strip.
    /// </summary>
    public IReadOnlyList<double> ValueRange
    {
        get
        {
            if (Points.Count == 0)
            {
                return [0, 1];
            }

            var (low, high) = (Points.Min(point => point.Value), Points.Max(point => point.Value));
            var size = Math.Max(Math.Abs(low), Math.Abs(high));
            var pad = high - low > Level * size ? RoomAbove * (high - low) : size == 0 ? 2 * Room : Room * size;
            var below = high - low > Level * size ? pad / 2 : pad;
            return [Math.Max(low - below, double.MinValue), Math.Min(high + pad, double.MaxValue)];
        }
    }

    /// <summary>Whether its numbers are so small or large that people read them with an exponent.</summary>
    public bool HasExponents => Points.Count > 0 && Points.Max(point => Math.Abs(point.Value)) is > 0 and < 1e-3 or >= 1e9;

    /// <summary>What was in production while the versions came, oldest first.</summary>
    public IReadOnlyList<StageBand> Bands
    {
        get
        {
            var (left, right) = (VersionRange[0], VersionRange[^1]);
            var least = LeastBand * (right - left);
            return
            [
                .. _stays.Select(stay => (Stay: stay, From: Place(stay.From), To: stay.Until is { } until ? Place(until) : right))
                    .Where(stay => Points.Count > 0 && stay.To >= left)
                    .Select(stay => (stay.Stay, stay.From, To: Math.Min(right, Math.Max(stay.To, Math.Max(left, stay.From) + least))))
                    .Select(stay => new StageBand(stay.Stay.Slot, stay.Stay.Version, Math.Max(left, Math.Min(stay.From, stay.To - least)), stay.To,
                        stay.Stay.Until is null)),
            ];
        }
    }

    /// <summary>What is in the last stage now; null when it is empty.</summary>
    public StayOverVersions? Present => _stays.LastOrDefault(stay => stay.Until is null);

    /// <summary>The point of what is in the last stage now; null when it is not on the chart.</summary>
    public MetricPoint? PresentPoint => Points.FirstOrDefault(point => point.Version == Present?.Version);

    /// <summary>The answer before the chart: which version is best on the newest data set, and what is in production.</summary>
    public string Answer
    {
        get
        {
            if (Points.Count == 0)
            {
                return $"No version has a number for {Metric.Name}.";
            }

            var comparable = Points.Where(OnNewestDataset).ToList();
            var of = comparable.Count == 1 ? "the only version" : Counted(comparable.Count);
            var where = HasOtherDatasets ? " on its data set" : "";
            if (Metric.HigherIsBetter is not { } higher)
            {
                return string.Create(CultureInfo.InvariantCulture, $"Newest: v{Points[^1].Version} with {Show(Points[^1])}, {of} measured{where}.{InStage()}");
            }

            var best = higher ? comparable.MaxBy(point => point.Value)! : comparable.MinBy(point => point.Value)!;
            var ties = comparable.Where(point => MetricOutcomes.Of(Metric, point.Value, best.Value) == MetricOutcome.Equal).ToList();
            return (comparable.Count, ties.Count) switch
            {
                (1, _) => string.Create(CultureInfo.InvariantCulture, $"v{best.Version} is the only version measured{where}: {Show(best)}.{InStage()}"),
                var (all, tied) when all == tied => $"All {of} are equal{where}: {Show(best)}.",
                (_, 1) => string.Create(CultureInfo.InvariantCulture, $"v{best.Version} is best of {of}{where}: {Show(best)}.{NewestOf(best)}{InStage()}"),
                _ => $"{Names(ties)} are best of {of}{where}: {Show(best)}.{NewestOf(ties)}{InStage()}",
            };
        }
    }

    /// <summary>The version that the answer calls best, the first one of equals; null without a direction or a number.</summary>
    public MetricPoint? Best => Metric.HigherIsBetter is not { } higher || Points.Count == 0 ? null
        : higher ? Points.Where(OnNewestDataset).MaxBy(point => point.Value) : Points.Where(OnNewestDataset).MinBy(point => point.Value);

    /// <summary>Each version on the newest data set that was better than all before it.</summary>
    public IReadOnlyList<MetricPoint> BestSoFar
    {
        get
        {
            var records = new List<MetricPoint>();
            foreach (var point in Points.Where(point => Metric.HigherIsBetter is not null && OnNewestDataset(point)))
            {
                if (records.Count == 0 || point.Value != records[^1].Value && point.Value > records[^1].Value == Metric.HigherIsBetter)
                {
                    records.Add(point);
                }
            }

            return records;
        }
    }

    /// <summary>The name of the axis of values; a long one is cut, since the axis is short.</summary>
    public string ValueTitle => Metric.Name.Length <= LongestTitle ? Metric.Name : $"{Metric.Name[..(LongestTitle - 1)]}…";

    public string HoverOf(MetricPoint point) => PlotText.Of(string.Create(CultureInfo.InvariantCulture,
        $"v{point.Version} · {Metric.Name} {Show(point)} · {point.Group ?? Unnamed} · {Dataset(point)}"));

    // To the right of the newest version there is only the room beside its point.
    private double Place(double version) =>
        version > Points[^1].Version ? Points[^1].Version + ((version - Points[^1].Version) * (VersionRange[^1] - Points[^1].Version)) : version;

    private string Counted(int count) => string.Create(CultureInfo.InvariantCulture, $"{_series.Measured ?? count} versions");

    private static string Names(List<MetricPoint> points)
    {
        var names = points.Take(points.Count > MostNamed + 1 ? MostNamed : points.Count)
            .Select(point => string.Create(CultureInfo.InvariantCulture, $"v{point.Version}")).ToList();
        var last = points.Count > names.Count ? string.Create(CultureInfo.InvariantCulture, $"{points.Count - names.Count} more") : names[^1];
        return $"{string.Join(", ", points.Count > names.Count ? names : names.SkipLast(1))} and {last}";
    }

    private string InStage() => Present is { } present && PresentPoint is { } point
        ? string.Create(CultureInfo.InvariantCulture, $" In {present.Slot}: v{present.Version} with {Show(point)}.") : "";

    private string NewestOf(List<MetricPoint> best) => best.Contains(Points[^1]) ? " The newest is one of them." : NewestOf(best[0]);

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
