using ModelRegistry.Core.Statistics;
using Xunit.Abstractions;

namespace ModelRegistry.Tests.Statistics;

/// <summary>
/// 2 000 pairs of models that are equally good by construction, from a fixed seed. At 95 % confidence the stated level is 5 %: so often chance may
/// call one of the two better. The wrong "better" of the new one alone must stay below it, and both directions together within what 2 000 draws of
/// 5 % give by chance (three standard errors).
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int Pairs = 2_000;
    private const double Confidence = 0.95;
    private const double Level = 1 - Confidence;

    private static readonly double Chance = 3 * Math.Sqrt(Level * (1 - Level) / Pairs);

    [Fact]
    public void Paired_t_on_independent_folds() =>
        Holds(random => Sign(new PairedDifferences([.. Many(5, () => 0.9 + (0.02 * Normal(random)))], [.. Many(5, () => 0.9 + (0.02 * Normal(random)))])
            .StudentT(Confidence).Mean));

    /// <summary>Ten folds whose differences hang together by 1/k, as those of one data set do (Nadeau and Bengio 2003).</summary>
    [Fact]
    public void Corrected_resampled_t_on_correlated_folds() => Holds(random => Sign(Correlated(random, 10).CorrectedResampledT(1.0 / 9, Confidence).Mean));

    /// <summary>Why the correction is there: the plain test is wrong more than twice as often as it says.</summary>
    [Fact]
    public void Paired_t_on_correlated_folds_would_not_hold() =>
        Assert.True(Wrong(random => Sign(Correlated(random, 10).StudentT(Confidence).Mean)).Any > 2 * Level);

    [Fact]
    public void Paired_bootstrap_on_rows()
    {
        var resamples = PairedDifferences.Resamples(100, 2_000, seed: 12).ToList();

        Holds(random => Sign(new PairedDifferences([.. Many(100, () => Math.Exp(Normal(random)))], [.. Many(100, () => Math.Exp(Normal(random)))])
            .Bootstrap(resamples, Confidence)));
    }

    [Fact]
    public void McNemar_on_rows() => Holds(random =>
    {
        var rows = Rows(random, 400, onlyNew: 0.025, onlyOld: 0.025);
        return rows.McNemarMidP() > Level ? 0 : Math.Sign(rows.OnlyNewRight - rows.OnlyOldRight);
    });

    [Fact]
    public void Newcombe_on_rows() => Holds(random => Sign(Rows(random, 400, onlyNew: 0.025, onlyOld: 0.025).Newcombe(Confidence)));

    [Fact]
    public void Tango_on_rows() => Holds(random => Sign(Rows(random, 400, onlyNew: 0.025, onlyOld: 0.025).Tango(Confidence)));

    [Fact]
    public void Newcombe_on_rows_of_two_data_sets() => Holds(random => Sign(Right(random, 400, 0.9).Minus(Right(random, 300, 0.9), Confidence)));

    [Fact]
    public void Wilson_against_the_true_share() => Holds(random =>
    {
        var share = Right(random, 400, 0.9).Wilson(Confidence);
        return share.Low > 0.9 ? 1 : share.High < 0.9 ? -1 : 0;
    });

    /// <summary>The new model is worse by exactly the margin: "not inferior" is wrong then, and one-sided.</summary>
    [Fact]
    public void Non_inferiority_of_a_model_that_is_worse_by_the_margin()
    {
        const double margin = 0.02;
        Assert.InRange(WronglyPassed(random => Rows(random, 400, onlyNew: 0.02, onlyOld: 0.04).Tango(Confidence)), 0, (Level / 2) + Chance);
        Assert.InRange(WronglyPassed(random => Rows(random, 400, onlyNew: 0.02, onlyOld: 0.04).Newcombe(Confidence)), 0, (Level / 2) + Chance);
        Assert.InRange(WronglyPassed(random => Right(random, 400, 0.88).Minus(Right(random, 400, 0.9), Confidence)), 0, (Level / 2) + Chance);
        Assert.InRange(WronglyPassed(random =>
            new PairedDifferences([.. Many(10, () => (0.01 * Normal(random)) - margin)]).StudentT(Confidence).Mean), 0, (Level / 2) + Chance);

        static double WronglyPassed(Func<Random, Interval> newMinusOld)
        {
            var random = new Random(2_014);
            return Enumerable.Range(0, Pairs).Count(_ =>
                NonInferiority.Of(newMinusOld(random), margin, higherIsBetter: true) is Standing.NotInferior or Standing.Superior) / (double)Pairs;
        }
    }

    /// <summary>A test that never says "better" would hold as well: a model that is better is found.</summary>
    [Fact]
    public void A_model_that_is_better_is_found()
    {
        Assert.True(Wrong(random => Sign(Rows(random, 400, onlyNew: 0.06, onlyOld: 0.02).Tango(Confidence))).Better > 0.7);
        Assert.True(Wrong(random =>
            Sign(new PairedDifferences([.. Many(10, () => 0.02 + (0.01 * Normal(random)))]).CorrectedResampledT(1.0 / 9, Confidence).Mean)).Better > 0.9);
    }

    private void Holds(Func<Random, int> verdict)
    {
        var (better, any) = Wrong(verdict);
        output.WriteLine($"wrongly better {better:P2}, wrongly better or worse {any:P2}");
        Assert.InRange(better, 0, Level);
        Assert.InRange(any, 0, Level + Chance);
        Assert.True(any > 0, "A test that never speaks is no test.");
    }

    private static (double Better, double Any) Wrong(Func<Random, int> verdict)
    {
        var random = new Random(2_026);
        var verdicts = Enumerable.Range(0, Pairs).Select(_ => verdict(random)).ToList();
        return (verdicts.Count(sign => sign > 0) / (double)Pairs, verdicts.Count(sign => sign != 0) / (double)Pairs);
    }

    private static int Sign(Interval newMinusOld) => newMinusOld.Low > 0 ? 1 : newMinusOld.High < 0 ? -1 : 0;

    private static PairedDifferences Correlated(Random random, int folds)
    {
        var (together, alone) = (Math.Sqrt(1.0 / folds), Math.Sqrt(1 - (1.0 / folds)));
        var common = Normal(random);
        return new PairedDifferences([.. Many(folds, () => 0.01 * ((together * common) + (alone * Normal(random))))]);
    }

    private static PairedProportions Rows(Random random, int rows, double onlyNew, double onlyOld)
    {
        long both = 0, mine = 0, theirs = 0, none = 0;
        for (var row = 0; row < rows; row++)
        {
            var draw = random.NextDouble();
            if (draw < onlyNew)
            {
                mine++;
            }
            else if (draw < onlyNew + onlyOld)
            {
                theirs++;
            }
            else if (draw < 0.9)
            {
                both++;
            }
            else
            {
                none++;
            }
        }

        return new PairedProportions(both, mine, theirs, none);
    }

    private static Proportion Right(Random random, int rows, double share) => new(Enumerable.Range(0, rows).Count(_ => random.NextDouble() < share), rows);

    private static IEnumerable<double> Many(int count, Func<double> draw) => Enumerable.Range(0, count).Select(_ => draw());

    // Box and Muller 1958.
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
