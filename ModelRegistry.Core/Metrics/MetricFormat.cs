namespace ModelRegistry.Core.Metrics;

/// <summary>The number formats that a metric can have: few enough to choose from, and none that breaks a table.</summary>
public static class MetricFormat
{
    public static IReadOnlyList<string> All { get; } =
    [
        "0", "0.0", "0.00", "0.000", "0.0000", "0.00000", "0.000000", MetricDefinitions.PlainFormat, "0 %", "0.0 %", "0.00 %",
    ];

    /// <summary>Whether the number is a share and shown in hundredths, so that it can have no other unit.</summary>
    public static bool IsPercent(string format) => format.EndsWith('%');
}
