using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Web.Components.Pages.Models;
using ModelRegistry.Web.Components.Shared;
using Plotly.Blazor.Traces;

namespace ModelRegistry.Tests.Models;

public sealed class PageChartTests
{
    [Fact]
    public void Points_are_grouped_by_kind_and_a_kind_keeps_its_colour()
    {
        var chart = Of(Point(1, 0.9, "svc"), Point(2, 0.8, "mlp"), Point(3, 0.7, "svc"));

        Assert.Equal(["mlp: 2", "svc: 1 3"], chart.Series.Select(series => $"{series.Name}: {string.Join(' ', series.Points.Select(point => point.Version))}"));
        Assert.Equal(SeriesColors.Of(["svc", "mlp"])["svc"], chart.Series[1].Colour);
    }

    [Fact]
    public void A_point_on_another_data_set_than_the_newest_is_drawn_otherwise_and_the_legend_says_so()
    {
        var chart = Of(Point(1, 0.9, "svc", "old"), Point(2, 0.8, "svc", "new"));

        var dots = MetricChart.Traces(chart).OfType<Scatter>().Skip(1).Where(trace => trace.Name != "best so far").ToList();

        Assert.Equal(["svc", "svc (another data set)"], dots.Select(trace => trace.Name));
        Assert.NotEqual(dots[0].Marker.Symbol, dots[1].Marker.Symbol);
        Assert.Equal(dots[0].Marker.Color, dots[1].Marker.Color);
    }

    [Fact]
    public void The_answer_compares_on_the_newest_data_set_only()
    {
        var chart = Of(Point(1, 0.99, "svc", "old"), Point(2, 0.8, "svc", "new"), Point(3, 0.7, "svc", "new"));

        Assert.Equal("v2 is best of 2 versions on its data set: 0.8000. The newest, v3, has 0.7000.", chart.Answer);
    }

    [Theory]
    [InlineData("accuracy", "v1 is best of 2 versions: 0.9000. The newest, v2, has 0.8000.")]
    [InlineData("log_loss", "v2 is best of 2 versions: 0.8000. It is the newest.")]
    [InlineData("novelty", "Newest: v2 with 0.8, 2 versions measured.")]
    public void Best_follows_the_direction_of_the_metric(string metric, string answer)
    {
        Assert.Equal(answer, new MetricOverVersions(new MetricSeries(metric, [metric], [Point(1, 0.9), Point(2, 0.8)], Truncated: false),
            MetricDefinitions.BuiltIn).Answer);
    }

    [Theory]
    [InlineData("0.9 0.8 0.9", "v1 and v3 are best of 3 versions: 0.9000. The newest is one of them.")]
    [InlineData("0.9 0.90001 0.8", "v1 and v2 are best of 3 versions: 0.9000. The newest, v3, has 0.8000.")]
    [InlineData("0.5 0.5", "All 2 versions are equal: 0.5000.")]
    [InlineData("0.9 0.9 0.9 0.9 0.9 0.1", "v1, v2, v3 and 2 more are best of 6 versions: 0.9000. The newest, v6, has 0.1000.")]
    public void A_tie_names_all_that_are_best(string values, string answer) =>
        Assert.Equal(answer, Of([.. values.Split(' ').Select((value, index) =>
            Point(index + 1, double.Parse(value, System.Globalization.CultureInfo.InvariantCulture)))]).Answer);

    [Fact]
    public void The_answer_says_what_is_in_production_and_how_many_versions_it_covers()
    {
        MetricPoint[] points = [Point(11_701, 0.8), Point(12_000, 0.9)];

        var chart = new MetricOverVersions(new MetricSeries("accuracy", ["accuracy"], points, Truncated: true) { Measured = 12_000 },
            MetricDefinitions.BuiltIn,
            [new("production", 11_701, 11_800, null)]);

        Assert.Equal("v12000 is best of 12000 versions: 0.9000. It is the newest. In production: v11701 with 0.8000.", chart.Answer);
        Assert.Contains(MetricChart.Traces(chart).OfType<Scatter>(), trace => trace.Name == "in production now" && trace.X.Single() is 11_701);
    }

    [Theory]
    [InlineData(0.5, 0.475, 0.525)]
    [InlineData(0, -0.1, 0.1)]
    [InlineData(-2e-12, -2.1e-12, -1.9e-12)]
    [InlineData(1.7e308, 1.615e308, 1.785e308)]
    public void Values_that_are_all_the_same_lie_in_the_middle_of_a_narrow_axis(double value, double low, double high)
    {
        var range = Of(Point(1, value), Point(2, value)).ValueRange;

        Assert.Equal([low, high], range.Select(end => end), (expected, end) => Math.Abs(expected - end) <= 1e-9 * Math.Abs(expected));
    }

    [Fact]
    public void The_axis_is_named_by_the_metric_and_leaves_room_above_the_points()
    {
        var axis = MetricChart.Layout(Of(Point(1, 0.8), Point(2, 0.9))).YAxis[0];

        Assert.Equal("accuracy", axis.Title.Text);
        Assert.Equal([0.792, 0.916], axis.Range.Cast<double>(), (expected, end) => Math.Abs(expected - end) < 1e-9);
        Assert.Equal(".4~e", MetricChart.Layout(Of(Point(1, 2e-6), Point(2, 3e-6))).YAxis[0].TickFormat);
    }

    [Fact]
    public void A_name_on_a_band_is_as_long_as_the_band_has_room()
    {
        MetricPoint[] points = [.. Enumerable.Range(1, 40).Select(number => Point(number, number))];
        var chart = new MetricOverVersions(new MetricSeries("accuracy", ["accuracy"], points, Truncated: false), MetricDefinitions.BuiltIn,
            [new("production", 2, 2, 2.1), new("production", 3, 3, 5), new("production", 6, 6, null)]);

        Assert.Equal(["v3", "production: v6"], MetricChart.Layout(chart).Annotations.Select(label => label.Text));
        Assert.Equal(3, MetricChart.Layout(chart).Shapes.Count);
    }

    [Fact]
    public void What_is_no_number_is_named_and_not_drawn()
    {
        var chart = Of(Point(1, 0.9), Point(2, double.NaN), Point(3, double.PositiveInfinity));

        Assert.Equal([1], chart.Points.Select(point => point.Version));
        Assert.Equal([2, 3], chart.NotNumbers.Select(point => point.Version));
        Assert.Equal("No version has a number for accuracy.", Of(Point(1, double.NaN)).Answer);
    }

    [Fact]
    public void More_kinds_than_colours_share_one_series()
    {
        var chart = Of([.. Enumerable.Range(1, 40).Select(version => Point(version, 0.5, $"kind {version}"))]);

        Assert.Equal(SeriesColors.Count, chart.Series.Count);
        Assert.Equal(("other kinds", 34), (chart.Series[^1].Name, chart.Series[^1].Points.Count));
        Assert.Equal(SeriesColors.Count, chart.Series.Select(series => series.Colour).Distinct().Count());
    }

    [Fact]
    public void Text_of_others_cannot_become_markup_on_the_chart()
    {
        var chart = Of(Point(1, 0.9, "<a href='javascript:x'>&amp;", "<b>"));

        var dots = MetricChart.Traces(chart).OfType<Scatter>().Last(trace => trace.Name != "best so far");

        Assert.Equal("&lt;a href='javascript:x'&gt;&amp;amp;", dots.Name);
        Assert.Equal("v1 · accuracy 0.9000 · &lt;a href='javascript:x'&gt;&amp;amp; · data set &lt;b&gt;", Assert.Single(dots.TextArray));
    }

    [Theory]
    [InlineData("23", 23)]
    [InlineData("23.0", 23)]
    [InlineData(null, null)]
    public void A_click_means_the_version_where_the_point_stands(string? x, int? version)
    {
        Assert.Equal(version, MetricChart.VersionOf(new PlotPoint(1, 0, x, "0.9")));
    }

    [Fact]
    public void A_spark_line_spreads_over_its_box_and_says_its_ends()
    {
        var line = SparkLine.Of([new SparkPoint(1, 0.5), new SparkPoint(3, 1.0), new SparkPoint(5, 0.75)], MetricDefinitions.BuiltIn.For("accuracy"))!;

        Assert.Equal("3,21 48,3 93,12", line.Points);
        Assert.Equal("accuracy: v1 0.5000, v5 0.7500", line.Label);
        Assert.Equal((new SparkDot(93, 12), null), (line.Dot, line.Production));
    }

    [Fact]
    public void The_dot_is_the_version_whose_number_stands_beside_it_and_production_is_marked()
    {
        SparkPoint[] points = [new(1, 0.5), new(3, 1.0), new(5, 0.75)];
        var metric = MetricDefinitions.BuiltIn.For("accuracy");

        var line = SparkLine.Of(points, metric, shown: 3, production: 1)!;

        Assert.Equal((new SparkDot(48, 3), new SparkDot(3, 21)), (line.Dot, line.Production));
        Assert.Equal("accuracy: v1 0.5000 (in production), v3 1.0000, v5 0.7500", line.Label);
        Assert.Null(SparkLine.Of(points, metric, shown: 2)!.Dot); // not on the line: no dot beside another's number
    }

    [Fact]
    public void A_spark_line_of_equal_values_is_level_and_one_point_is_none()
    {
        Assert.Equal("3,12 93,12", SparkLine.Of([new SparkPoint(1, 2), new SparkPoint(2, 2)], MetricDefinitions.BuiltIn.For("x"))!.Points);
        Assert.Null(SparkLine.Of([new SparkPoint(1, 2)], MetricDefinitions.BuiltIn.For("x")));
    }

    [Fact]
    public void Columns_begin_with_the_primary_metric_and_go_on_by_weight()
    {
        var version = Versions.SomeVersion.With(1, "d1", ("zeta", 1), ("log_loss", 1), ("accuracy", 1), ("recall", 1));

        Assert.Equal(["recall", "accuracy", "log_loss", "zeta"], VersionColumns.Of([version], "recall", MetricDefinitions.BuiltIn)
            .Where(column => column.Metric is not null).Select(column => column.Title));
        Assert.Equal(VersionColumns.Most,
            VersionColumns.Of([Versions.SomeVersion.With(1, "d1", [.. Enumerable.Range(1, 9).Select(i => ($"m{i}", 1.0))])], null,
            MetricDefinitions.BuiltIn).Count(column => column.Metric is not null));
    }

    [Fact]
    public void Columns_that_most_versions_would_leave_empty_come_last()
    {
        var versions = Enumerable.Range(1, 3)
            .Select(number => Versions.SomeVersion.With(number, "d1", number == 1 ? [("accuracy", 1), ("zeta", 1)] : [("zeta", 1)])).ToList();

        foreach (var primary in new[] { null, "accuracy" })
        {
            Assert.Equal(["zeta", "accuracy", "Size", "Registered"],
                VersionColumns.Of(versions, primary, MetricDefinitions.BuiltIn).Select(column => column.Title));
        }
    }

    [Theory]
    [InlineData("3,7,3,x,-1,0", "3,7")]
    [InlineData(null, null)]
    [InlineData("", null)]
    public void The_selection_survives_the_address(string? text, string? written)
    {
        Assert.Equal(written, VersionSelection.Write(VersionSelection.Read(text)));
    }

    [Fact]
    public void Ticking_adds_and_takes_away()
    {
        Assert.Equal([3, 5], VersionSelection.Toggle(new SortedSet<int> { 3 }, 5));
        Assert.Equal([5], VersionSelection.Toggle(new SortedSet<int> { 3, 5 }, 3));
        Assert.Null(VersionSelection.WhyNotCompare(2));
        Assert.Equal("Tick two to 20 versions; 21 are ticked.", VersionSelection.WhyNotCompare(21));
    }

    private static MetricPoint Point(int version, double value, string? group = "svc", string? dataset = "d1") => new(version, value, group, dataset);

    private static MetricOverVersions Of(params MetricPoint[] points) =>
        new(new MetricSeries("accuracy", ["accuracy"], points, Truncated: false), MetricDefinitions.BuiltIn);
}
