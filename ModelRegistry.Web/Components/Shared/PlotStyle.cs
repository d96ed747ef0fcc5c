using Plotly.Blazor;
using Plotly.Blazor.LayoutLib;

namespace ModelRegistry.Web.Components.Shared;

/// <summary>How charts look here, apart from colours of lines and text, which js/plot.js takes from the page.</summary>
public static class PlotStyle
{
    private static readonly string[] RemovedButtons = ["toImage", "lasso2d", "select2d", "autoScale2d"];

    public static Config Config() => new() { DisplayLogo = false, Responsive = false, ModeBarButtonsToRemove = RemovedButtons };

    /// <summary>Dense, without a title (the page has one), legend above; a starting point that a chart may change.</summary>
    public static Plotly.Blazor.Layout Layout(string? xTitle = null, string? yTitle = null, bool legend = true) => new()
    {
        AutoSize = true,
        Font = new Font { Family = "Inter Variable, Inter, Segoe UI, sans-serif", Size = 12 },
        Margin = new Margin { L = 56, R = 16, T = 12, B = 44 },
        ShowLegend = legend,
        Legend = [new Legend { Orientation = Plotly.Blazor.LayoutLib.LegendLib.OrientationEnum.H, Y = 1.02m,
            YAnchor = Plotly.Blazor.LayoutLib.LegendLib.YAnchorEnum.Bottom, X = 0 }],
        HoverMode = HoverModeEnum.Closest,
        XAxis = [new XAxis { Title = new Plotly.Blazor.LayoutLib.XAxisLib.Title { Text = xTitle },
            AutoMargin = Plotly.Blazor.LayoutLib.XAxisLib.AutoMarginFlag.True, ZeroLine = false }],
        YAxis = [new YAxis { Title = new Plotly.Blazor.LayoutLib.YAxisLib.Title { Text = yTitle },
            AutoMargin = Plotly.Blazor.LayoutLib.YAxisLib.AutoMarginFlag.True, ZeroLine = false }],
    };

    /// <summary>Values for a trace. JSON has no NaN and no infinity, and a hole is what a chart should show for them.</summary>
    public static IList<object?> Values(IEnumerable<double?> values) =>
        [.. values.Select(v => v is { } number && double.IsFinite(number) ? (object?)number : null)];
}
