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
    public void Bars_are_shares_of_the_largest_within_each_metric()
    {
        var chart = new CompareChart(Of(Metric("latency_ms", Cell(200, MetricOutcome.Base), Cell(50, MetricOutcome.Better)),
            Metric("accuracy", Cell(0.5, MetricOutcome.Base), Cell(1, MetricOutcome.Better))), MetricDefinitions.BuiltIn);

        Assert.Equal(["accuracy ▲", "latency_ms ▼"], chart.Labels);
        Assert.Equal([0.5, 1], chart.Series[0].Heights);
        Assert.Equal([1, 0.25], chart.Series[1].Heights);
        Assert.Equal("v2 · latency_ms 50.0 ms", chart.Series[1].Hover[1]);
    }

    [Fact]
    public void What_cannot_be_compared_gets_no_bar()
    {
        var chart = new CompareChart(Of(
            Metric("accuracy", Cell(0.9, MetricOutcome.Base), Cell(0.8, MetricOutcome.NotComparable)),
            Metric("rmse", Cell(double.NaN, MetricOutcome.Base), Cell(1, MetricOutcome.Different)),
            Metric("mae", Cell(0, MetricOutcome.Base), Cell(0, MetricOutcome.Equal))), MetricDefinitions.BuiltIn);

        Assert.Equal(["mae ▼"], chart.Labels);
        Assert.Equal([0.0], chart.Series[0].Heights);
    }

    [Fact]
    public void Negative_numbers_keep_their_sign()
    {
        var chart = new CompareChart(Of(Metric("r2", Cell(-0.5, MetricOutcome.Base), Cell(0.25, MetricOutcome.Better))), MetricDefinitions.BuiltIn);

        Assert.Equal((-1, 0.5), (chart.Series[0].Heights[0], chart.Series[1].Heights[0]));
    }

    [Fact]
    public void Names_of_metrics_cannot_become_markup_on_the_chart()
    {
        var chart = new CompareChart(Of(Metric("<b>x", Cell(1, MetricOutcome.Base), Cell(2, MetricOutcome.Different))), MetricDefinitions.BuiltIn);

        Assert.Equal("&lt;b&gt;x", Assert.Single(((Bar)chart.Traces()[0]).X));
    }

    [Fact]
    public void A_version_has_its_own_colour_and_no_two_share_one_while_there_are_enough()
    {
        var colours = VersionColours.Of([1, 8, 3]);

        Assert.Equal(SeriesColors.OfVersion(1), colours[1]);
        Assert.Equal(SeriesColors.OfVersion(3), colours[3]);
        Assert.Equal(3, colours.Values.Distinct().Count());
        Assert.Equal(SeriesColors.Count, VersionColours.Of(Enumerable.Range(1, 10)).Values.Distinct().Count());
    }

    [Fact]
    public void Only_differences_hides_equal_rows_and_is_the_start_beyond_twelve()
    {
        TextComparison[] texts = [new("same", ["a", "a"]), new("other", ["a", "b"]), new("new", [null, "b"])];
        var comparison = Of(Metric("accuracy", Cell(1, MetricOutcome.Base), Cell(1, MetricOutcome.Equal))) with { Parameters = texts };

        Assert.Equal(["other", "new"], new CompareRows(comparison, OnlyDifferences: true, MetricDefinitions.BuiltIn).Parameters.Select(row => row.Name));
        Assert.Empty(new CompareRows(comparison, OnlyDifferences: true, MetricDefinitions.BuiltIn).Metrics);
        Assert.Single(new CompareRows(comparison, OnlyDifferences: false, MetricDefinitions.BuiltIn).Metrics);
        Assert.False(CompareRows.StartsWithDifferences(comparison with { Tags = Many(8) }));
        Assert.True(CompareRows.StartsWithDifferences(comparison with { Tags = Many(9) }));
    }

    [Theory]
    [InlineData("3,7,3", "7", "3,7", 7)]
    [InlineData("v3, 7,x,0", null, "3,7", null)]
    [InlineData(null, "z", "", null)]
    public void The_address_names_versions_and_base(string? versions, string? baseVersion, string read, int? readBase)
    {
        var address = CompareAddress.Read(versions, baseVersion);

        Assert.Equal((read, readBase), (string.Join(',', address.Versions), address.Base));
    }

    private static TextComparison[] Many(int count) => [.. Enumerable.Range(0, count).Select(index => new TextComparison($"t{index}", ["a", "a"]))];

    private static ComparedMetric Cell(double value, MetricOutcome standing) => new(value, "d1", standing, null, Best: false);

    private static MetricComparison Metric(string name, params ComparedMetric[] cells) => new(MetricDefinitions.BuiltIn.For(name), cells);

    private static Comparison Of(params MetricComparison[] metrics) =>
        new("fraud", 1, [SomeVersion.With(1, "d1"), SomeVersion.With(2, "d1")], [], metrics, [], [], [], []);
}
