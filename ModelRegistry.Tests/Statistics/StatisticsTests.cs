using ModelRegistry.Core.Statistics;

namespace ModelRegistry.Tests.Statistics;

/// <summary>Inputs for which libraries divide by zero, and promises beyond the golden values.</summary>
public sealed class StatisticsTests
{
    [Fact]
    public void Nothing_measured_says_nothing()
    {
        var none = new PairedDifferences([]);

        Assert.Equal(Interval.None, none.StudentT(0.95).Mean);
        Assert.Equal(Interval.None, none.Bootstrap([[]], 0.95));
        Assert.True(double.IsNaN(none.StudentT(0.95).P));
        Assert.Equal(Standing.Inconclusive, NonInferiority.Of(Interval.None, 0.1, higherIsBetter: true));
    }

    [Fact]
    public void One_pair_decides_nothing()
    {
        var one = new PairedDifferences([0.9], [0.1]);

        Assert.Equal((double.NegativeInfinity, double.PositiveInfinity), (one.StudentT(0.95).Mean.Low, one.Bootstrap([[0]], 0.95).High));
        Assert.Equal(Standing.Inconclusive, NonInferiority.Of(one.CorrectedResampledT(0.25, 0.95).Mean, 0.1, higherIsBetter: true));
        Assert.True(double.IsNaN(one.StudentT(0.95).PGreater));
    }

    [Fact]
    public void A_difference_of_rounding_alone_is_none()
    {
        var test = new PairedDifferences([0.1 + 0.2, 0.1 + 0.2, 0.1 + 0.2], [0.3, 0.3, 0.3]).StudentT(0.95);

        Assert.Equal((1, 0, 0), (test.P, test.Mean.Low, test.Mean.High));
    }

    [Fact]
    public void A_result_that_is_no_number_makes_no_model_better()
    {
        var test = new PairedDifferences([0.9, double.NaN, 0.8], [0.1, 0.1, 0.1]).StudentT(0.95);

        Assert.Equal(Standing.Inconclusive, NonInferiority.Of(test.Mean, 0, higherIsBetter: true));
    }

    [Fact]
    public void Without_resamples_the_interval_has_no_ends() =>
        Assert.Equal(double.PositiveInfinity, new PairedDifferences([1, 2, 3], [0, 1, 1]).Bootstrap([], 0.95).High);

    [Fact]
    public void The_same_seed_draws_the_same_rows()
    {
        Assert.Equal(PairedDifferences.Resamples(10, 3, 7), PairedDifferences.Resamples(10, 3, 7));
        Assert.NotEqual(PairedDifferences.Resamples(10, 3, 7), PairedDifferences.Resamples(10, 3, 8));
    }

    [Theory]
    [InlineData(0.02, 0.04, true, Standing.Superior)]
    [InlineData(-0.005, 0.02, true, Standing.NotInferior)]
    [InlineData(-0.02, 0.02, true, Standing.Inconclusive)]
    [InlineData(-0.04, -0.02, true, Standing.Inferior)]
    [InlineData(0, 0.02, true, Standing.NotInferior)]
    [InlineData(-0.01, 0.02, true, Standing.Inconclusive)]
    [InlineData(-0.03, -0.01, true, Standing.Inconclusive)]
    [InlineData(-0.04, -0.02, false, Standing.Superior)]
    [InlineData(0.02, 0.04, false, Standing.Inferior)]
    public void A_limit_on_the_margin_does_not_pass(double low, double high, bool higherIsBetter, Standing standing) =>
        Assert.Equal(standing, NonInferiority.Of(new Interval((low + high) / 2, low, high), 0.01, higherIsBetter));

    [Theory]
    [InlineData(9)]
    [InlineData(99_999)]
    [InlineData(100_000)]
    [InlineData(1e12)]
    public void A_quantile_of_Student_has_its_probability_on_both_sides_of_where_the_normal_takes_over(double df)
    {
        foreach (var p in new[] { 0.001, 0.025, 0.4, 0.9, 0.975, 0.9999 })
        {
            Assert.Equal(1 - p, Distributions.StudentUpper(Distributions.StudentQuantile(p, df), df), 1e-12);
        }
    }

    /// <summary>Abramowitz and Stegun 26.7.3: for an odd number of degrees of freedom Student's t is a sum of cosines.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(9)]
    [InlineData(31)]
    public void A_quantile_of_Student_has_its_probability_by_the_closed_form(int df)
    {
        foreach (var p in new[] { 0.6, 0.95, 0.975, 0.995, 0.9995 })
        {
            var angle = Math.Atan(Distributions.StudentQuantile(p, df) / Math.Sqrt(df));
            var (sum, term) = (Math.Cos(angle), Math.Cos(angle));
            for (var power = 3; power <= df - 2; power += 2)
            {
                term *= Math.Pow(Math.Cos(angle), 2) * (power - 1) / power;
                sum += term;
            }

            Assert.Equal(p, 0.5 + ((angle + (Math.Sin(angle) * sum)) / Math.PI), 1e-14);
        }
    }

    [Fact]
    public void The_normal_takes_over_from_Student_without_a_step()
    {
        foreach (var t in new[] { 0.1, 1.96, 5, 30 })
        {
            var (below, above) = (Distributions.StudentUpper(t, 99_999), Distributions.StudentUpper(t, 100_000));
            Assert.InRange(above / below, 1 - 1e-2, 1 + 1e-9);
            Assert.Equal(1, below / Math.Max(above, double.Epsilon), 3);
        }
    }

    [Fact]
    public void All_ways_a_coin_can_fall_add_up_to_one() =>
        Assert.Equal(1, Enumerable.Range(0, 1_001).Sum(heads => Distributions.FairCoin(heads, 1_000)), 1e-13);
}
