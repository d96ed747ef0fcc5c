using ModelRegistry.Core.Compare;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Tests.Compare;

public sealed class ComparingTests
{
    [Theory]
    [InlineData("accuracy", 0.90, 0.95, MetricOutcome.Better)]
    [InlineData("accuracy", 0.90, 0.85, MetricOutcome.Worse)]
    [InlineData("loss", 0.90, 0.85, MetricOutcome.Better)]
    [InlineData("loss", 0.90, 0.95, MetricOutcome.Worse)]
    [InlineData("accuracy", 0.90, 0.90, MetricOutcome.Equal)]
    [InlineData("accuracy", 0.0, -0.0, MetricOutcome.Equal)]
    [InlineData("something", 0.90, 0.95, MetricOutcome.Different)]
    [InlineData("something", 0.90, 0.90, MetricOutcome.Equal)]
    [InlineData("accuracy", 0.90000, 0.90004, MetricOutcome.Equal)] // both are shown as 0.9000
    [InlineData("accuracy", 0.90000, 0.90006, MetricOutcome.Better)]
    [InlineData("accuracy", 1e-9, 2e-9, MetricOutcome.Better)] // so small that they are shown with an exponent
    [InlineData("loss", 0.90, double.PositiveInfinity, MetricOutcome.NotComparable)]
    [InlineData("loss", 0.90, double.NegativeInfinity, MetricOutcome.NotComparable)]
    [InlineData("loss", double.PositiveInfinity, double.PositiveInfinity, MetricOutcome.NotComparable)]
    [InlineData("loss", 0.90, double.NaN, MetricOutcome.NotComparable)]
    [InlineData("loss", double.NaN, 0.90, MetricOutcome.NotComparable)]
    [InlineData("loss", double.NaN, double.NaN, MetricOutcome.NotComparable)]
    public void A_number_stands_to_the_bases_by_the_direction_of_its_metric(string metric, double theirs, double mine, MetricOutcome expected)
    {
        var row = Compare(1, Version(1, Row(metric, theirs)), Version(2, Row(metric, mine))).Metrics.Single();

        Assert.Equal([MetricOutcome.Base, expected], row.Cells.Select(cell => cell.Outcome));
        Assert.Equal(double.IsFinite(mine) && double.IsFinite(theirs) ? mine - theirs : null, row.Cells[1].Delta);
    }

    [Theory]
    [InlineData("d1", "d2")]
    [InlineData("d1", null)]
    [InlineData(null, "d1")]
    [InlineData(null, null)]
    [InlineData("", "")]
    public void Numbers_of_different_or_unknown_data_sets_are_not_compared(string? theirs, string? mine)
    {
        var comparison = Compare(1, Version(1, Row("accuracy", 0.5, theirs)), Version(2, Row("accuracy", 0.9, mine)));

        var cell = comparison.Metrics.Single().Cells[1];
        Assert.Equal((MetricOutcome.NotComparable, null, false), (cell.Outcome, cell.Delta, cell.Best));
        Assert.Equal((0, 0, 1), (comparison.Verdicts[0].Better, comparison.Verdicts[0].Worse, comparison.Verdicts[0].NotComparable));
    }

    [Fact]
    public void A_metric_that_one_side_lacks_is_missing_and_counts_for_nobody()
    {
        var comparison = Compare(1, Version(1, Row("accuracy", 0.5), Row("old", 1)), Version(2, Row("accuracy", 0.5), Row("new", 1)));

        Assert.Equal(["accuracy", "new", "old"], comparison.Metrics.Select(metric => metric.Definition.Name));
        Assert.Equal([MetricOutcome.Missing, MetricOutcome.Missing], comparison.Metrics[1].Cells.Select(cell => cell.Outcome));
        Assert.Equal([MetricOutcome.Base, MetricOutcome.Missing], comparison.Metrics[2].Cells.Select(cell => cell.Outcome));
        Assert.Equal((0, 0, 1, 0), (comparison.Verdicts[0].Better, comparison.Verdicts[0].Worse, comparison.Verdicts[0].Equal,
            comparison.Verdicts[0].NotComparable));
    }

    [Fact]
    public void What_is_no_number_is_counted_as_not_comparable_by_sentence_and_cell_alike()
    {
        var comparison = Compare(1, Version(1, Row("accuracy", 0.5), Row("log_loss", 0.3), Row("rmse", 1)),
            Version(2, Row("accuracy", 0.9), Row("log_loss", double.NaN), Row("rmse", double.PositiveInfinity)));

        Assert.Equal([MetricOutcome.Better, MetricOutcome.NotComparable, MetricOutcome.NotComparable],
            comparison.Metrics.Select(metric => metric.Cells[1].Outcome));
        Assert.Equal("v2 beats v1 on 1 of 1 metrics; 2 not comparable.", CompareSentences.Of(comparison.Verdicts[0], 1));
    }

    [Fact]
    public void The_best_number_is_marked_and_a_tie_marks_each_of_them()
    {
        Assert.Equal([2], Best("accuracy", 0.5, 0.9, 0.8));
        Assert.Equal([1], Best("loss", 0.5, 0.9, 0.8));
        Assert.Equal([2, 3], Best("accuracy", 0.5, 0.9, 0.9));
        Assert.Equal([3], Best("accuracy", 0.5, double.NaN, 0.9));
        Assert.Empty(Best("accuracy", 0.5, 0.5, 0.5));
        Assert.Empty(Best("something", 0.5, 0.9, 0.8));
        Assert.Equal([3], Best("accuracy", 0.5, double.PositiveInfinity, 0.9));
        Assert.Empty(Best("accuracy", 0.5, double.NaN, double.NaN));
    }

    [Fact]
    public void A_number_on_an_easier_data_set_is_never_the_best()
    {
        var comparison = Compare(1,
            Version(1, Row("accuracy", 0.5, "hard"), Row("accuracy", 0.9, "easy")),
            Version(2, Row("accuracy", 0.6, "hard")),
            Version(3, Row("accuracy", 0.99, "easy")));

        var cells = comparison.Metrics.Single().Cells;
        Assert.Equal([MetricOutcome.Base, MetricOutcome.Better, MetricOutcome.Better], cells.Select(cell => cell.Outcome));
        Assert.Equal([false, true, false], cells.Select(cell => cell.Best));
        Assert.Equal(0.09, cells[2].Delta!.Value, 10);
    }

    [Fact]
    public void Two_versions_measured_on_several_data_sets_are_compared_on_the_one_that_the_base_shows()
    {
        var comparison = Compare(1,
            Version(1, Row("accuracy", 0.9, "other"), Row("accuracy", 0.5, "hard")),
            Version(2, Row("accuracy", 0.8, "other"), Row("accuracy", 0.6, "hard")));

        Assert.Equal([0.5, 0.6], comparison.Metrics.Single().Cells.Select(cell => cell.Value!.Value));
    }

    [Fact]
    public void Another_base_turns_the_verdict_round()
    {
        VersionView[] versions = [Version(1, Row("accuracy", 0.9), Row("loss", 0.2)), Version(2, Row("accuracy", 0.8), Row("loss", 0.1))];

        var first = Compare(1, versions).Verdicts.Single();
        var second = Compare(2, versions).Verdicts.Single();

        Assert.Equal((2, 1, 1, "accuracy"), (first.Version, first.Better, first.Worse, first.LosesOn.Single()));
        Assert.Equal((1, 1, 1, "loss"), (second.Version, second.Better, second.Worse, second.LosesOn.Single()));
    }

    [Fact]
    public void Parameters_tags_files_and_origin_are_put_side_by_side_with_gaps()
    {
        var one = Version(1) with
        {
            Parameters = Pairs("depth", "3"),
            Tags = Pairs("a", "x"),
            Framework = "sklearn",
            Source = new VersionSource(GitCommit: "abc")
        };
        var two = Version(2) with { Parameters = Pairs("depth", "3", "rate", "0.1") };

        var comparison = Comparing.Compare([one, two], [Pairs("f", "1"), Pairs("f", "2")], 0, MetricDefinitions.BuiltIn);

        Assert.Equal([("depth", false), ("rate", true)], comparison.Parameters.Select(row => (row.Name, row.Differs)));
        Assert.Equal([null, "0.1"], comparison.Parameters[1].Cells);
        Assert.Equal(["x", null], comparison.Tags.Single().Cells);
        Assert.Equal(["1", "2"], comparison.Files.Single().Cells);
        Assert.Equal(["sklearn", null], comparison.Origin.Single(row => row.Name == "Framework").Cells);
    }

    private static List<int> Best(string metric, params double[] values) =>
        [.. Compare(1, [.. values.Select((value, index) => Version(index + 1, Row(metric, value)))]).Metrics.Single().Cells.Select((cell, index) =>
            (cell, index)).Where(pair => pair.cell.Best).Select(pair => pair.index + 1)];

    private static Comparison Compare(int baseVersion, params VersionView[] versions) =>
        Comparing.Compare(versions, [.. versions.Select(_ => Pairs())], baseVersion - 1, MetricDefinitions.BuiltIn);

    private static VersionView Version(int number, params MetricView[] metrics) =>
        new("m", number, null, VersionStatus.Ready,
            null, "", Pairs(), metrics, Pairs(), new VersionDataset("hard one", "hard"), null, null, 0, 0, null, null, null, [], false, false, default,
            "someone");

    private static MetricView Row(string name, double value, string? digest = "hard") =>
        new(name, value, 0, digest is null ? null : new MetricDataset("set", digest), null, default, "someone");

    private static Dictionary<string, string> Pairs(params string[] pairs) => pairs.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
}
