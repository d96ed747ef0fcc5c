using ModelRegistry.Core.Compare;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Web.Components.Shared;
using Plotly.Blazor;
using Plotly.Blazor.Traces;
using Plotly.Blazor.Traces.ScatterLib;

namespace ModelRegistry.Web.Components.Pages.Compare;

/// <summary>How curves are laid over each other: by what, how smooth, on which scale.</summary>
public sealed record CurveChoice(CurveAxis Axis, double Smoothing, bool Logarithmic)
{
    public static readonly CurveChoice Plain = new(CurveAxis.Step, 0, false);
}

/// <summary>
/// The curves of one metric of several versions on one axis, or of several metrics, thinned to what can be seen; where smoothed, the measured line stays
/// thin behind.
/// </summary>
public sealed class OverlaidCurves
{
    private const int Columns = 500;
    private const int DrawnTogether = 40_000;

    private readonly IReadOnlyList<VersionMark> _marks;
    private readonly IReadOnlyList<IReadOnlyList<SeriesPoint>> _measured;
    private readonly IReadOnlyList<IReadOnlyList<SeriesPoint>> _drawn;
    private readonly IReadOnlyList<MetricDefinition> _metrics;
    private readonly CurveChoice _choice;

    /// <param name="marks">How each curve is drawn.</param>
    /// <param name="metrics">The metric of all of them, or that of each.</param>
    /// <param name="curves">What was measured.</param>
    /// <param name="choice">How they are laid over each other.</param>
    public OverlaidCurves(IReadOnlyList<VersionMark> marks, IReadOnlyList<MetricDefinition> metrics, ComparedCurves curves, CurveChoice choice)
    {
        (_marks, _metrics, _choice) = (marks, metrics, choice);
        _measured = CurveAlignment.On(choice.Axis, curves.Curves);
        _drawn = choice.Smoothing == 0 ? _measured : [.. _measured.Select(curve => CurveSmoothing.ExponentialMovingAverage(curve, choice.Smoothing))];
    }

    public bool HasCurves => _measured.Any(curve => curve.Count > 0);

    /// <summary>Where each ends, in words; of one metric the best end first.</summary>
    public string Summary
    {
        get
        {
            var ends = _measured.Index().Where(curve => curve.Item.Count > 0)
                .Select(curve => (Text: $"{_marks[curve.Index].Name} {MetricValue.Show(curve.Item[^1].Y, MetricOf(curve.Index))}", curve.Item[^1].Y)).ToList();
            if (_metrics.Count > 1)
            {
                return $"At the end: {string.Join(", ", ends.Select(curve => curve.Text))}.";
            }

            var ordered = _metrics[0].HigherIsBetter == false ? ends.OrderBy(curve => curve.Y) : ends.OrderByDescending(curve => curve.Y);
            return $"{_metrics[0].Name} at the end: {string.Join(", ", ordered.Select(curve => curve.Text))}.";
        }
    }

    /// <summary>Versions whose curve holds what is no number: gaps on the chart.</summary>
    public IReadOnlyList<string> WithGaps =>
        [.. _measured.Index().Where(curve => curve.Item.Any(point => !double.IsFinite(point.Y))).Select(curve => _marks[curve.Index].Name)];

    public IList<ITrace> Traces() =>
    [
        .. _choice.Smoothing == 0 ? [] : _measured.Select((curve, index) => Line(curve, index, behind: true)),
        .. _drawn.Select((curve, index) => Line(curve, index, behind: false)),
    ];

    public Plotly.Blazor.Layout Layout()
    {
        var layout = PlotStyle.Layout(_choice.Axis switch
        {
            CurveAxis.Step => "step",
            CurveAxis.Elapsed => "seconds since the first step",
            CurveAxis.Clock => "time",
        }, PlotText.Of(string.Join(", ", _metrics.Select(metric => metric.Name))));
        layout.YAxis[0].Type = _choice.Logarithmic ? Plotly.Blazor.LayoutLib.YAxisLib.TypeEnum.Log : Plotly.Blazor.LayoutLib.YAxisLib.TypeEnum.Linear;
        if (_choice.Axis == CurveAxis.Clock)
        {
            layout.XAxis[0].Type = Plotly.Blazor.LayoutLib.XAxisLib.TypeEnum.Date;
        }

        layout.Margin.B = 52;
        return layout;
    }

    private MetricDefinition MetricOf(int curve) => _metrics.Count == 1 ? _metrics[0] : _metrics[curve];

    private Scatter Line(IReadOnlyList<SeriesPoint> curve, int index, bool behind)
    {
        var points = SeriesThinning.M4(curve, Math.Min(Columns, DrawnTogether / 4 / Math.Max(1, _marks.Count)));
        return new Scatter
        {
            Name = PlotText.Of(_marks[index].Name),
            X = [.. points.Select(point => _choice.Axis == CurveAxis.Clock ? (object)DateTimeOffset.UnixEpoch.AddSeconds(point.X).UtcDateTime : point.X)],
            Y = PlotStyle.Values(points.Select(point => (double?)(_choice.Logarithmic && point.Y <= 0 ? double.NaN : point.Y)))!,
            Mode = points.Count == 1 ? ModeFlag.Markers : ModeFlag.Lines,
            Opacity = behind ? 0.25m : 1,
            ShowLegend = !behind && points.Count > 0,
            Line = new Line { Width = behind ? 1 : 2, Color = _marks[index].Colour, Dash = _marks[index].Dash },
            HoverInfo = behind ? HoverInfoFlag.Skip : null,
            TextArray = [.. points.Select(point => PlotText.Of($"{_marks[index].Name}: {MetricValue.Show(point.Y, MetricOf(index))}"))],
            HoverTemplate = behind ? null : "%{text}<extra></extra>",
        };
    }
}
