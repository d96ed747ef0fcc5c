using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Tests.Policies;

/// <summary>Gates that ask whether a difference is more than chance, and gates on the worst slice.</summary>
public sealed class ProofGateTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    // Of 200 rows both are right on 150; the candidate alone on so many, the occupant alone on so many.
    [Theory]
    [InlineData(30, 5, Verdict.Pass)]
    [InlineData(10, 8, Verdict.Fail)]
    [InlineData(5, 30, Verdict.Fail)]
    public void Superior_needs_more_than_chance(int mine, int theirs, Verdict verdict) =>
        Assert.Equal(verdict, Judge(new BaselineGate("accuracy", Superior: true), Rows(150, mine, theirs), Rows(150, theirs, mine, swapped: true)).Verdict);

    [Theory]
    [InlineData(10, 12, 0.10, Verdict.Pass)]
    [InlineData(10, 12, 0.02, Verdict.Fail)]
    [InlineData(5, 30, 0.05, Verdict.Fail)]
    [InlineData(30, 5, 0.001, Verdict.Pass)]
    public void Not_inferior_needs_the_whole_interval_above_the_margin(int mine, int theirs, double margin, Verdict verdict) =>
        Assert.Equal(verdict,
            Judge(new BaselineGate("accuracy", NotInferior: margin), Rows(150, mine, theirs), Rows(150, theirs, mine, swapped: true)).Verdict);

    [Fact]
    public void A_baseline_decides_by_the_numbers_and_says_what_chance_explains()
    {
        var verdict = Judge(new BaselineGate("accuracy", MaxRegression: 0.1), Rows(150, 10, 8), Rows(150, 8, 10, swapped: true));

        Assert.Equal(Verdict.Pass, verdict.Verdict);
        Assert.Contains("Not distinguishable at 95 %: the difference is −0.0", verdict.Detail, StringComparison.Ordinal);
        Assert.Contains("(the same 200 rows, McNemar's mid-p and Tango's interval).", verdict.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_results_of_both_nothing_is_proven()
    {
        var mine = Rows(150, 30, 5);

        Assert.Equal(Verdict.Missing, Judge(new BaselineGate("accuracy", Superior: true), mine, mine with { Results = [] }).Verdict);
    }

    [Fact]
    public void Results_that_do_not_add_up_to_the_number_prove_nothing()
    {
        var (mine, theirs) = (Rows(150, 30, 5), Rows(150, 5, 30, swapped: true));
        var boasting = mine with { Metrics = [mine.Metrics[0] with { Value = 0.999 }] };

        Assert.Equal(Verdict.Missing, Judge(new BaselineGate("accuracy", Superior: true), boasting, theirs).Verdict);
    }

    [Fact]
    public void Results_of_another_data_set_are_not_those_of_the_number()
    {
        var (mine, theirs) = (Rows(150, 30, 5), Rows(150, 5, 30, swapped: true));
        var other = mine with { Results = [mine.Results[0] with { Dataset = "d2" }] };

        Assert.Equal(Verdict.Missing, Judge(new BaselineGate("accuracy", Superior: true), other, theirs).Verdict);
    }

    [Theory]
    [InlineData(GateOperator.AtLeast, 0.8, Verdict.Fail, "Worst of 2 slices: country=FR with 0.7000.")]
    [InlineData(GateOperator.AtLeast, 0.7, Verdict.Pass, "Worst of 2 slices: country=FR with 0.7000.")]
    [InlineData(GateOperator.AtMost, 0.8, Verdict.Fail, "Worst of 2 slices: country=DE with 0.9000.")]
    public void The_worst_slice_is_named_and_judged(GateOperator op, double bound, Verdict verdict, string detail)
    {
        var judged = Judge(new WorstSliceGate("accuracy", op, bound),
            Of(("accuracy", 0.99), ("accuracy[country=DE]", 0.9), ("accuracy[country=FR]", 0.7)), null);

        Assert.Equal((verdict, detail), (judged.Verdict, judged.Detail));
    }

    [Fact]
    public void A_slice_that_is_no_number_fails_and_no_slice_is_missing()
    {
        var gate = new WorstSliceGate("accuracy", GateOperator.AtLeast, 0.1);

        Assert.Equal(Verdict.Fail, Judge(gate, Of(("accuracy[a=1]", double.NaN), ("accuracy[a=2]", 1)), null).Verdict);
        Assert.Equal(Verdict.Missing, Judge(gate, Of(("accuracy", 1)), null).Verdict);
    }

    private static GateVerdict Judge(Gate gate, VersionFacts version, VersionFacts? occupant) =>
        GateEvaluation.Evaluate([gate], new GateFacts(version, occupant, Now)).Single();

    private static VersionFacts Rows(int both, int onlyMine, int onlyTheirs, bool swapped = false)
    {
        var (first, second) = swapped ? (0.0, 1.0) : (1.0, 0.0);
        var differing = Enumerable.Repeat(first, swapped ? onlyTheirs : onlyMine).Concat(Enumerable.Repeat(second, swapped ? onlyMine : onlyTheirs));
        double[] rows = [.. Enumerable.Repeat(1.0, both), .. differing, .. Enumerable.Repeat(0.0, 200 - both - onlyMine - onlyTheirs)];
        return Of(("accuracy", rows.Average())) with { Results = [new MetricResults("accuracy", null, null, null, rows, null, null)] };
    }

    private static VersionFacts Of(params (string Name, double Value)[] metrics) => new()
    {
        Model = "fraud",
        Number = 2,
        Digest = "sha256:2",
        Status = VersionStatus.Ready,
        Dataset = new VersionDataset("cards", "d1", null),
        Metrics = [.. metrics.Select(metric => new MetricView(metric.Name, metric.Value, 0, new MetricDataset("cards", "d1"), null, Now, "s"))],
    };
}
