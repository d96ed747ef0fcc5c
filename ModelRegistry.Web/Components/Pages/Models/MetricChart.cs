using System.Globalization;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Web.Components.Shared;
using Plotly.Blazor;
using Plotly.Blazor.LayoutLib;
using Plotly.Blazor.Traces;
using Plotly.Blazor.Traces.ScatterLib;
using Plotly.Blazor.Traces.ScatterLib.MarkerLib;

namespace ModelRegistry.Web.Components.Pages.Models;

/// <summary>Turns <see cref="MetricOverVersions"/> into what Plotly draws; the points themselves are decided there.</summary>
public static class MetricChart
{
    public static IList<ITrace> Traces(MetricOverVersions chart) =>
        [Thread(chart.Points), .. Ring(chart), .. chart.Series.Select(series => Dots(chart, series)), .. Records(chart)];

    public static Plotly.Blazor.Layout Layout(MetricOverVersions chart)
    {
        var layout = PlotStyle.Layout();
        layout.XAxis[0].TickPrefix = "v";
        layout.XAxis[0].TickFormat = "d";
        layout.XAxis[0].TickAngle = 0;
        layout.XAxis[0].ShowGrid = false;
        layout.XAxis[0].Range = [.. chart.VersionRange.Select(version => (object)version)];
        if (chart.IsShort)
        {
            // Left alone, Plotly would put ticks between two versions.
            layout.XAxis[0].TickMode = Plotly.Blazor.LayoutLib.XAxisLib.TickModeEnum.Linear;
            layout.XAxis[0].Tick0 = 0;
            layout.XAxis[0].DTick = 1;
        }

        layout.Shapes = [.. chart.Bands.Select(Band)];
        layout.Annotations = [.. chart.Bands.Select(band => Label(band, chart.VersionRange[^1] - chart.VersionRange[0])).OfType<Annotation>()];
        layout.Margin.B = 40;
        var values = layout.YAxis[0];
        values.Title.Text = PlotText.Of(chart.ValueTitle);
        values.Title.Standoff = 12;
        values.TickSuffix = chart.Metric.Unit.Length == 0 ? null : $" {PlotText.Of(chart.Metric.Unit)}";
        values.NTicks = 6;
        // Without a format of its own the axis would say "2µ" for two millionths.
        values.TickFormat = MetricFormat.IsPercent(chart.Metric.Format) ? ".4~%" : chart.HasExponents ? ".4~e" : null;
        values.Range = [.. chart.ValueRange.Select(value => (object)value)];
        values.AutoRange = Plotly.Blazor.LayoutLib.YAxisLib.AutoRangeEnum.False;

        return layout;
    }

    // Every other band is lighter, so that neighbours are told apart without a colour of their own.
    private static Shape Band(StageBand band, int index) => new()
    {
        Type = Plotly.Blazor.LayoutLib.ShapeLib.TypeEnum.Rect,
        XRef = "x",
        YRef = "paper",
        X0 = band.From,
        X1 = band.To,
        Y0 = 0,
        Y1 = 1,
        FillColor = index % 2 == 0 ? "rgba(72,104,232,0.13)" : "rgba(72,104,232,0.06)",
        Line = new Plotly.Blazor.LayoutLib.ShapeLib.Line { Width = 0 },
        Layer = Plotly.Blazor.LayoutLib.ShapeLib.LayerEnum.Below,
    };

    /// <summary>Inside of its band, in as many words as fit there: so no two names overlap and none is cut.</summary>
    private static Annotation? Label(StageBand band, double width)
    {
        bool Fits(string text) => (band.To - band.From) / width >= 0.012 + (0.0075 * text.Length);
        var text = Fits(band.Label) ? band.Label : Fits(band.ShortLabel) ? band.ShortLabel : null;
        return text is null ? null : new Annotation
        {
            Text = PlotText.Of(text),
            XRef = "x",
            YRef = "paper",
            X = band.From,
            Y = 1,
            XAnchor = Plotly.Blazor.LayoutLib.AnnotationLib.XAnchorEnum.Left,
            YAnchor = Plotly.Blazor.LayoutLib.AnnotationLib.YAnchorEnum.Top,
            ShowArrow = false,
        };
    }

    // Around the point of what is in the last stage now.
    private static IEnumerable<Scatter> Ring(MetricOverVersions chart) => chart.PresentPoint is not { } point ? [] :
    [
        new Scatter
        {
            Name = PlotText.Of($"in {chart.Present!.Slot} now"),
            X = [point.Version],
            Y = [point.Value],
            Mode = ModeFlag.Markers,
            Marker = new Marker
            {
                Color = "#4868E8",
                Size = 17,
                Symbol = SymbolEnum.CircleOpen,
                Line = new Plotly.Blazor.Traces.ScatterLib.MarkerLib.Line { Width = 2.5m },
            },
            HoverInfo = HoverInfoFlag.Skip,
        },
    ];

    private static Scatter Thread(IReadOnlyList<MetricPoint> points) => new()
    {
        X = [.. points.Select(point => (object)point.Version)],
        Y = [.. points.Select(point => (object)point.Value)],
        Mode = ModeFlag.Lines,
        Line = new Plotly.Blazor.Traces.ScatterLib.Line { Width = 1, Color = "rgba(128,128,128,0.45)" },
        HoverInfo = HoverInfoFlag.Skip,
        ShowLegend = false,
    };

    private static Scatter Dots(MetricOverVersions chart, PointSeries series) => new()
    {
        Name = PlotText.Of(series.OnOtherDataset ? $"{series.Name} (another data set)" : series.Name),
        X = [.. series.Points.Select(point => (object)point.Version)],
        Y = [.. series.Points.Select(point => (object)point.Value)],
        Mode = ModeFlag.Markers,
        Marker = new Marker
        {
            Color = series.Colour,
            Size = series.OnOtherDataset ? 10 : 9,
            Symbol = series.OnOtherDataset ? SymbolEnum.DiamondOpen : SymbolEnum.Circle,
        },
        TextArray = [.. series.Points.Select(chart.HoverOf)],
        HoverTemplate = "%{text}<extra></extra>",
    };

    // A step up at each version that beat all before it, and on to the newest.
    private static IEnumerable<Scatter> Records(MetricOverVersions chart) => chart.BestSoFar is not { Count: > 1 } records ? [] :
    [
        new Scatter
        {
            Name = "best so far",
            X = [.. records.Select(point => (object)point.Version), chart.Points[^1].Version],
            Y = [.. records.Select(point => (object)point.Value), records[^1].Value],
            Mode = ModeFlag.Lines,
            Line = new Plotly.Blazor.Traces.ScatterLib.Line { Width = 1.5m, Color = "#8C8C8C", Dash = "dot",
                Shape = Plotly.Blazor.Traces.ScatterLib.LineLib.ShapeEnum.Hv },
            HoverInfo = HoverInfoFlag.Skip,
        },
    ];

    /// <summary>The version of a clicked point, by where it stands on the axis.</summary>
    public static int? VersionOf(PlotPoint point) =>
        double.TryParse(point.X, CultureInfo.InvariantCulture, out var version) ? (int)version : null;
}
