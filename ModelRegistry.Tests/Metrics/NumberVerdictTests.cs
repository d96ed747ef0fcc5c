using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Tests.Metrics;

/// <summary>The verdict that a request opens with: in words and numbers, and never a number that says nothing.</summary>
public sealed class NumberVerdictTests
{
    [Fact]
    public void It_names_what_tells_most_and_what_became_worse_most_and_counts_the_rest() => Assert.Equal(
        "v10 against v9: accuracy +0.76 % (better), latency_ms +41 % (worse), log_loss −20 % (better); worse on 4 of 7, better on 3.",
        NumberVerdict.Of(10, 9,
        [
            new("accuracy", MetricOutcome.Better, 0.9772, 0.9698),
            new("f1", MetricOutcome.Worse, 0.96, 0.97),
            new("log_loss", MetricOutcome.Better, 0.4, 0.5),
            new("recall", MetricOutcome.Worse, 0.9, 0.91),
            new("precision", MetricOutcome.Better, 0.9, 0.89),
            new("latency_ms", MetricOutcome.Worse, 14.1, 10),
            new("model_size_kb", MetricOutcome.Worse, 110, 100),
        ]).Sentence);

    [Theory]
    [InlineData(MetricOutcome.Better, "v2 against v1: accuracy +11.1 % (better); better on the only one that can be compared.")]
    [InlineData(MetricOutcome.Worse, "v2 against v1: accuracy +11.1 % (worse); worse on the only one that can be compared.")]
    [InlineData(MetricOutcome.Equal, "v2 against v1: equal on the only one that can be compared.")]
    [InlineData(MetricOutcome.Missing, "v2 and v1 have no metric in common that says which is better.")]
    [InlineData(MetricOutcome.NotComparable,
        "v2 cannot be compared with v1: no metric of both is a number that was measured on the same data set.")]
    public void One_metric_is_told_too(MetricOutcome outcome, string sentence) =>
        Assert.Equal(sentence, NumberVerdict.Of(2, 1, [new("accuracy", outcome, 1, 0.9)]).Sentence);

    [Fact]
    public void What_cannot_be_compared_is_counted_apart() => Assert.Equal("v2 against v1: a −50 % (better); better on all 2; 1 not comparable.",
        NumberVerdict.Of(2, 1, [new("a", MetricOutcome.Better, 1, 2), new("a2", MetricOutcome.Better, 1.9, 2), new("b", MetricOutcome.NotComparable, 1, 2)])
            .Sentence);

    [Fact]
    public void A_share_of_zero_is_not_said() => Assert.Equal("v2 against v1: errors worse; worse on the only one that can be compared.",
        NumberVerdict.Of(2, 1, [new("errors", MetricOutcome.Worse, 3, 0)]).Sentence);

    [Theory]
    [InlineData(1.0076, 1, "+0.76 %")]
    [InlineData(1.41, 1, "+41 %")]
    [InlineData(0.5, 1, "−50 %")]
    [InlineData(-1.5, -1, "−50 %")]
    [InlineData(1.00000000001, 1, "+1e−9 %")]
    [InlineData(2.5, 1, "+150 %")]
    [InlineData(30, 1, "×30")]
    [InlineData(-30, 1, "−3100 %")]
    [InlineData(1, 0, null)]
    [InlineData(double.NaN, 1, null)]
    [InlineData(double.PositiveInfinity, 1, null)]
    [InlineData(1e308, 1e-308, null)]
    public void A_change_is_told_as_a_share(double value, double baseline, string? text) => Assert.Equal(text, RelativeChange.Text(value, baseline));
}
