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

    /// <summary>The number for people, by what is known of its metric.</summary>
    public static string Show(double value, MetricDefinition definition) => ShownNumber.Of(value, definition.Format, definition.Unit);
}
