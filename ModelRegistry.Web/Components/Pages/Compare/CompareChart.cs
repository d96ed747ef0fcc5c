using ModelRegistry.Core.Compare;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Web.Components.Shared;
using Plotly.Blazor;
using Plotly.Blazor.Traces;
using Plotly.Blazor.Traces.BarLib;

namespace ModelRegistry.Web.Components.Pages.Compare;

/// <summary>The bars of one candidate: per metric by which share it is better (above zero) or worse than the base, null where there is none to show.</summary>
public sealed record CompareBars(string Name, string Colour, IReadOnlyList<double?> Heights, IReadOnlyList<string> Hover);

/// <summary>
/// Grouped bars of a comparison: how much better or worse each candidate is than the base, which is the line at zero. Shares and no values, because
/// metrics have different units; above zero is better, whichever direction that is.
/// </summary>
public sealed class CompareChart
{
    public const int MostMetrics = 12;

    /// <summary>A bar ends here, so that one metric that became a hundred times worse does not flatten all others.</summary>
    public const double Longest = 1;

    public CompareChart(Comparison comparison, MetricDefinitions definitions)
    {
        var drawable = comparison.Metrics.Where(metric => metric.Cells.Any(cell => Share(metric.Definition, cell) is not null))
            .ToDictionary(metric => metric.Definition.Name, StringComparer.Ordinal);
        var metrics = definitions.InOrder(drawable.Keys).Take(MostMetrics).Select(name => drawable[name]).ToList();
        Truncated = drawable.Count > metrics.Count;
        Labels = [.. metrics.Select(metric => metric.Definition.Name)];
        var baseName = comparison.NameOf(comparison.BaseIndex);
        Series = [.. VersionMark.Of(comparison).Index().Where(candidate => candidate.Index != comparison.BaseIndex)
            .Select(candidate => new CompareBars(
                candidate.Item.Name,
                candidate.Item.Colour,
                [.. metrics.Select(metric => Share(metric.Definition, metric.Cells[candidate.Index]))],
                [.. metrics.Select(metric => Hover(candidate.Item.Name, baseName, metric.Definition, metric.Cells[candidate.Index]))]))];
    }

    public IReadOnlyList<string> Labels { get; }

    public IReadOnlyList<CompareBars> Series { get; }

    /// <summary>Whether there are more metrics than bars have room for.</summary>
    public bool Truncated { get; }

    /// <summary>Whether a bar is cut at <see cref="Longest"/>.</summary>
    public bool IsCut => Series.Any(bars => bars.Heights.Any(height => Math.Abs(height ?? 0) > Longest));

    public IList<ITrace> Traces() => [.. Series.Select(bars => new Bar
    {
        Name = PlotText.Of(bars.Name),
        X = [.. Labels.Select(label => (object)PlotText.Of(label))],
        Y = PlotStyle.Values(bars.Heights.Select(height => height is { } share ? Math.Clamp(share, -Longest, Longest) : (double?)null))!,
        Marker = new Marker { Color = bars.Colour },
        TextArray = [.. bars.Hover.Select(PlotText.Of)],
        TextPosition = TextPositionEnum.None,
        HoverTemplate = "%{text}<extra></extra>",
    })];

    public static Plotly.Blazor.Layout Layout(string baseName)
    {
        var layout = PlotStyle.Layout(yTitle: PlotText.Of($"worse ← than {baseName} → better"));
        layout.BarMode = Plotly.Blazor.LayoutLib.BarModeEnum.Group;
        layout.YAxis[0].TickFormat = "+.0%";
        layout.YAxis[0].ZeroLine = true;
        return layout;
    }

    /// <summary>
    /// By which share better, with a minus worse; null without a direction, on another data set than the base's (the very comparison that the table
    /// refuses), and of zero.
    /// </summary>
    private static double? Share(MetricDefinition definition, ComparedMetric cell) => cell.Outcome switch
    {
        MetricOutcome.Equal => 0,
        MetricOutcome.Better or MetricOutcome.Worse when cell is { Value: { } value, Baseline: { } baseline }
            && RelativeChange.Of(value, baseline) is { } change => definition.HigherIsBetter == false ? -change : change,
        _ => null,
    };

    private static string Hover(string name, string baseName, MetricDefinition definition, ComparedMetric cell)
    {
        var value = cell.Value is { } number ? MetricValue.Show(number, definition) : "not measured";
        var against = (cell.Outcome, RelativeChange.Text(cell.Value, cell.Baseline)) switch
        {
            (MetricOutcome.Equal, _) => $", equal to {baseName}",
            (MetricOutcome.Better, { } change) => $", {change}: better than {baseName}",
            (MetricOutcome.Worse, { } change) => $", {change}: worse than {baseName}",
            _ => "",
        };
        return $"{name} · {definition.Name} {value}{against}";
    }
}
