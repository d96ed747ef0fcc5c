using ModelRegistry.Core.Compare;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Tests.Versions;
using ModelRegistry.Web.Components.Pages.Compare;
using ModelRegistry.Web.Components.Shared;
using Plotly.Blazor.Traces;

namespace ModelRegistry.Tests.Compare;

public sealed class CompareChartsTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 26, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_best_trade_offs_are_those_that_no_other_beats_on_both()
    {
        var chart = Scatter([0.90, 0.95, 0.94, 0.99], [10, 20, 30, 40]);

        Assert.Equal("Best trade-offs (3 of 4): v1 (0.9000 at 10.0 ms), v2 (0.9500 at 20.0 ms), v4 (0.9900 at 40.0 ms). No other is better on both.",
            chart.Answer);
        Assert.Equal(["best trade-offs", "v1", "v2", "v3", "v4"], chart.Traces().Cast<Scatter>().Select(trace => trace.Name));
    }

    [Fact]
    public void What_is_no_number_is_named_and_not_drawn()
    {
        var chart = Scatter([0.90, double.NaN, double.PositiveInfinity], [10, 20, 30]);

        Assert.Equal("v1 (0.9000 at 10.0 ms): no other is better on either. Not drawn, because a number is missing, not finite or of another data set: v2, v3.",
            chart.Answer);
        Assert.Equal(["v1"], chart.Traces().Cast<Scatter>().Select(trace => trace.Name));
    }

    [Fact]
    public void A_number_on_another_data_set_takes_no_part()
    {
        var comparison = Compared(SomeVersion.With(1, "d1", ("accuracy", 0.9), ("latency_ms", 9)),
            SomeVersion.With(2, "d2", ("accuracy", 1), ("latency_ms", 1)));

        var chart = ScatterChart.Of(comparison, Row(comparison, "latency_ms"), Row(comparison, "accuracy"));

        Assert.StartsWith("v1 (0.9000 at 9.0 ms): no other", chart.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_brushed_selects_versions_and_is_kept_by_the_address()
    {
        var comparison = Compared([.. Enumerable.Range(1, 4).Select(number => SomeVersion.With(number, "d1", ("accuracy", number / 10.0)) with
        {
            Parameters = new Dictionary<string, string> { ["depth"] = $"{number}", ["same"] = "x" },
        })]);

        var chart = new ParallelChart(comparison, Row(comparison, "accuracy"), Brush.Read("0:300-700,9:0-10,nonsense"));

        Assert.Equal(["depth", "accuracy"], chart.Coordinates.Axes.Select(axis => axis.Name));
        Assert.Equal([1, 2], chart.Chosen.Order());
        Assert.Equal("v2, v3 lie in what is selected on depth.", chart.Summary);
        Assert.Equal("0:300-700", chart.Brush.Write());
        Assert.Equal([0.15m, 1, 1, 0.15m], chart.Traces().Cast<Scatter>().Select(trace => trace.Opacity));
        Assert.Equal("0:333-667", Brush.Of([new PlotPoint(1, 0, "0", "0.3333"), new PlotPoint(2, 0, "0", "0.6667")]).Write());
    }

    [Fact]
    public void Curves_lie_over_each_other_by_step_or_time_and_gaps_are_named()
    {
        IReadOnlyList<TimedPoint> first = [new(0, Start, 1), new(1, Start.AddSeconds(10), double.NaN), new(2, Start.AddSeconds(20), 0.5)];
        IReadOnlyList<TimedPoint> second = [new(0, Start.AddDays(1), 0.9), new(5, Start.AddDays(1).AddSeconds(5), 0.25)];
        var marks = VersionMark.Of(Compared(SomeVersion.With(1, "d"), SomeVersion.With(2, "d")));
        OverlaidCurves Of(CurveChoice choice) =>
            new(marks, [MetricDefinitions.BuiltIn.For("loss")], new ComparedCurves("loss", [first, second], false), choice);

        Assert.Equal("loss at the end: v2 0.2500, v1 0.5000.", Of(CurveChoice.Plain).Summary);
        Assert.Equal(["v1"], Of(CurveChoice.Plain).WithGaps);
        Assert.Equal([0.0, 1.0, 2.0], ((Scatter)Of(CurveChoice.Plain).Traces()[0]).X);
        Assert.Equal([0.0, 5.0], ((Scatter)Of(CurveChoice.Plain with { Axis = CurveAxis.Elapsed }).Traces()[1]).X);
        Assert.Equal(4, Of(CurveChoice.Plain with { Smoothing = 0.6 }).Traces().Count);
        Assert.Null(((Scatter)Of(CurveChoice.Plain).Traces()[0]).Y[1]);
    }

    [Fact]
    public void More_versions_than_colours_differ_by_their_shape_too()
    {
        var marks = VersionMark.Of(Compared([.. Enumerable.Range(1, 20).Select(number => SomeVersion.With(number, "d"))]));

        Assert.Equal(20, marks.Select(mark => (mark.Colour, mark.Symbol)).Distinct().Count());
        Assert.Equal(SeriesColors.OfVersion(9), marks[8].Colour);
    }

    [Fact]
    public void Versions_of_several_models_are_called_by_both_names()
    {
        var comparison = Compared(SomeVersion.With(1, "d", ("accuracy", 0.5)), SomeVersion.With(1, "d", ("accuracy", 0.6)) with { Model = "digits" });

        Assert.Equal("digits v1 against fraud v1: accuracy +20 % (better); better on the only one that can be compared.",
            comparison.AllInNumbers(MetricDefinitions.BuiltIn).Single().Sentence);
        Assert.Equal(["fraud v1", "digits v1"], VersionMark.Of(comparison).Select(mark => mark.Name));
        Assert.NotEqual(VersionMark.Of(comparison)[0].Colour, VersionMark.Of(comparison)[1].Colour);
    }

    [Fact]
    public void A_slice_on_another_data_set_is_left_out_of_the_heat_map()
    {
        var comparison = Compared(SomeVersion.With(1, "d1", ("accuracy[s=a]", 0.9), ("accuracy[s=b]", 0.7)),
            SomeVersion.With(2, "d2", ("accuracy[s=a]", 0.1)));

        var map = Assert.Single(SliceMaps.Of(comparison, MetricDefinitions.BuiltIn));

        Assert.Equal(("s=b", null), (map.Worst[0]!.Slice, map.Worst[1]));
    }

    private static ScatterChart Scatter(double[] accuracies, double[] latencies)
    {
        var comparison = Compared([.. accuracies.Select((accuracy, index) =>
            SomeVersion.With(index + 1, "d1", ("accuracy", accuracy), ("latency_ms", latencies[index])))]);
        return ScatterChart.Of(comparison, Row(comparison, "latency_ms"), Row(comparison, "accuracy"));
    }

    private static Comparison Compared(params Core.Versions.VersionView[] versions) =>
        Comparing.Compare(versions, [.. versions.Select(_ => new Dictionary<string, string>())], 0, MetricDefinitions.BuiltIn);

    private static MetricComparison Row(Comparison comparison, string name) => comparison.Metrics.Single(metric => metric.Definition.Name == name);
}
