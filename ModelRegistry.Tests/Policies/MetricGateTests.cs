using ModelRegistry.Core.Policies;

namespace ModelRegistry.Tests.Policies;

public sealed class MetricGateTests
{
    [Fact]
    public void Of_the_real_digit_readers_exactly_those_at_95_percent_pass()
    {
        var gate = new MetricGate("accuracy", GateOperator.AtLeast, 0.95);

        var passed = RealFacts.All("digits-classifier").Where(version => version.Judged(gate).Passes).Select(version => version.Number);

        Assert.Equal([2, 5, 6, 7, 8, 9, 10, 11, 13, 15, 18, 21, 23], passed); // 14 has 0.8833, 20 has 0.9370
    }

    [Fact]
    public void The_verdict_holds_the_number_and_says_what_is_wrong()
    {
        var verdict = RealFacts.Of("digits-classifier", 14).Judged(new MetricGate("accuracy", GateOperator.AtLeast, 0.95));

        Assert.Equal(("metric", "accuracy ≥ 0.95", Verdict.Fail, "accuracy"), (verdict.Kind, verdict.Expression, verdict.Verdict, verdict.Metric));
        Assert.Equal(0.8833333333333333, verdict.Measured!.Number);
        Assert.Equal("accuracy is 0.8833 on digits (f6d9e39f37dc), not ≥ 0.95.", verdict.Detail);
    }

    [Theory]
    [InlineData(GateOperator.AtLeast, 0.5, true)]
    [InlineData(GateOperator.AtLeast, 0.51, false)]
    [InlineData(GateOperator.MoreThan, 0.5, false)]
    [InlineData(GateOperator.MoreThan, 0.49, true)]
    [InlineData(GateOperator.AtMost, 0.5, true)]
    [InlineData(GateOperator.AtMost, 0.49, false)]
    [InlineData(GateOperator.LessThan, 0.5, false)]
    [InlineData(GateOperator.LessThan, 0.51, true)]
    public void Each_comparison_is_exact_at_its_limit(GateOperator op, double limit, bool passes) =>
        Assert.Equal(passes, RealFacts.Measured("loss", (null, "d1", 0.5)).Judged(new MetricGate("loss", op, limit)).Passes);

    [Theory]
    [InlineData(double.NaN, GateOperator.AtLeast, false)]
    [InlineData(double.NaN, GateOperator.LessThan, false)]
    [InlineData(double.PositiveInfinity, GateOperator.AtLeast, false)]
    [InlineData(double.PositiveInfinity, GateOperator.AtMost, false)]
    [InlineData(double.NegativeInfinity, GateOperator.AtMost, false)]
    [InlineData(double.NegativeInfinity, GateOperator.MoreThan, false)]
    public void What_is_no_number_or_infinite_passes_no_gate(double value, GateOperator op, bool passes) =>
        Assert.Equal(passes ? Verdict.Pass : Verdict.Fail, RealFacts.Measured("loss", (null, "d1", value)).Judged(new MetricGate("loss", op, 0.5)).Verdict);

    [Fact]
    public void A_metric_that_was_not_logged_is_missing()
    {
        var verdict = RealFacts.Of("diabetes-progression", 1).Judged(new MetricGate("accuracy", GateOperator.AtLeast, 0.95));

        Assert.Equal((Verdict.Missing, "Version 1 did not log accuracy."), (verdict.Verdict, verdict.Detail));
        Assert.Null(verdict.Measured);
    }

    [Fact]
    public void Several_data_sets_and_none_named_is_missing_and_says_which_there_are()
    {
        var version = RealFacts.Measured("accuracy", ("holdout", "d1", 0.99), ("field", "d2", 0.7));

        var verdict = version.Judged(new MetricGate("accuracy", GateOperator.AtLeast, 0.95));

        Assert.Equal((Verdict.Missing, "accuracy was measured on holdout (d1) and field (d2), and the gate names no data set."),
            (verdict.Verdict, verdict.Detail));
    }

    [Theory]
    [InlineData("holdout", Verdict.Pass)]
    [InlineData("d1", Verdict.Pass)]
    [InlineData("field", Verdict.Fail)]
    [InlineData("d2", Verdict.Fail)]
    [InlineData("D1", Verdict.Missing)]
    [InlineData("other", Verdict.Missing)]
    public void The_named_data_set_counts_by_name_or_digest(string dataset, Verdict expected)
    {
        var version = RealFacts.Measured("accuracy", ("holdout", "d1", 0.99), ("field", "d2", 0.7));

        Assert.Equal(expected, version.Judged(new MetricGate("accuracy", GateOperator.AtLeast, 0.95, dataset)).Verdict);
    }

    [Fact]
    public void A_name_that_two_data_sets_share_asks_for_the_digest()
    {
        var version = RealFacts.Measured("accuracy", ("holdout", "d1", 0.99), ("holdout", "d2", 0.7));

        var verdict = version.Judged(new MetricGate("accuracy", GateOperator.AtLeast, 0.95, "holdout"));

        Assert.Equal(Verdict.Missing, verdict.Verdict);
        Assert.EndsWith("The gate must name a digest.", verdict.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_that_rounds_to_the_limit_is_shown_as_it_is() =>
        Assert.Equal("accuracy is 0.94999 on d1, not ≥ 0.95.",
            RealFacts.Measured("accuracy", (null, "d1", 0.94999)).Judged(new MetricGate("accuracy", GateOperator.AtLeast, 0.95)).Detail);

    [Fact]
    public void A_number_on_unknown_data_is_a_number() =>
        Assert.Equal((Verdict.Pass, "latency_ms is 3.5 ms."),
            RealFacts.Measured("latency_ms", (null, null, 3.5))
                .Judged(new MetricGate("latency_ms", GateOperator.LessThan, 5)) is var verdict ? (verdict.Verdict, verdict.Detail) : default);
}
