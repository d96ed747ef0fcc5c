using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Web.Components.Pages.Admin;

/// <summary>A metric's definition in words, for the list and the dialog.</summary>
public static class MetricWords
{
    private const double Example = 0.97046;
    private const double LargeExample = 1234.5678;

    public static IReadOnlyList<(bool? HigherIsBetter, string Label)> Directions { get; } =
        [(true, "Higher is better"), (false, "Lower is better"), (null, "Not known: never called better or worse")];

    public static string Direction(bool? higherIsBetter) => higherIsBetter switch
    {
        true => "higher is better",
        false => "lower is better",
        null => "not known",
    };

    /// <summary>What a number looks like in a format and a unit: a share where the format is for shares, else also a larger one.</summary>
    public static string Shown(string format, string unit)
    {
        var definition = new MetricDefinition("", null, unit.Trim(), format);
        return MetricFormat.IsPercent(format)
            ? MetricValue.Show(Example, definition)
            : $"{MetricValue.Show(Example, definition)} or {MetricValue.Show(LargeExample, definition)}";
    }

    public static string Origin(MetricDefinitionView view) => view.Origin switch
    {
        MetricOrigin.Changed => "changed",
        MetricOrigin.BuiltIn => "built in",
        MetricOrigin.Undefined => "not defined",
    };
}
