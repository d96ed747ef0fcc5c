using ModelRegistry.Core.Compare;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Tests.Versions;
using ModelRegistry.Web.Components.Pages.Compare;
using ModelRegistry.Web.Components.Shared;
using Plotly.Blazor.Traces;

namespace ModelRegistry.Tests.Compare;

public sealed class PageCompareTests
{
    [Theory]
    [InlineData(4, 1, 1, 0, "log_loss", "v12 beats v9 on 4 of 6 metrics, loses on log_loss; 1 equal.")]
    [InlineData(1, 2, 0, 3, "log_loss,rmse", "v12 beats v9 on 1 of 3 metrics, loses on log_loss and rmse; 3 not comparable.")]
    [InlineData(0, 4, 0, 0, "a,b,c,d", "v12 beats v9 on none of 4 metrics, loses on 4.")]
    [InlineData(0, 0, 2, 0, "", "v12 equals v9 on all 2 metrics.")]
    [InlineData(0, 0, 0, 5, "", "v12 cannot be compared with v9: no metric of both is a number that was measured on the same data set.")]
    [InlineData(0, 0, 0, 0, "", "v12 and v9 have no metric in common that says which is better.")]
    public void A_candidate_gets_one_sentence(int better, int worse, int equal, int notComparable, string losesOn, string sentence)
    {
        var verdict = new ComparisonVerdict(12, better, worse, equal, notComparable, losesOn.Split(',', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(sentence, CompareSentences.Of(verdict, 9));
    }

    [Fact]
    public void Bars_say_by_which_share_a_candidate_is_better_or_worse_than_the_base()
    {
        var chart = new CompareChart(Of(Metric("latency_ms", Base(200), Cell(50, 200, MetricOutcome.Better)),
            Metric("accuracy", Base(0.5), Cell(0.4, 0.5, MetricOutcome.Worse)), Metric("f1", Base(0.5), Cell(0.5, 0.5, MetricOutcome.Equal))),
            MetricDefinitions.BuiltIn);

        Assert.Equal(["accuracy", "f1", "latency_ms"], chart.Labels);
        var bars = Assert.Single(chart.Series); // the base is the line at zero
        Assert.Equal([-0.2, 0, 0.75], bars.Heights.Select(height => Math.Round(height!.Value, 9)));
        Assert.Equal(["v2 · accuracy 0.4000, −20 %: worse than v1", "v2 · f1 0.5000, equal to v1", "v2 · latency_ms 50.0 ms, −75 %: better than v1"],
            bars.Hover);
        Assert.True(CompareChart.Layout("v1").YAxis[0].ZeroLine);
        Assert.False(chart.IsCut);
    }

    [Fact]
    public void What_cannot_be_compared_has_no_direction_or_no_share_gets_no_bar()
    {
        var chart = new CompareChart(Of(
            Metric("accuracy", Base(0.9), Cell(0.8, null, MetricOutcome.NotComparable)),
            Metric("rmse", Base(double.NaN), Cell(1, null, MetricOutcome.NotComparable)),
            Metric("of nobody", Base(1), Cell(2, 1, MetricOutcome.Different)),
            Metric("mae", Base(0), Cell(1, 0, MetricOutcome.Worse)),
            Metric("f1", Base(0.5), Cell(0.5, 0.5, MetricOutcome.Equal))), MetricDefinitions.BuiltIn);

        Assert.Equal(["f1"], chart.Labels);
        Assert.Equal([0.0], chart.Series[0].Heights);
    }

    [Fact]
    public void A_share_of_a_negative_number_keeps_its_direction() => Assert.Equal([1.5],
        new CompareChart(Of(Metric("r2", Base(-0.5), Cell(0.25, -0.5, MetricOutcome.Better))), MetricDefinitions.BuiltIn).Series[0].Heights);

    [Fact]
    public void A_bar_that_would_flatten_the_others_is_cut_and_told_so()
    {
        var chart = new CompareChart(Of(Metric("latency_ms", Base(1), Cell(500, 1, MetricOutcome.Worse))), MetricDefinitions.BuiltIn);

        Assert.True(chart.IsCut);
        Assert.Equal(-CompareChart.Longest, Assert.Single(((Bar)chart.Traces()[0]).Y));
        Assert.Equal("v2 · latency_ms 500.0 ms, ×500: worse than v1", chart.Series[0].Hover[0]);
    }

    [Fact]
    public void Names_of_metrics_cannot_become_markup_on_the_chart()
    {
        var metric = Metric("<b>x", Base(1), Cell(2, 1, MetricOutcome.Better));
        var chart = new CompareChart(Of(metric with { Definition = metric.Definition with { HigherIsBetter = true } }), MetricDefinitions.BuiltIn);

        Assert.Equal("&lt;b&gt;x", Assert.Single(((Bar)chart.Traces()[0]).X));
    }

    [Fact]
    public void A_version_has_its_own_colour_as_everywhere()
    {
        var chart = new CompareChart(Of(Metric("r2", Base(1), Cell(2, 1, MetricOutcome.Better))), MetricDefinitions.BuiltIn);

        Assert.Equal(SeriesColors.OfVersion(2), chart.Series[0].Colour);
    }

    [Fact]
    public void Only_differences_hides_equal_rows_and_is_the_start_beyond_twelve()
    {
        TextComparison[] texts = [new("same", ["a", "a"]), new("other", ["a", "b"]), new("new", [null, "b"])];
        var comparison = Of(Metric("accuracy", Base(1), Cell(1, 1, MetricOutcome.Equal))) with { Parameters = texts };

        Assert.Equal(["other", "new"], new CompareRows(comparison, OnlyDifferences: true, MetricDefinitions.BuiltIn).Parameters.Select(row => row.Name));
        Assert.Empty(new CompareRows(comparison, OnlyDifferences: true, MetricDefinitions.BuiltIn).Metrics);
        Assert.Single(new CompareRows(comparison, OnlyDifferences: false, MetricDefinitions.BuiltIn).Metrics);
        Assert.False(CompareRows.StartsWithDifferences(comparison with { Tags = Many(8) }));
        Assert.True(CompareRows.StartsWithDifferences(comparison with { Tags = Many(9) }));
    }

    [Theory]
    [InlineData("3,7,3", "7", "digits:3 digits:7", "digits:7", "")]
    [InlineData("v3, 7,x,0", null, "digits:3 digits:7", null, "x 0")]
    [InlineData("3,fraud:2,a, b:5", "fraud:2", "digits:3 fraud:2 a, b:5", "fraud:2", "")]
    [InlineData("fraud:x,:4", null, "", null, "fraud:x :4")]
    [InlineData(null, "z", "", null, "")]
    public void The_address_names_versions_and_base(string? versions, string? baseVersion, string read, string? readBase, string unread)
    {
        var address = CompareAddress.Read(versions, baseVersion, "digits");

        Assert.Equal((read, readBase, unread), (string.Join(' ', address.Versions), address.Base?.ToString(), string.Join(' ', address.Unread)));
    }

    private static TextComparison[] Many(int count) => [.. Enumerable.Range(0, count).Select(index => new TextComparison($"t{index}", ["a", "a"]))];

    private static ComparedMetric Cell(double value, double? baseline, MetricOutcome standing) => new(value, "d1", standing, value - baseline, Best: false);

    private static ComparedMetric Base(double value) => new(value, "d1", MetricOutcome.Base, null, Best: false);

    private static MetricComparison Metric(string name, params ComparedMetric[] cells) => new(MetricDefinitions.BuiltIn.For(name), cells);

    private static Comparison Of(params MetricComparison[] metrics) =>
        new("fraud", 1, [SomeVersion.With(1, "d1"), SomeVersion.With(2, "d1")], [], metrics, [], [], [], []);
}
