using System.Globalization;
using ModelRegistry.Core.Compare;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Web.Components.Shared;
using Plotly.Blazor;
using Plotly.Blazor.Traces;
using Plotly.Blazor.Traces.ScatterLib;
using ScatterLine = Plotly.Blazor.Traces.ScatterLib.Line;

namespace ModelRegistry.Web.Components.Pages.Compare;

/// <summary>A version as a point of a scatter; null where it has no number that may be drawn beside the others.</summary>
public sealed record ScatterPoint(VersionMark Mark, double? X, double? Y);

/// <summary>
/// Two metrics of the versions against each other, with the Pareto front: those of which none is better on both. Numbers on another data set than the
/// first version that has one (the base's, in a comparison) are left out and named.
/// </summary>
public sealed class ScatterChart
{
    private const int MostNamed = 6;

    /// <summary>Beyond this many points a legend has no room for each.</summary>
    private const int MostApart = CompareQueries.MostVersions;

    private readonly IReadOnlyList<ParetoPoint> _standings;
    private readonly IReadOnlyList<int> _line = [];

    public ScatterChart(MetricDefinition x, MetricDefinition y, IReadOnlyList<ScatterPoint> points)
    {
        (X, Y, Points) = (x, y, points);
        IReadOnlyList<IReadOnlyList<double?>> numbers = [.. points.Select(point => (IReadOnlyList<double?>)[point.X, point.Y])];
        if (x.HigherIsBetter is { } higherX && y.HigherIsBetter is { } higherY)
        {
            _standings = ParetoFront.Of(numbers, [higherX, higherY]);
            _line = ParetoFront.Line(numbers, _standings);
        }
        else
        {
            _standings = [];
        }
    }

    public MetricDefinition X { get; }

    public MetricDefinition Y { get; }

    public IReadOnlyList<ScatterPoint> Points { get; }

    /// <summary>Whether there is anything to draw.</summary>
    public bool HasPoints => Points.Any(IsDrawn);

    /// <summary>The front in the order of x.</summary>
    public IReadOnlyList<ScatterPoint> Front => [.. _line.Select(index => Points[index])];

    public string Answer
    {
        get
        {
            var left = Points.Where(point => !IsDrawn(point)).Select(point => point.Mark.Name).ToList();
            var without = left.Count == 0 ? "" : $" Not drawn, because a number is missing, not finite or of another data set: {Listed(left)}.";
            return _standings.Count == 0
                ? $"Whether a higher {(X.HigherIsBetter is null ? X.Name : Y.Name)} is better is not known, so there is no front.{without}"
                : Front.Count == 0 ? $"No version has both numbers.{without}"
                : Front.Count == 1
                    ? $"{Said(Front[0])}: no other is better on either.{without}"
                    : $"Best trade-offs ({Front.Count} of {Points.Count(IsDrawn)}): {Listed([.. Front.Select(Said)])}. No other is better on both.{without}";
        }
    }

    public static ScatterChart Of(Comparison comparison, MetricComparison x, MetricComparison y)
    {
        var marks = VersionMark.Of(comparison);
        return new ScatterChart(x.Definition, y.Definition,
            [.. marks.Select((mark, index) => new ScatterPoint(mark, Number(x.Cells[index]), Number(y.Cells[index])))]);
    }

    public IList<ITrace> Traces() =>
    [
        .. Front.Count > 1 ? new[] { FrontLine() } : [],
        .. Points.Count(IsDrawn) <= MostApart ? Points.Where(IsDrawn).Select(Dot) : [Cloud()],
    ];

    public Plotly.Blazor.Layout Layout()
    {
        var layout = PlotStyle.Layout(Title(X), Title(Y));
        (layout.XAxis[0].TickSuffix, layout.YAxis[0].TickSuffix) = (Suffix(X), Suffix(Y));
        layout.Margin.B = 56;
        return layout;
    }

    private static double? Number(ComparedMetric cell) => cell.Outcome is MetricOutcome.NotComparable or MetricOutcome.Missing ? null : cell.Value;

    private static bool IsDrawn(ScatterPoint point) => point is { X: { } x, Y: { } y } && double.IsFinite(x) && double.IsFinite(y);

    private static string Title(MetricDefinition metric) => PlotText.Of(MetricDirection.Words(metric.HigherIsBetter) is { } words
        ? $"{metric.Name} · {words}" : metric.Name);

    private static string? Suffix(MetricDefinition metric) => metric.Unit.Length == 0 ? null : $" {PlotText.Of(metric.Unit)}";

    private static string Listed(List<string> names) => names.Count <= MostNamed ? string.Join(", ", names)
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", names.Take(MostNamed))} and {names.Count - MostNamed} more");

    private Scatter FrontLine() => new()
    {
        Name = "best trade-offs",
        X = [.. Front.Select(point => (object)point.X!.Value)],
        Y = [.. Front.Select(point => (object)point.Y!.Value)],
        Mode = ModeFlag.Lines,
        Line = new ScatterLine { Width = 1.5m, Color = "rgba(128,128,128,0.8)", Dash = "dash" },
        HoverInfo = HoverInfoFlag.Skip,
    };

    private Scatter Dot(ScatterPoint point) => new()
    {
        Name = PlotText.Of(point.Mark.Name),
        X = [point.X!.Value],
        Y = [point.Y!.Value],
        Mode = ModeFlag.Markers,
        Marker = new Marker { Color = point.Mark.Colour, Size = Front.Contains(point) ? 13 : 9, Symbol = point.Mark.Symbol },
        TextArray = [PlotText.Of(Said(point))],
        HoverTemplate = "%{text}<extra></extra>",
    };

    private Scatter Cloud()
    {
        var drawn = Points.Where(IsDrawn).ToList();
        var front = Front.ToHashSet();
        return new Scatter
        {
            Name = "versions",
            X = [.. drawn.Select(point => (object)point.X!.Value)],
            Y = [.. drawn.Select(point => (object)point.Y!.Value)],
            Mode = ModeFlag.Markers,
            Marker = new Marker
            {
                ColorArray = [.. drawn.Select(point => (object)point.Mark.Colour)],
                SizeArray = [.. drawn.Select(point => (decimal?)(front.Contains(point) ? 13 : 8))],
            },
            TextArray = [.. drawn.Select(point => PlotText.Of(Said(point)))],
            HoverTemplate = "%{text}<extra></extra>",
        };
    }

    private string Said(ScatterPoint point) =>
        $"{point.Mark.Name} ({MetricValue.Show(point.Y!.Value, Y)} at {MetricValue.Show(point.X!.Value, X)})";
}
