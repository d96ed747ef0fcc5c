using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Statistics;

namespace ModelRegistry.Tests.Metrics;

public sealed class MetricCertaintyTests
{
    private static readonly MetricDefinition Error = MetricDefinitions.BuiltIn.For("mae");

    [Fact]
    public void Rows_are_paired_by_bootstrap_and_lower_is_better_turns_the_sign()
    {
        double[] theirs = [.. Enumerable.Range(0, 100).Select(row => 1 + (row % 7 / 10.0))];
        double[] mine = [.. theirs.Select((row, index) => row - 0.1 - (index % 3 / 50.0))];

        var certain = Of(Error, Examples("mae", mine), Examples("mae", theirs))!;

        Assert.Equal((Standing.Superior, "the same 100 rows, paired bootstrap"), (certain.Standing, certain.Method));
        Assert.InRange(certain.High, -0.13, -0.1);
        Assert.Equal(certain, Of(Error, Examples("mae", mine), Examples("mae", theirs))); // the same files, the same answer
    }

    [Fact]
    public void Folds_hang_together()
    {
        MetricResults Folds(params double[] folds) => new("mae", null, null, null, null, folds, null);
        var (mine, theirs) = (Folds(0.50, 0.47, 0.53, 0.48, 0.51), Folds(0.52, 0.52, 0.54, 0.51, 0.55));

        var certain = Of(Error, mine, theirs)!;
        var independent = new PairedDifferences(mine.Folds!, theirs.Folds!).StudentT(0.95).Mean;

        Assert.Equal("5 folds, corrected resampled t", certain.Method);
        Assert.True(certain.High - certain.Low > independent.High - independent.Low);
    }

    [Fact]
    public void Counts_alone_are_compared_as_unpaired_shares()
    {
        MetricResults Counted(long right) => new("accuracy", null, 360, right, null, null, null);

        var certain = Of(MetricDefinitions.BuiltIn.For("accuracy"), Counted(351), Counted(349))!;

        Assert.Equal((Standing.Inconclusive, "not distinguishable"), (certain.Standing, certain.Words));
    }

    [Fact]
    public void Rows_of_different_length_and_metrics_of_unknown_direction_say_nothing()
    {
        Assert.Null(Of(Error, Examples("mae", 1, 2, 3), Examples("mae", 1, 2)));
        Assert.Null(Of(MetricDefinitions.BuiltIn.For("novelty"), Examples("novelty", 1, 2), Examples("novelty", 1, 2)));
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("""{"metrics":[null,{"metric":"accuracy"},{"metric":"a\u0000b","examples":[1,2]},{"metric":"accuracy","examples":[1]}]}""")]
    [InlineData("""{"metrics":[{"metric":"accuracy","count":3,"successes":4},{"metric":"accuracy","folds":[1,1e999]}]}""")]
    [InlineData("""{"metrics":{"metric":"accuracy"}}""")]
    public void What_cannot_be_read_is_left_out(string text) => Assert.Empty(MetricResultsFile.Read(text));

    [Fact]
    public void What_is_kept_is_what_was_read()
    {
        var read = MetricResultsFile.Read("""{"metrics":[{"metric":"accuracy[a=1]","dataset":"d1","examples":[1,0,1]}],"other":1}""");

        Assert.Equal(read.Single().Examples!, MetricResultsFile.Read(MetricResultsFile.ToText(read)!).Single().Examples!);
        Assert.Null(MetricResultsFile.ToText([]));
    }

    private static MetricCertainty? Of(MetricDefinition definition, MetricResults mine, MetricResults theirs) =>
        MetricCertainty.Of(definition, (mine.Mean!.Value, mine), (theirs.Mean!.Value, theirs));

    private static MetricResults Examples(string metric, params double[] rows) => new(metric, null, null, null, rows, null, null);
}
