using ModelRegistry.Core.Common;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Statistics;

namespace ModelRegistry.Core.Policies;

/// <summary>
/// Judges a metric against the occupant's, on one data set: a better number on other data is no better number.
/// </summary>
internal static class BaselineJudging
{
    // Exactly at the limit passes, though neither 0.98 nor "2 % of 0.98" is a binary fraction: the subtraction and the product
    // are off by at most an ulp each of the larger number, so four forgive what rounding did and nothing that was measured.
    private const int ForgivenUlps = 4;

    public static GateVerdict Judge(BaselineGate gate, GateFacts facts)
    {
        var mine = MetricJudging.Rows(facts.Version, gate.Metric, gate.Dataset);
        if (mine.Find(row => !double.IsFinite(row.Value)) is { } broken)
        {
            return Say(gate, Verdict.Fail, MetricJudging.NoMeasurement(gate.Metric, broken.Value), broken, null);
        }

        if (facts.Occupant is not { } occupant)
        {
            return Say(gate, Verdict.Pass, "The slot is empty: the first occupant has nothing to be compared with.", mine is [var only] ? only : null, null);
        }

        var theirs = MetricJudging.Rows(occupant, gate.Metric, gate.Dataset);
        if (mine.Count == 0)
        {
            return Say(gate, Verdict.Missing, MetricJudging.NotLogged(facts.Version, gate.Metric, gate.Dataset), null, theirs is [var their] ? their : null);
        }

        if (theirs.Count == 0)
        {
            return Say(gate, Verdict.NotComparable, $"The occupant: {MetricJudging.NotLogged(occupant, gate.Metric, gate.Dataset)}",
                mine is [var my] ? my : null, null);
        }

        var pairs = mine.Where(row => row.Dataset?.Digest is { Length: > 0 })
            .Join(theirs, row => row.Dataset!.Digest, row => row.Dataset?.Digest, (mine, theirs) => (Mine: mine, Theirs: theirs)).ToList();
        return pairs switch
        {
            [] => Say(gate, Verdict.NotComparable, NoPair(gate, facts.Version, mine, occupant, theirs), mine is [var my] ? my : null,
                theirs is [var their] ? their : null),
            [var (my, their)] => Compare(gate, facts, my, their),
            _ => Say(gate, Verdict.Missing, MetricJudging.Several(gate.Metric, gate.Dataset, [.. pairs.Select(pair => pair.Mine)]), null, null),
        };
    }

    private static string NoPair(BaselineGate gate, VersionFacts version, List<MetricView> mine, VersionFacts occupant, List<MetricView> theirs) =>
        $"{gate.Metric} of version {version.Number.Text()} was measured on {MetricJudging.Sets(mine)}, that of the occupant, version "
            + $"{occupant.Number.Text()}, on {MetricJudging.Sets(theirs)}.";

    private static GateVerdict Compare(BaselineGate gate, GateFacts facts, MetricView mine, MetricView theirs)
    {
        if (!double.IsFinite(theirs.Value))
        {
            return Say(gate, Verdict.NotComparable, $"{gate.Metric} of the occupant is {GateText.Plain(theirs.Value)}.", mine, theirs);
        }

        if ((gate.HigherIsBetter ?? MetricDefinitions.BuiltIn.For(gate.Metric).HigherIsBetter) is not { } higherIsBetter)
        {
            return Say(gate, Verdict.NotComparable,
                $"Whether a higher {gate.Metric} is better is not known. An admin defines the metric and publishes the policy again.", mine, theirs);
        }

        var definition = MetricDefinitions.BuiltIn.For(gate.Metric) with { HigherIsBetter = higherIsBetter };
        if (gate.AsksForProof)
        {
            return Prove(gate, facts, definition, mine, theirs);
        }

        var better = Gain(mine.Value, theirs.Value, higherIsBetter);
        var passes = Holds(gate, better, theirs.Value, Rounding(mine.Value, theirs.Value));
        return Say(gate, passes ? Verdict.Pass : Verdict.Fail,
            Sentence(gate, mine.Value, theirs.Value, better) + Chance(MetricCertainty.Of(definition, Results(facts.Version, mine),
                Results(facts.Occupant!, theirs)), definition), mine, theirs);
    }

    /// <summary>Judged by the results of both versions; without them nothing is proven, whatever the numbers are.</summary>
    private static GateVerdict Prove(BaselineGate gate, GateFacts facts, MetricDefinition definition, MetricView mine, MetricView theirs)
    {
        var margin = (gate.NotInferior ?? 0) * (gate.Relative ? Math.Abs(theirs.Value) : 1);
        var values = $"{GateText.Value(gate.Metric, mine.Value, theirs.Value)} against {GateText.Value(gate.Metric, theirs.Value, mine.Value)}";
        if (MetricCertainty.Of(definition, Results(facts.Version, mine), Results(facts.Occupant!, theirs), margin) is not { } certain)
        {
            return Say(gate, Verdict.Missing, $"{values}, but one of the two versions keeps no results of {gate.Metric} that can be paired with the other's: "
                + $"{MetricResultsFile.Name} is not among its files, or says something else than the number.", mine, theirs);
        }

        var passes = gate.Superior == true ? certain.Standing == Standing.Superior : certain.Standing is Standing.Superior or Standing.NotInferior;
        return Say(gate, passes ? Verdict.Pass : Verdict.Fail, $"{values}.{Chance(certain, definition)}", mine, theirs);
    }

    private static string Chance(MetricCertainty? certain, MetricDefinition definition) => certain is null ? ""
        : $" {char.ToUpperInvariant(certain.Words[0])}{certain.Words[1..]} at 95 %: the difference is "
            + $"{ShownNumber.Difference(certain.Low, definition.Format)} to {ShownNumber.Difference(certain.High, definition.Format)} ({certain.Method}).";

    private static (double, MetricResults?) Results(VersionFacts version, MetricView row) => (row.Value, version.Results.FirstOrDefault(results =>
        results.Metric == row.Name && (string.IsNullOrEmpty(results.Dataset) ? version.Dataset?.Digest : results.Dataset) == row.Dataset?.Digest));

    private static double Gain(double mine, double theirs, bool higherIsBetter)
    {
        return higherIsBetter ? mine - theirs : theirs - mine;
    }

    private static bool Holds(BaselineGate gate, double better, double occupant, double rounding)
    {
        // A share of nothing is no measure.
        var shareless = gate.Relative && occupant == 0;
        var scale = gate.Relative ? Math.Abs(occupant) : 1;
        if (gate.MaxRegression is { } most)
        {
            return shareless ? better >= 0 : better >= -(most * scale) - rounding;
        }

        var least = gate.MinImprovement ?? 0;
        return shareless ? better > 0 || least == 0 && better >= 0 : better >= (least * scale) - rounding;
    }

    private static double Rounding(double mine, double theirs)
    {
        var largest = Math.Max(Math.Abs(mine), Math.Abs(theirs));
        return double.IsFinite(largest) && double.IsFinite(Math.BitIncrement(largest)) ? ForgivenUlps * (Math.BitIncrement(largest) - largest) : 0;
    }

    private static string Sentence(BaselineGate gate, double mine, double theirs, double better)
    {
        var values = $"{GateText.Value(gate.Metric, mine, theirs)} against {GateText.Value(gate.Metric, theirs, mine)}";
        if (better == 0)
        {
            return $"{values}: equal.";
        }

        var word = better > 0 ? "better" : "worse";
        return gate.Relative && theirs != 0 && double.IsFinite(better / theirs)
            ? $"{values}: {ShownNumber.Share(Math.Abs(better / theirs))} {word}."
            : $"{values}: {word}.";
    }

    private static GateVerdict Say(BaselineGate gate, Verdict verdict, string detail, MetricView? mine, MetricView? theirs) =>
        GateEvaluation.Say(gate, verdict, detail, Of(mine), Of(theirs)) with { Metric = gate.Metric };

    private static Measured? Of(MetricView? row) => row is null ? null : Measured.Of(row.Value);
}
