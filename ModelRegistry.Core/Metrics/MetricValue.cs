using System.Globalization;

namespace ModelRegistry.Core.Metrics;

/// <summary>Which kind of number a value is; kept beside the number because SQL Server refuses NaN and infinities and SQLite turns NaN into NULL.</summary>
public enum NumberKind
{
    Finite,
    NaN,
    PositiveInfinity,
    NegativeInfinity,
}

public static class MetricValue
{
    public static NumberKind KindOf(double value) => value switch
    {
        double.NaN => NumberKind.NaN,
        double.PositiveInfinity => NumberKind.PositiveInfinity,
        double.NegativeInfinity => NumberKind.NegativeInfinity,
        _ => NumberKind.Finite,
    };

    public static double Of(double stored, NumberKind kind) => kind switch
    {
        NumberKind.Finite => stored,
        NumberKind.NaN => double.NaN,
        NumberKind.PositiveInfinity => double.PositiveInfinity,
        NumberKind.NegativeInfinity => double.NegativeInfinity,
    };

    /// <summary>What the column holds: the number itself (SQLite keeps no minus before zero), or 0 when <see cref="NumberKind"/> says what it is.</summary>
    public static double Stored(double value) => double.IsFinite(value) && value != 0 ? value : 0;

    private const double TooLong = 1e9;
    private const double TooSmall = 1e-3;

    /// <summary>
    /// The number by its metric's format, for people: <c>0.9704</c>, <c>15.4 µs</c>; with an exponent where that format would
    /// show hundreds of digits or nothing but zeros.
    /// </summary>
    public static string Show(double value, MetricDefinition definition)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "not a number" : value > 0 ? "infinite" : "−infinite";
        }

        var shown = MetricFormat.IsPercent(definition.Format) ? 100 * value : value;
        var format = Math.Abs(shown) is >= TooLong or < TooSmall and > 0 ? "0.####e+0" : definition.Format;
        var number = value.ToString(format, CultureInfo.InvariantCulture).Replace('-', '−');
        return definition.Unit.Length == 0 ? number : $"{number} {definition.Unit}";
    }
}
