using System.Globalization;
using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Core.Compare;

/// <summary>
/// One number of a heat map; <see cref="Shade"/> runs from 0, the worst finite number of the map, to 1, the best one, and is null where there is no
/// finite number.
/// </summary>
public readonly record struct SliceCell(double? Value, double? Shade);

/// <summary>A slice over the versions, in their order.</summary>
public sealed record SliceRow(string Slice, IReadOnlyList<SlicePart> Parts, IReadOnlyList<SliceCell> Cells);

/// <summary>The slice on which a version does worst; <see cref="Gap"/> is how much worse than the whole, null when that is no number.</summary>
public sealed record WorstSlice(string Slice, double Value, double? Gap);

/// <summary>A metric by slice and version, and the worst slice of each.</summary>
public sealed class SliceHeatMap
{
    private SliceHeatMap(string metric, bool? higherIsBetter, IReadOnlyList<double?> whole, IReadOnlyList<SliceRow> rows)
    {
        (Metric, HigherIsBetter, Whole, Rows) = (metric, higherIsBetter, whole, rows);
        Worst = [.. whole.Select((value, version) => WorstOf(version, value))];
    }

    public string Metric { get; }

    public bool? HigherIsBetter { get; }

    /// <summary>The metric over all rows of the data, per version; null where a version has none.</summary>
    public IReadOnlyList<double?> Whole { get; }

    /// <summary>Slices with few conditions first, then as people count.</summary>
    public IReadOnlyList<SliceRow> Rows { get; }

    /// <summary>Per version its worst slice, of equal ones the first row; null without a direction or a finite number.</summary>
    public IReadOnlyList<WorstSlice?> Worst { get; }

    /// <summary>One map for each metric that has slices in one of the versions, by the name of the metric.</summary>
    /// <param name="versions">The metrics of each version by name, sliced or not.</param>
    /// <param name="higherIsBetter">The direction of a metric by its name without slice, null when nobody knows.</param>
    public static IReadOnlyList<SliceHeatMap> Of(IReadOnlyList<IReadOnlyDictionary<string, double>> versions, Func<string, bool?> higherIsBetter)
    {
        ArgumentNullException.ThrowIfNull(versions);
        ArgumentNullException.ThrowIfNull(higherIsBetter);
        var read = versions.Select(Read).ToList();
        return [.. read.SelectMany(version => version.Keys).Distinct().GroupBy(slice => slice.Metric).OrderBy(metric => metric.Key, StringComparer.Ordinal)
            .Select(metric => new SliceHeatMap(metric.Key, higherIsBetter(metric.Key),
                [.. versions.Select(version => version.TryGetValue(metric.Key, out var value) ? value : (double?)null)],
                RowsOf(metric, read, higherIsBetter(metric.Key))))];
    }

    /// <summary>The worst slice in a sentence: <c>Worst of v3: country=DE with 0.71, 0.2 worse than the whole.</c></summary>
    /// <param name="version">The place of the version.</param>
    /// <param name="name">What the version is called.</param>
    /// <param name="show">Writes a number of this metric.</param>
    public string? Sentence(int version, string name, Func<double, string> show)
    {
        if (Worst[version] is not { } worst)
        {
            return null;
        }

        var gap = worst.Gap switch
        {
            null => "",
            > 0 and var worse => $", {show(worse)} worse than the whole",
            0 => ", the same as the whole",
            var better => $", {show(-better.Value)} better than the whole",
        };
        var lacking = Rows.Count(row => row.Cells[version].Shade is null);
        var rest = lacking == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" Of {Rows.Count} slices {lacking} have no number.");
        return $"Worst of {name}: {worst.Slice} with {show(worst.Value)}{gap}.{rest}";
    }

    private static Dictionary<SlicedMetric, double> Read(IReadOnlyDictionary<string, double> metrics)
    {
        var slices = new Dictionary<SlicedMetric, double>();
        foreach (var (name, value) in metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal))
        {
            if (SlicedMetric.Read(name) is { } slice)
            {
                slices.TryAdd(slice, value); // of two spellings of one slice the first
            }
        }

        return slices;
    }

    private static List<SliceRow> RowsOf(IEnumerable<SlicedMetric> slices, List<Dictionary<SlicedMetric, double>> versions, bool? higherIsBetter)
    {
        var ordered = slices.OrderBy(slice => slice.Parts.Count).ThenBy(slice => slice.Slice, NaturalOrder.Comparer).ToList();
        var values = ordered.Select(slice => versions.Select(version => version.TryGetValue(slice, out var value) ? value : (double?)null).ToList()).ToList();
        var finite = values.SelectMany(row => row).OfType<double>().Where(double.IsFinite).DefaultIfEmpty().ToList();
        var (low, high) = (finite.Min(), finite.Max());
        return [.. ordered.Zip(values, (slice, row) =>
            new SliceRow(slice.Slice, slice.Parts, [.. row.Select(value => new SliceCell(value, Shade(value, low, high, higherIsBetter)))]))];
    }

    // Without a direction the larger number is the darker one, as everywhere.
    private static double? Shade(double? value, double low, double high, bool? higherIsBetter) =>
        value is not { } number || !double.IsFinite(number) ? null : AxisScale.Share(number, low, high) switch
        {
            var share when higherIsBetter == false => 1 - share,
            var share => share,
        };

    private WorstSlice? WorstOf(int version, double? whole)
    {
        if (HigherIsBetter is not { } higher)
        {
            return null;
        }

        var measured = Rows.Where(row => row.Cells[version].Shade is not null).Select(row => (row.Slice, Value: row.Cells[version].Value!.Value)).ToList();
        if (measured.Count == 0)
        {
            return null;
        }

        var (slice, value) = higher ? measured.MinBy(row => row.Value) : measured.MaxBy(row => row.Value);
        return new WorstSlice(slice, value, whole is { } all && double.IsFinite(all) ? higher ? all - value : value - all : null);
    }
}
