using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Bunit;
using ModelRegistry.Web.Components.Shared;
using Plotly.Blazor.Interop;
using Plotly.Blazor.Traces;

namespace ModelRegistry.Tests.Components;

public sealed class PlotTests : ComponentTest
{
    [Fact]
    public void What_is_no_number_becomes_a_hole()
    {
        Assert.Equal([0.5, null, null, null, null, 1d], PlotStyle.Values([0.5, double.NaN, double.PositiveInfinity, double.NegativeInfinity, null, 1]));
    }

    [Fact]
    public void A_chart_has_a_name_and_a_summary_in_words()
    {
        var plot = Show(_ => { });

        var figure = plot.Find("figure");
        Assert.Equal("accuracy over versions", figure.GetAttribute("aria-label"));
        Assert.Equal("Version 3 is best.", plot.Find($"#{figure.GetAttribute("aria-describedby")}").TextContent);
    }

    [Fact]
    public async Task Until_a_chart_is_near_its_place_is_kept_and_nothing_is_loaded()
    {
        var plot = Show(_ => { });
        Assert.Empty(plot.FindComponents<PlotCanvas>());
        Assert.Equal("height:320px", plot.Find(".plot-place").GetAttribute("style"));

        await plot.InvokeAsync(plot.Instance.Near);

        Assert.True(plot.FindComponent<PlotCanvas>().Instance.UseBasicVersion);
        Assert.Equal("height:320px", plot.Find(".plot-place").GetAttribute("style"));
    }

    [Fact]
    public void What_charts_draw_is_in_the_basic_bundle()
    {
        using var file = new PEReader(File.OpenRead(typeof(Plot).Assembly.Location));
        var metadata = file.GetMetadataReader();

        var drawn = metadata.TypeReferences.Select(metadata.GetTypeReference)
            .Where(type => metadata.GetString(type.Namespace) == typeof(Scatter).Namespace).Select(type => metadata.GetString(type.Name)).ToList();

        Assert.NotEmpty(drawn);
        Assert.Empty(drawn.Except(["Scatter", "Bar", "Pie"]));
    }

    [Fact]
    public async Task A_click_tells_which_point()
    {
        PlotPoint? clicked = null;
        var plot = Show(point => clicked = point);

        await plot.InvokeAsync(plot.Instance.Near);
        await plot.InvokeAsync(() => plot.FindComponent<PlotCanvas>().Instance.ClickEvent(
            [new EventDataPoint { TraceIndex = 1, PointIndex = 4, X = "v5", Y = 0.97 }]));

        Assert.Equal(new PlotPoint(1, 4, "v5", "0.97"), clicked);
    }

    [Fact]
    public void A_set_of_names_gets_a_colour_each_that_does_not_depend_on_order()
    {
        string[] names = ["svc", "mlp", "knn", "random_forest", "logistic", "gradient_boosting"];

        var colours = SeriesColors.Of(names);

        Assert.Equal(names.Length, colours.Values.Distinct().Count());
        Assert.Equal(colours.OrderBy(c => c.Key), SeriesColors.Of(names.Reverse()).OrderBy(c => c.Key));
    }

    [Fact]
    public void More_series_than_colours_begin_again()
    {
        var colours = SeriesColors.Of(Enumerable.Range(0, 100).Select(i => $"series {i}"));

        Assert.Equal(SeriesColors.Count, colours.Values.Distinct().Count());
        Assert.Equal(SeriesColors.OfVersion(1), SeriesColors.OfVersion(1 + SeriesColors.Count));
    }

    private IRenderedComponent<Plot> Show(Action<PlotPoint> click) => Render<Plot>(p => p
        .Add(c => c.Data, [new Scatter { X = [1], Y = [2] }])
        .Add(c => c.Layout, PlotStyle.Layout("version", "accuracy"))
        .Add(c => c.Label, "accuracy over versions")
        .Add(c => c.Summary, "Version 3 is best.")
        .Add(c => c.OnPointClick, click));
}
