using ModelRegistry.Core.Policies;

namespace ModelRegistry.Tests.Policies;

public sealed class BaselineGateTests
{
    [Fact]
    public void A_real_run_is_compared_with_the_occupant_in_the_metrics_own_direction()
    {
        var (occupant, better, worse) =
            (RealFacts.Of("diabetes-progression", 2), RealFacts.Of("diabetes-progression", 3), RealFacts.Of("diabetes-progression", 8));
        var gate = new BaselineGate("rmse", MaxRegression: 0.02, Relative: true);

        Assert.Equal((Verdict.Pass, "56.831 against 57.442: 1.06 % better."), Told(better.Judged(gate, occupant)));
        var verdict = worse.Judged(gate, occupant);
        Assert.Equal((Verdict.Fail, "61.572 against 57.442: 7.19 % worse."), Told(verdict));
        Assert.Equal((61.5719, 57.4417), (Math.Round(verdict.Measured!.Number!.Value, 4), Math.Round(verdict.Baseline!.Number!.Value, 4)));
        Assert.Equal("rmse no more than 2 % worse than the occupant", verdict.Expression);
    }

    [Fact]
    public void Real_runs_on_different_data_are_not_comparable_and_both_data_sets_are_named()
    {
        var verdict = RealFacts.Of("digits-classifier", 21).Judged(new BaselineGate("accuracy", MaxRegression: 0.5), RealFacts.Of("wine-cultivar", 1));

        Assert.Equal((Verdict.NotComparable,
            "accuracy of version 21 was measured on digits (f6d9e39f37dc), that of the occupant, version 1, on wine (3a28849ef236)."), Told(verdict));
        Assert.Equal((0.9833, 0.9815), (Math.Round(verdict.Measured!.Number!.Value, 4), Math.Round(verdict.Baseline!.Number!.Value, 4)));
    }

    [Fact]
    public void The_first_occupant_passes_and_says_so()
    {
        var verdict = RealFacts.Of("digits-classifier", 14).Judged(new BaselineGate("accuracy", MinImprovement: 0.1));

        Assert.Equal(Verdict.Pass, verdict.Verdict);
        Assert.Contains("first occupant", verdict.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_candidate_lacks_is_missing_and_what_the_occupant_lacks_is_not_comparable()
    {
        var (digits, diabetes) = (RealFacts.Of("digits-classifier", 2), RealFacts.Of("diabetes-progression", 1));
        var gate = new BaselineGate("accuracy", MaxRegression: 0);

        Assert.Equal(Verdict.Missing, diabetes.Judged(gate, digits).Verdict);
        Assert.Equal((Verdict.NotComparable, "The occupant: Version 1 did not log accuracy."), Told(digits.Judged(gate, diabetes)));
    }

    [Theory]
    [InlineData(0.98, 1.0, true)] // exactly 2 % worse, which no binary fraction is
    [InlineData(0.931, 0.95, true)]
    [InlineData(0.6566, 0.67, true)]
    [InlineData(0.9799999999, 1.0, false)]
    [InlineData(1.2, 1.0, true)]
    public void Exactly_at_a_relative_limit_passes(double mine, double theirs, bool passes) =>
        Assert.Equal(passes, Judge(mine, theirs, new BaselineGate("accuracy", MaxRegression: 0.02, Relative: true)).Passes);

    [Theory]
    [InlineData(0.3, 0.4, 0.1, true)] // 0.4 - 0.3 is 0.10000000000000003
    [InlineData(0.3, 0.4, 0.0999999, false)]
    [InlineData(0.4, 0.4, 0, true)]
    [InlineData(0.399999, 0.4, 0, false)]
    public void Exactly_at_an_absolute_limit_passes(double mine, double theirs, double most, bool passes) =>
        Assert.Equal(passes, Judge(mine, theirs, new BaselineGate("accuracy", MaxRegression: most)).Passes);

    [Theory]
    [InlineData(0.4, 0.3, 0.1, false, true)]
    [InlineData(0.3, 0.2, 0.1, false, true)] // 0.3 - 0.2 is 0.09999999999999998
    [InlineData(0.4, 0.3, 0.1001, false, false)]
    [InlineData(1.05, 1.0, 0.05, true, true)]
    [InlineData(1.04, 1.0, 0.05, true, false)]
    [InlineData(0.3, 0.3, 0, false, true)]
    [InlineData(0.29, 0.3, 0, false, false)]
    public void An_improvement_is_at_least_what_is_asked(double mine, double theirs, double least, bool relative, bool passes) =>
        Assert.Equal(passes, Judge(mine, theirs, new BaselineGate("accuracy", MinImprovement: least, Relative: relative)).Passes);

    [Theory]
    [InlineData(-0.5, -1.0, true)] // of a negative r2 too, a share of its size
    [InlineData(-1.02, -1.0, true)]
    [InlineData(-1.03, -1.0, false)]
    [InlineData(0.0, 0.0, true)]
    [InlineData(-0.0001, 0.0, false)] // a share of nothing is nothing
    [InlineData(double.PositiveInfinity, double.PositiveInfinity, false)]
    [InlineData(1e300, double.PositiveInfinity, false)]
    [InlineData(double.PositiveInfinity, 1.0, false)]
    [InlineData(double.NegativeInfinity, 1.0, false)]
    public void A_share_is_one_of_the_occupants_size(double mine, double theirs, bool passes) =>
        Assert.Equal(passes, Judge(mine, theirs, new BaselineGate("r2", MaxRegression: 0.02, Relative: true)).Passes);

    [Fact]
    public void Better_than_nothing_by_a_share_is_better_at_all()
    {
        var gate = new BaselineGate("accuracy", MinImprovement: 0.05, Relative: true);

        Assert.True(Judge(0.001, 0, gate).Passes);
        Assert.False(Judge(0, 0, gate).Passes);
    }

    [Fact]
    public void What_is_no_number_never_passes()
    {
        var gate = new BaselineGate("accuracy", MaxRegression: 100);

        Assert.Equal((Verdict.Fail, "accuracy is not a number, which passes no gate."), Told(Judge(double.NaN, 0.5, gate)));
        Assert.Equal((Verdict.NotComparable, "accuracy of the occupant is not a number."), Told(Judge(0.5, double.NaN, gate)));
        Assert.Equal((Verdict.Fail, "accuracy is infinite, which passes no gate."), Told(Judge(double.PositiveInfinity, 0.5, gate)));
        Assert.Equal((Verdict.NotComparable, "accuracy of the occupant is infinite."), Told(Judge(0.5, double.PositiveInfinity, gate)));
    }

    [Fact]
    public void The_direction_is_the_one_that_was_published()
    {
        var gate = new BaselineGate("my_score", MaxRegression: 0);

        Assert.False(Judge(0.4, 0.5, gate with { HigherIsBetter = true }).Passes);
        Assert.True(Judge(0.4, 0.5, gate with { HigherIsBetter = false }).Passes);
        Assert.Equal(Verdict.NotComparable, Judge(0.4, 0.5, gate).Verdict);
    }

    [Fact]
    public void Only_a_pair_with_equal_digests_is_compared()
    {
        var gate = new BaselineGate("accuracy", MaxRegression: 0);
        var mine = RealFacts.Measured("accuracy", ("holdout", "d1", 0.5), ("field", "d2", 0.9));

        Assert.Equal(Verdict.Pass, mine.Judged(gate, RealFacts.Measured("accuracy", ("renamed", "d2", 0.8))).Verdict);
        Assert.Equal(Verdict.NotComparable, mine.Judged(gate with { Dataset = "holdout" }, RealFacts.Measured("accuracy", ("holdout", "d9", 0.4))).Verdict);
        Assert.Equal(Verdict.NotComparable, RealFacts.Measured("accuracy", ("holdout", null, 0.9))
            .Judged(gate, RealFacts.Measured("accuracy", ("holdout", null, 0.8))).Verdict);
        Assert.Equal(Verdict.NotComparable, RealFacts.Measured("accuracy", ("holdout", "", 0.9))
            .Judged(gate, RealFacts.Measured("accuracy", ("holdout", "", 0.8))).Verdict);
        Assert.Equal(Verdict.Missing, mine.Judged(gate, mine).Verdict);
        Assert.Equal(Verdict.Pass, mine.Judged(gate with { Dataset = "d1" }, mine).Verdict);
    }

    private static GateVerdict Judge(double mine, double theirs, BaselineGate gate) =>
        RealFacts.Measured(gate.Metric, (null, "d1", mine)).Judged(gate, RealFacts.Measured(gate.Metric, (null, "d1", theirs)));

    private static (Verdict Verdict, string Detail) Told(GateVerdict verdict) => (verdict.Verdict, verdict.Detail);
}
