using System.Globalization;
using ModelRegistry.Core.Compare;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Web.Components.Shared;
using Plotly.Blazor;
using Plotly.Blazor.LayoutLib;
using Plotly.Blazor.Traces;
using Plotly.Blazor.Traces.ScatterLib;
using ScatterLine = Plotly.Blazor.Traces.ScatterLib.Line;

namespace ModelRegistry.Web.Components.Pages.Compare;

/// <summary>
/// Parallel coordinates of a comparison: an axis for each parameter that differs, then the metric; a line for each version. What is brushed is kept by
/// the address, in thousandths of an axis.
/// </summary>
public sealed class ParallelChart
{
    public const int MostParameters = 8;

    private readonly IReadOnlyList<VersionMark> _marks;
    private readonly MetricDefinition _metric;

    public ParallelChart(Comparison comparison, MetricComparison metric, Brush brush)
    {
        _marks = VersionMark.Of(comparison);
        _metric = metric.Definition;
        var differing = comparison.Parameters.Where(row => row.Differs).ToList();
        Truncated = differing.Count > MostParameters;
        Coordinates = new ParallelCoordinates(
            differing.Take(MostParameters).Select(row => new ParameterColumn(row.Name, row.Cells)),
            [new MetricColumn(metric.Definition.Name, metric.Definition.HigherIsBetter, [.. metric.Cells.Select(Number)])]);
        Brush = brush.Within(Coordinates.Axes.Count);
        Chosen = Coordinates.Brushed(Brush.Shares).ToHashSet();
    }

    public ParallelCoordinates Coordinates { get; }

    public Brush Brush { get; }

    /// <summary>Whether more parameters differ than there are axes.</summary>
    public bool Truncated { get; }

    /// <summary>The places of the versions that lie in everything brushed; all of them without a brush.</summary>
    public IReadOnlySet<int> Chosen { get; }

    public string Summary => Brush.IsEmpty
        ? $"{Coordinates.Rows} versions over {string.Join(", ", Coordinates.Axes.Select(axis => axis.Name))}. Drag over the chart to select."
        : $"{(Chosen.Count == 0 ? "No version" : string.Join(", ", Chosen.Order().Select(index => _marks[index].Name)))} "
            + $"{(Chosen.Count < 2 ? "lies" : "lie")} in what is selected on "
            + $"{string.Join(" and ", Brush.Shares.Keys.Select(axis => Coordinates.Axes[axis].Name))}.";

    public IList<ITrace> Traces() => [.. _marks.Select((mark, row) => new Scatter
    {
        Name = PlotText.Of(mark.Name),
        X = [.. Enumerable.Range(0, Coordinates.Axes.Count).Select(axis => (object)axis)],
        Y = PlotStyle.Values(Coordinates.Axes.Select(axis => axis.Values[row].Position))!,
        Mode = ModeFlag.Lines | ModeFlag.Markers,
        Opacity = Chosen.Contains(row) ? 1 : 0.15m,
        Line = new ScatterLine { Width = 2, Color = mark.Colour, Dash = mark.Dash },
        Marker = new Marker { Color = mark.Colour, Size = 7, Symbol = mark.Symbol },
        TextArray = [.. Coordinates.Axes.Select(axis => PlotText.Of($"{mark.Name} · {axis.Name} {Text(axis, row)}"))],
        HoverTemplate = "%{text}<extra></extra>",
    })];

    public Plotly.Blazor.Layout Layout()
    {
        var layout = PlotStyle.Layout();
        layout.DragMode = DragModeEnum.Select;
        layout.XAxis[0].TickVals = [.. Enumerable.Range(0, Coordinates.Axes.Count).Select(axis => (object)axis)];
        layout.XAxis[0].TickText = [.. Coordinates.Axes.Select(axis => (object)PlotText.Of(Short(axis.Name)))];
        layout.XAxis[0].Range = [-0.3, Coordinates.Axes.Count - 0.7];
        layout.YAxis[0].ShowTickLabels = false;
        layout.YAxis[0].ShowGrid = false;
        layout.YAxis[0].Range = [-0.14, 1.14];
        layout.Margin.L = 24;
        layout.Annotations = [.. Coordinates.Axes.SelectMany((axis, index) => new[]
        {
            End(index, 1.01, High(axis), Plotly.Blazor.LayoutLib.AnnotationLib.YAnchorEnum.Bottom),
            End(index, -0.01, Low(axis), Plotly.Blazor.LayoutLib.AnnotationLib.YAnchorEnum.Top),
        })];
        layout.Shapes = [.. Brush.Shares.Select(brush => new Shape
        {
            Type = Plotly.Blazor.LayoutLib.ShapeLib.TypeEnum.Rect,
            XRef = "x",
            YRef = "y",
            X0 = brush.Key - 0.08,
            X1 = brush.Key + 0.08,
            Y0 = brush.Value.From - 0.02,
            Y1 = brush.Value.To + 0.02,
            FillColor = "rgba(72,104,232,0.18)",
            Line = new Plotly.Blazor.LayoutLib.ShapeLib.Line { Width = 1, Color = "#4868E8" },
            Layer = Plotly.Blazor.LayoutLib.ShapeLib.LayerEnum.Below,
        })];
        return layout;
    }

    // A number on another data set than the base's has no place beside the others.
    private static double? Number(ComparedMetric cell) => cell.Outcome is MetricOutcome.NotComparable or MetricOutcome.Missing ? null : cell.Value;

    private static Annotation End(int axis, double y, string text, Plotly.Blazor.LayoutLib.AnnotationLib.YAnchorEnum anchor) => new()
    {
        Text = PlotText.Of(Short(text)),
        XRef = "x",
        YRef = "y",
        X = axis,
        Y = y,
        YAnchor = anchor,
        ShowArrow = false,
    };

    private static string Short(string text) => text.Length <= 18 ? text : $"{text[..17]}…";

    private string Low(ParallelAxis axis) => End(axis, axis.Low, axis.Categories.Count == 0 ? null : axis.Categories[0]);

    private string High(ParallelAxis axis) => End(axis, axis.High, axis.Categories.Count == 0 ? null : axis.Categories[^1]);

    private string End(ParallelAxis axis, double? number, string? category) =>
        category ?? (number is { } value ? axis.IsMetric ? MetricValue.Show(value, _metric) : ShownNumber.Exact(value) : "–");

    private string Text(ParallelAxis axis, int row) => axis.Values[row] switch
    {
        { Kind: ParallelValueKind.Missing } => "not there",
        var value when axis.IsMetric && double.TryParse(value.Text, CultureInfo.InvariantCulture, out var number) => MetricValue.Show(number, _metric),
        var value => value.Text,
    };
}
