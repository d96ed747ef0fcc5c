using System.Globalization;
using System.Text;
using ModelRegistry.Core.Statistics;

namespace ModelRegistry.Tests.Statistics;

/// <summary>
/// The statistics against values of scipy, statsmodels and 60 digits of mpmath. Every key of every case is either compared or named below with the
/// reason why it is not used.
/// </summary>
public sealed class GoldenTests
{
    private const string OnlyMidP = "the mid-p is the one test of McNemar that is shown: the exact one is too careful, and chi-square fails for few pairs";
    private const string OnlyPercentile = "the percentile interval is the one that is shown; BCa has no value where resamples are equal";

    private static readonly Dictionary<string, string> Unused = new()
    {
        ["mcnemar exact_p"] = OnlyMidP,
        ["mcnemar mid_p_capped"] = OnlyMidP,
        ["mcnemar chi2_cc"] = OnlyMidP,
        ["mcnemar chi2_cc_p"] = OnlyMidP,
        ["mcnemar chi2"] = OnlyMidP,
        ["mcnemar chi2_p"] = OnlyMidP,
        ["mcnemar log10_exact_p"] = OnlyMidP,
        ["corrected_resampled_t naive_t"] = "the test without the correction, of which paired_t has cases of its own",
        ["paired_bootstrap bca_low"] = OnlyPercentile,
        ["paired_bootstrap bca_high"] = OnlyPercentile,
        ["paired_bootstrap z0"] = OnlyPercentile,
        ["paired_bootstrap acceleration"] = OnlyPercentile,
        ["paired_bootstrap resamples_below"] = OnlyPercentile,
        ["paired_bootstrap resamples_equal"] = OnlyPercentile,
        ["noninferiority_paired_proportions newcombe_plain_phi_low"] = "Newcombe's own correction of phi is used",
        ["noninferiority_paired_proportions newcombe_plain_phi_high"] = "Newcombe's own correction of phi is used",
        ["noninferiority_paired_proportions wald_low"] = "Wald's interval is wrong for few pairs and is never shown",
        ["noninferiority_paired_proportions wald_high"] = "Wald's interval is wrong for few pairs and is never shown",
    };

    private static readonly Dictionary<string, string> UnusedCases = new()
    {
        ["t-ppf-0.995-df9"] = "scipy's value, which its own second computation says is wrong in the tenth digit, by more than the tolerance of the case; see "
            + nameof(StatisticsTests.A_quantile_of_Student_has_its_probability_by_the_closed_form),
        ["paired-bootstrap-mean-n12-skew-median-0.9"] = "a metric is the mean over its rows; no median is compared",
        ["paired-bootstrap-mean-n12-skew-median-0.95"] = "a metric is the mean over its rows; no median is compared",
    };

    public static TheoryData<string> Functions => [.. GoldenCase.All.Select(entry => entry.Function).Distinct()];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Every_golden_value_is_met(string function)
    {
        var wrong = new StringBuilder();
        var checkedKeys = 0;
        foreach (var entry in GoldenCase.All.Where(entry => entry.Function == function && !UnusedCases.ContainsKey(entry.Id)))
        {
            var actual = Actual(entry);
            foreach (var key in entry.Expected.EnumerateObject().Select(key => key.Name).Where(key => !Unused.ContainsKey($"{function} {key}")))
            {
                checkedKeys++;
                if (!actual.TryGetValue(key, out var value))
                {
                    wrong.AppendLine(CultureInfo.InvariantCulture, $"{entry.Id} {key}: not computed");
                }
                else if (!entry.IsNear(key, value))
                {
                    wrong.AppendLine(CultureInfo.InvariantCulture, $"{entry.Id} {key}: {value:R} instead of {entry.Expected.GetProperty(key)}");
                }
            }
        }

        Assert.NotEqual(0, checkedKeys);
        Assert.Equal("", wrong.ToString());
    }

    [Fact]
    public void What_is_named_as_unused_is_in_the_file_and_not_computed()
    {
        var keys = GoldenCase.All.SelectMany(entry => entry.Expected.EnumerateObject().Select(key => $"{entry.Function} {key.Name}")).ToHashSet();

        Assert.Empty(Unused.Keys.Except(keys));
        Assert.Empty(UnusedCases.Keys.Except(GoldenCase.All.Select(entry => entry.Id)));
        Assert.Equal(274, GoldenCase.All.Count);
    }

    private static Dictionary<string, object> Actual(GoldenCase entry) => entry.Function switch
    {
        "normal_sf" => new() { ["p"] = Distributions.NormalUpper(entry.Number("x")) },
        "normal_quantile" => new() { ["x"] = Distributions.NormalQuantile(entry.Number("p")) },
        "student_t_sf" => new() { ["p"] = Distributions.StudentUpper(entry.Number("t"), entry.Number("df")) },
        "student_t_quantile" => new() { ["t"] = Distributions.StudentQuantile(entry.Number("p"), entry.Number("df")) },
        "chi_square_sf" => new() { ["p"] = Distributions.ChiSquareUpper(entry.Number("x"), entry.Number("df")) },
        "binomial_cdf_half" => new() { ["p"] = Distributions.FairCoinUpTo(entry.Count("k"), entry.Count("n")) },
        "wilson_interval" => Limits(new Proportion(entry.Number("successes"), entry.Number("n")).Wilson(entry.Number("confidence")), "estimate", "low", "high"),
        "mcnemar" => new() { ["mid_p"] = new PairedProportions(0, entry.Count("b"), entry.Count("c"), 0).McNemarMidP() },
        "paired_t" => Of(Pairs(entry), Pairs(entry).StudentT(entry.Number("confidence"))),
        "corrected_resampled_t" => Of(Pairs(entry), Pairs(entry).CorrectedResampledT(entry.Number("test_over_train"), entry.Number("confidence"))),
        "paired_bootstrap" => Limits(Pairs(entry).Bootstrap(Resamples(entry), entry.Number("confidence")), "estimate", "percentile_low", "percentile_high"),
        "noninferiority_paired_t" => PairedNonInferiority(entry),
        "noninferiority_paired_proportions" => ProportionsNonInferiority(entry),
        "noninferiority_independent_proportions" => IndependentNonInferiority(entry),
        var other => throw new NotSupportedException(other),
    };

    private static Dictionary<string, object> Of(PairedDifferences pairs, PairedT test) => new()
    {
        ["mean"] = test.Mean.Estimate,
        ["sd"] = Math.Sqrt(pairs.Variance),
        ["variance"] = pairs.Variance,
        ["se"] = test.Error,
        ["df"] = test.Df,
        ["t"] = test.T,
        ["p_two_sided"] = test.P,
        ["p_less"] = test.PLess,
        ["p_greater"] = test.PGreater,
        ["ci_low"] = test.Mean.Low,
        ["ci_high"] = test.Mean.High,
    };

    private static Dictionary<string, object> PairedNonInferiority(GoldenCase entry)
    {
        var (margin, higher) = (entry.Number("margin"), entry.Inputs.GetProperty("higher_is_better").GetBoolean());
        var test = new PairedDifferences(entry.Numbers("differences_new_minus_old")).StudentT(entry.Number("confidence"));
        var actual = Limits(test.Mean, "mean", "low", "high");
        actual["p_noninferior"] = test.PNotInferior(margin, higher);
        actual["verdict"] = Word(NonInferiority.Of(test.Mean, margin, higher));
        return actual;
    }

    private static Dictionary<string, object> ProportionsNonInferiority(GoldenCase entry)
    {
        var pairs = new PairedProportions(entry.Count("both_right"), entry.Count("only_new_right"), entry.Count("only_old_right"), entry.Count("both_wrong"));
        var (newcombe, tango) = (pairs.Newcombe(entry.Number("confidence")), pairs.Tango(entry.Number("confidence")));
        var actual = Limits(newcombe, "difference", "newcombe_low", "newcombe_high");
        (actual["tango_low"], actual["tango_high"]) = (tango.Low, tango.High);
        actual["verdict_newcombe"] = Word(NonInferiority.Of(newcombe, entry.Number("margin"), higherIsBetter: true));
        return actual;
    }

    private static Dictionary<string, object> IndependentNonInferiority(GoldenCase entry)
    {
        var difference = new Proportion(entry.Number("new_right"), entry.Number("new_n"))
            .Minus(new Proportion(entry.Number("old_right"), entry.Number("old_n")), entry.Number("confidence"));
        var actual = Limits(difference, "difference", "low", "high");
        actual["verdict"] = Word(NonInferiority.Of(difference, entry.Number("margin"), higherIsBetter: true));
        return actual;
    }

    private static Dictionary<string, object> Limits(Interval interval, string estimate, string low, string high) =>
        new() { [estimate] = interval.Estimate, [low] = interval.Low, [high] = interval.High };

    private static PairedDifferences Pairs(GoldenCase entry) => new(entry.Numbers("a"), entry.Numbers("b"));

    private static IEnumerable<int[]> Resamples(GoldenCase entry) => entry.Inputs.GetProperty("resample_indices").EnumerateArray()
        .Select(rows => rows.EnumerateArray().Select(row => row.GetInt32()).ToArray());

    private static string Word(Standing standing) => standing switch
    {
        Standing.Superior => "superior",
        Standing.NotInferior => "non-inferior",
        Standing.Inferior => "inferior",
        Standing.Inconclusive => "inconclusive",
    };
}
