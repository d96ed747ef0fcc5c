using System.Globalization;

namespace ModelRegistry.Core.Compare;

/// <summary>What a row has on an axis.</summary>
public enum ParallelValueKind
{
    Value,

    /// <summary>The row has no such parameter or metric.</summary>
    Missing,

    /// <summary>NaN or infinite: it was measured and has no place on the axis.</summary>
    NotFinite,
}

/// <summary>One row on one axis; <see cref="Position"/> runs from 0 to 1 and is null where there is no place.</summary>
public readonly record struct ParallelValue(ParallelValueKind Kind, double? Position, string Text);

/// <summary>
/// An axis: of numbers from <see cref="Low"/> to <see cref="High"/>, or of <see cref="Categories"/> in their order, evenly spread. Where all are
/// equal they lie in the middle.
/// </summary>
public sealed record ParallelAxis(
    string Name,
    bool IsMetric,
    bool? HigherIsBetter,
    bool IsLogarithmic,
    double? Low,
    double? High,
    IReadOnlyList<string> Categories,
    IReadOnlyList<ParallelValue> Values)
{
    /// <summary>Whether it is one of numbers; without a finite one it has no ends.</summary>
    public bool IsNumeric => Categories.Count == 0;
}

/// <summary>A parameter of all rows as it was written; null where a row has none.</summary>
public sealed record ParameterColumn(string Name, IReadOnlyList<string?> Values);

/// <summary>A metric of all rows.</summary>
public sealed record MetricColumn(string Name, bool? HigherIsBetter, IReadOnlyList<double?> Values);

/// <summary>The lines from parameters to metrics, each axis brought to 0 to 1 so that a chart only draws.</summary>
public sealed class ParallelCoordinates
{
    /// <summary>Positive numbers that span so much are drawn by their logarithm: learning rates, not layers.</summary>
    public const double LogarithmicFrom = 1_000;

    public ParallelCoordinates(IEnumerable<ParameterColumn> parameters, IEnumerable<MetricColumn> metrics)
    {
        Axes = [.. parameters.Select(Parameter), .. metrics.Select(Metric)];
        Rows = Axes.Count == 0 ? 0 : Axes[0].Values.Count;
        if (Axes.Any(axis => axis.Values.Count != Rows))
        {
            throw new ArgumentException("Every column has one value or null per row.", nameof(parameters));
        }
    }

    /// <summary>Parameters, then metrics, each in the order given.</summary>
    public IReadOnlyList<ParallelAxis> Axes { get; }

    public int Rows { get; }

    /// <summary>The rows that lie in every brushed range, ends included; a row without a place on a brushed axis lies in none.</summary>
    /// <param name="brushes">By the place of the axis, from and to between 0 and 1.</param>
    public IReadOnlyList<int> Brushed(IReadOnlyDictionary<int, (double From, double To)> brushes)
    {
        ArgumentNullException.ThrowIfNull(brushes);
        return [.. Enumerable.Range(0, Rows).Where(row => brushes.All(brush =>
            Axes[brush.Key].Values[row].Position is { } position
            && position >= Math.Min(brush.Value.From, brush.Value.To) && position <= Math.Max(brush.Value.From, brush.Value.To)))];
    }

    /// <summary>Numbers when all that is there reads as one, else categories.</summary>
    private static ParallelAxis Parameter(ParameterColumn column)
    {
        var numbers = column.Values.Select(text => text is null ? null : Number(text)).ToList();
        return numbers.Zip(column.Values).All(pair => pair.First is not null || pair.Second is null)
            && numbers.Exists(number => number is { } value && double.IsFinite(value))
            ? Numeric(column.Name, isMetric: false, null, numbers, column.Values)
            : Categorical(column);
    }

    private static ParallelAxis Metric(MetricColumn column) => Numeric(column.Name, isMetric: true, column.HigherIsBetter, column.Values,
        [.. column.Values.Select(value => value?.ToString("R", CultureInfo.InvariantCulture))]);

    private static ParallelAxis Numeric(
        string name, bool isMetric, bool? higherIsBetter, IReadOnlyList<double?> numbers, IReadOnlyList<string?> texts)
    {
        var finite = numbers.OfType<double>().Where(double.IsFinite).ToList();
        var (low, high) = finite.Count == 0 ? (0, 0) : (finite.Min(), finite.Max());
        var logarithmic = low > 0 && high / low >= LogarithmicFrom;
        double Scaled(double value) => logarithmic ? Math.Log(value) : value;
        return new ParallelAxis(name, isMetric, higherIsBetter, logarithmic, finite.Count == 0 ? null : low,
            finite.Count == 0 ? null : high, [], [.. numbers.Zip(texts, (number, text) => number switch
        {
            null => new ParallelValue(ParallelValueKind.Missing, null, ""),
            { } value when !double.IsFinite(value) => new ParallelValue(ParallelValueKind.NotFinite, null, text!),
            { } value => new ParallelValue(ParallelValueKind.Value, AxisScale.Share(Scaled(value), Scaled(low), Scaled(high)), text!),
        })]);
    }

    private static ParallelAxis Categorical(ParameterColumn column)
    {
        string[] categories = [.. column.Values.OfType<string>().Distinct().Order(NaturalOrder.Comparer)];
        var places = categories.Index().ToDictionary(category => category.Item, category => AxisScale.Share(category.Index, 0, categories.Length - 1));
        return new ParallelAxis(column.Name, IsMetric: false, null, IsLogarithmic: false, null, null, categories, [.. column.Values.Select(text => text is null
            ? new ParallelValue(ParallelValueKind.Missing, null, "")
            : new ParallelValue(ParallelValueKind.Value, places[text], text))]);
    }

    // As Python reads numbers, whatever the case; "1,5" and "1 000" are texts.
    private static double? Number(string text) => text.Trim() switch
    {
        "inf" or "+inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        var trimmed => double.TryParse(trimmed, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture, out var number) ? number : null,
    };
}
