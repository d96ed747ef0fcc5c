using System.Globalization;
using ModelRegistry.Core.Compare;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Web.Components.Shared;
using Plotly.Blazor;
using Plotly.Blazor.Traces;
using Plotly.Blazor.Traces.BarLib;

namespace ModelRegistry.Web.Components.Pages.Compare;

/// <summary>The bars of one version: per metric its share of the largest, null where there is none to show.</summary>
public sealed record CompareBars(int Version, string Colour, IReadOnlyList<double?> Heights, IReadOnlyList<string> Hover);

/// <summary>
/// Grouped bars of a comparison. Metrics have different units, so each is divided by the largest size it has among the
/// versions: bars compare versions within a metric, never metrics with each other.
/// </summary>
public sealed class CompareChart
{
    public const int MostMetrics = 12;

    public CompareChart(Comparison comparison, MetricDefinitions definitions)
    {
        var drawable = comparison.Metrics.Where(metric => metric.Cells.Count(IsDrawn) >= 2)
            .ToDictionary(metric => metric.Definition.Name, StringComparer.Ordinal);
        var metrics = definitions.InOrder(drawable.Keys).Take(MostMetrics).Select(name => drawable[name]).ToList();
        Truncated = drawable.Count > metrics.Count;
        Labels = [.. metrics.Select(metric => metric.Definition.HigherIsBetter switch
        {
            true => $"{metric.Definition.Name} ▲",
            false => $"{metric.Definition.Name} ▼",
            null => metric.Definition.Name,
        })];
        var colours = VersionColours.Of(comparison.Versions.Select(version => version.Number));
        Series = [.. comparison.Versions.Select((version, index) => new CompareBars(
            version.Number,
            colours[version.Number],
            [.. metrics.Select(metric => Height(metric, index))],
            [.. metrics.Select(metric => Hover(version.Number, metric, index))]))];
    }

    public IReadOnlyList<string> Labels { get; }

    public IReadOnlyList<CompareBars> Series { get; }

    /// <summary>Whether there are more metrics than bars have room for.</summary>
    public bool Truncated { get; }

    public IList<ITrace> Traces() => [.. Series.Select(bars => new Bar
    {
        Name = string.Create(CultureInfo.InvariantCulture, $"v{bars.Version}"),
        X = [.. Labels.Select(label => (object)PlotText.Of(label))],
        Y = PlotStyle.Values(bars.Heights)!,
        Marker = new Marker { Color = bars.Colour },
        TextArray = [.. bars.Hover.Select(PlotText.Of)],
        TextPosition = TextPositionEnum.None,
        HoverTemplate = "%{text}<extra></extra>",
    })];

    public static Plotly.Blazor.Layout Layout()
    {
        var layout = PlotStyle.Layout(yTitle: "share of the largest");
        layout.BarMode = Plotly.Blazor.LayoutLib.BarModeEnum.Group;
        layout.YAxis[0].TickFormat = ".0%";
        return layout;
    }

    // Bars on another data set than the base's would invite the very comparison that the table refuses.
    private static bool IsDrawn(ComparedMetric cell) =>
        cell.Outcome is not (MetricOutcome.NotComparable or MetricOutcome.Missing) && cell.Value is { } value && double.IsFinite(value);

    private static double? Height(MetricComparison metric, int index)
    {
        var largest = metric.Cells.Where(IsDrawn).Max(cell => Math.Abs(cell.Value!.Value));
        var cell = metric.Cells[index];
        return !IsDrawn(cell) ? null : largest == 0 ? 0 : cell.Value!.Value / largest;
    }

    private static string Hover(int version, MetricComparison metric, int index)
    {
        var value = metric.Cells[index].Value;
        return string.Create(CultureInfo.InvariantCulture,
            $"v{version} · {metric.Definition.Name} {(value is null ? "not measured" : MetricValue.Show(value.Value, metric.Definition))}");
    }
}
