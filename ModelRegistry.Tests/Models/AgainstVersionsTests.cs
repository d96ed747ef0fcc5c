using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Web.Components.Pages.Models;
using Plotly.Blazor.Traces;

namespace ModelRegistry.Tests.Models;

public sealed class AgainstVersionsTests
{
    [Fact]
    public void A_metric_stands_against_another_and_what_the_best_costs_is_said()
    {
        var (accuracy, latency) = (Series("accuracy", 0.9, 0.97, 0.95), Series("latency_ms", 5, 30, 10));
        var sheet = new ChartSheet(accuracy, []) { Costs = new Dictionary<string, double> { ["latency_ms"] = 30, ["model_size_kb"] = 120 } };

        Assert.Equal("Best trade-offs (3 of 3): v1 (0.9000 at 5.0 ms), v3 (0.9500 at 10.0 ms), v2 (0.9700 at 30.0 ms). No other is better on both.",
            AgainstVersions.Of(accuracy, latency, MetricDefinitions.BuiltIn).Answer);
        Assert.Equal("v2, best by accuracy, costs 30.0 ms latency_ms and 120 KB model_size_kb.", AgainstVersions.Costs(sheet, MetricDefinitions.BuiltIn));
        Assert.Null(AgainstVersions.Costs(new ChartSheet(accuracy, []), MetricDefinitions.BuiltIn));
    }

    [Fact]
    public void Versions_on_another_data_set_are_not_set_against_each_other()
    {
        var accuracy = Series("accuracy", 0.99, 0.9) with
        {
            Points = [new MetricPoint(1, 0.99, null, "old"), new MetricPoint(2, 0.9, null, "d1")],
        };

        Assert.StartsWith("v2 (0.9000 at 3.0 ms)", AgainstVersions.Of(accuracy, Series("latency_ms", 1, 3), MetricDefinitions.BuiltIn).Answer,
            StringComparison.Ordinal);
    }

    [Fact]
    public void More_points_than_a_legend_has_room_for_are_one_cloud()
    {
        double[] numbers = [.. Enumerable.Range(1, 50).Select(number => (double)number)];

        var traces = AgainstVersions.Of(Series("accuracy", numbers), Series("latency_ms", numbers), MetricDefinitions.BuiltIn).Traces();

        Assert.Equal(50, traces.Cast<Scatter>().Single(trace => trace.Name == "versions").X.Count);
    }

    [Theory]
    [InlineData("accuracy", "1 3")]
    [InlineData("log_loss", "1 2 4")]
    [InlineData("novelty", "")]
    public void The_best_so_far_is_each_version_that_beat_all_before_it(string metric, string records)
    {
        var chart = new MetricOverVersions(Series(metric, 0.5, 0.4, 0.6, 0.3), MetricDefinitions.BuiltIn);

        Assert.Equal(records, string.Join(' ', chart.BestSoFar.Select(point => point.Version)));
    }

    [Fact]
    public void Of_thousands_of_versions_every_highest_and_lowest_stays_also_beside_another_data_set()
    {
        List<MetricPoint> points = [.. Enumerable.Range(1, 50_000).Select(number =>
            new MetricPoint(number, number % 2 == 0 ? 100 : Math.Sin(number), null, number % 2 == 0 ? "old" : "d1"))];
        points[30_000] = points[30_000] with { Value = -7 };
        points[40_000] = points[40_000] with { Value = 7 };

        var kept = MetricQueries.Thin(points, "d1");

        Assert.InRange(kept.Count, 2, 1_200);
        Assert.Equal([30_001, 40_001], kept.Where(point => Math.Abs(point.Value) == 7).Select(point => point.Version));
    }

    private static MetricSeries Series(string metric, params double[] values) =>
        new(metric, [metric], [.. values.Select((value, index) => new MetricPoint(index + 1, value, null, "d1"))], Truncated: false);
}
