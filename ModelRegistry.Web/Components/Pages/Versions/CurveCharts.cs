using System.Globalization;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Web.Components.Shared;
using Plotly.Blazor;
using Plotly.Blazor.Traces;
using Plotly.Blazor.Traces.ScatterLib;

namespace ModelRegistry.Web.Components.Pages.Versions;

/// <summary>One small chart: a metric over its steps, one line per data set.</summary>
public sealed record CurveChart(MetricDefinition Definition, int Version, IReadOnlyList<MetricCurve> Curves)
{
    private static readonly string[] Dashes = ["solid", "dash", "dot", "dashdot"];

    public string Metric => Definition.Name;

    public string Summary => string.Join(" ", Curves.Select(curve =>
        $"From {Show(curve.Points[0])} at step {curve.Points[0].Step} to {Show(curve.Points[^1])} at step {curve.Points[^1].Step}."));

    public static IReadOnlyList<CurveChart> Of(MetricCurves curves, int version, MetricDefinitions definitions) =>
        [.. curves.Curves.GroupBy(curve => curve.Metric).Select(group => new CurveChart(definitions.For(group.Key), version, [.. group]))];

    public IList<ITrace> Traces() => [.. Curves.Select((curve, index) => new Scatter
    {
        Name = PlotText.Of(curve.DatasetDigest.Length == 0 ? "no data set" : $"data set {curve.DatasetDigest[..Math.Min(12, curve.DatasetDigest.Length)]}"),
        X = [.. curve.Points.Select(point => (object)point.Step)],
        Y = PlotStyle.Values(curve.Points.Select(point => (double?)point.Value))!,
        Mode = ModeFlag.Lines,
        // The colour is the version's, as on every chart; its data sets differ by the line.
        Line = new Line { Width = 2, Color = SeriesColors.OfVersion(Version), Dash = Dashes[index % Dashes.Length] },
        TextArray = [.. curve.Points.Select(point => PlotText.Of(string.Create(CultureInfo.InvariantCulture, $"step {point.Step}: {Show(point)}")))],
        HoverTemplate = "%{text}<extra></extra>",
    })];

    public Plotly.Blazor.Layout Layout()
    {
        var layout = PlotStyle.Layout("step", null, legend: Curves.Count > 1);
        layout.Margin.T = 8;
        layout.Margin.B = 52;
        return layout;
    }

    private string Show(CurvePoint point) => MetricValue.Show(point.Value, Definition);
}
