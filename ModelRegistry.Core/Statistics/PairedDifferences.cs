namespace ModelRegistry.Core.Statistics;

/// <summary>What a paired t test says of a mean difference; probabilities are two-sided unless they name a side.</summary>
/// <param name="Mean">The mean difference and its interval.</param>
/// <param name="Error">The standard error.</param>
/// <param name="Df">Degrees of freedom.</param>
/// <param name="T">The statistic; infinite when all differences are equal and not 0.</param>
public readonly record struct PairedT(Interval Mean, double Error, double Df, double T)
{
    public double P => Df <= 0 ? double.NaN : double.IsNaN(T) ? 1 : Math.Min(1, 2 * Distributions.StudentUpper(Math.Abs(T), Df));

    public double PGreater => Df <= 0 ? double.NaN : double.IsNaN(T) ? 1 : Distributions.StudentUpper(T, Df);

    public double PLess => Df <= 0 ? double.NaN : double.IsNaN(T) ? 1 : Distributions.StudentUpper(-T, Df);

    /// <summary>How often chance alone gives such a mean when the truth is worse by the whole margin: the one-sided test of non-inferiority.</summary>
    public double PNotInferior(double margin, bool higherIsBetter) =>
        Error > 0 ? Distributions.StudentUpper(((higherIsBetter ? Mean.Estimate : -Mean.Estimate) + margin) / Error, Df) : double.NaN;
}

/// <summary>Two models' results on the same folds or rows, one minus the other.</summary>
public sealed class PairedDifferences
{
    private const double Rounding = 1e-12;

    private readonly double[] _differences;
    private readonly double _scale;

    public PairedDifferences(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(a.Count, b.Count);
        _differences = [.. a.Zip(b, (x, y) => x - y)];
        _scale = a.Concat(b).Select(Math.Abs).DefaultIfEmpty(0).Max();
    }

    /// <summary>The differences as they are.</summary>
    public PairedDifferences(IReadOnlyList<double> differences)
    {
        _differences = [.. differences];
        _scale = differences.Select(Math.Abs).DefaultIfEmpty(0).Max();
    }

    public int Count => _differences.Length;

    public double Mean => Count == 0 ? double.NaN : Compensated(_differences) / Count;

    /// <summary>The variance over Count - 1; 0 when what is left is rounding, so that equal differences are equal.</summary>
    public double Variance
    {
        get
        {
            if (Count < 2)
            {
                return double.NaN;
            }

            var mean = Mean;
            var variance = _differences.Sum(difference => (difference - mean) * (difference - mean)) / (Count - 1);
            return Math.Sqrt(variance) <= Rounding * _scale ? 0 : variance;
        }
    }

    /// <summary>Student's paired t test: right for independent pairs.</summary>
    public PairedT StudentT(double confidence) => Test(Variance / Count, confidence);

    /// <summary>
    /// For folds and repeated splits of one data set, whose results hang together: the variance is widened by what test and training sets share
    /// (Nadeau and Bengio 2003).
    /// </summary>
    /// <param name="testOverTrain">Rows tested over rows trained on; 1/(k-1) for k folds.</param>
    /// <param name="confidence">Of the interval, two-sided.</param>
    public PairedT CorrectedResampledT(double testOverTrain, double confidence) => Test(((1.0 / Count) + testOverTrain) * Variance, confidence);

    /// <summary>
    /// The percentile interval of the mean over the given resamples (Efron 1979), quantiles by linear interpolation. Which rows were drawn is
    /// the caller's: the same seed gives the same answer.
    /// </summary>
    public Interval Bootstrap(IEnumerable<int[]> resamples, double confidence)
    {
        if (Count < 2)
        {
            return WithoutError();
        }

        var means = resamples.Select(MeanOf).Order().ToArray();
        if (means.Length == 0)
        {
            return WithoutError();
        }

        return new Interval(Mean, Quantile(means, (1 - confidence) / 2), Quantile(means, (1 + confidence) / 2));
    }

    /// <summary>Resamples of n rows each, from a seed.</summary>
    public static IEnumerable<int[]> Resamples(int n, int howMany, int seed)
    {
        var random = new Random(seed);
        for (var drawn = 0; drawn < howMany; drawn++)
        {
            var rows = new int[n];
            for (var row = 0; row < n; row++)
            {
                rows[row] = random.Next(n);
            }

            yield return rows;
        }
    }

    private PairedT Test(double squaredError, double confidence)
    {
        if (Count < 2)
        {
            return new PairedT(WithoutError(), double.NaN, Math.Max(0, Count - 1), double.NaN);
        }

        var (mean, error, df) = (Mean, Math.Sqrt(squaredError), Count - 1);
        mean = error == 0 && Math.Abs(mean) <= Rounding * _scale ? 0 : mean; // 0.1 + 0.2 is no better than 0.3
        var t = error == 0 ? (mean == 0 ? double.NaN : Math.Sign(mean) * double.PositiveInfinity) : mean / error;
        var reach = error == 0 ? 0 : Distributions.StudentQuantile((1 + confidence) / 2, df) * error;
        return new PairedT(new Interval(mean, mean - reach, mean + reach), error, df, t);
    }

    // Of one pair the difference is known and its error is not: an interval without ends decides nothing.
    private Interval WithoutError() => Count == 0 ? Interval.None : Interval.Unknown with { Estimate = Mean };

    private double MeanOf(int[] rows)
    {
        double sum = 0;
        foreach (var row in rows)
        {
            sum += _differences[row];
        }

        return sum / rows.Length;
    }

    private static double Quantile(double[] sorted, double q)
    {
        var at = q * (sorted.Length - 1);
        var below = (int)Math.Floor(at);
        return below + 1 >= sorted.Length ? sorted[^1] : sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below]));
    }

    // Neumaier's sum: the mean of large numbers with small differences.
    private static double Compensated(double[] values)
    {
        double sum = 0, lost = 0;
        foreach (var value in values)
        {
            var next = sum + value;
            lost += Math.Abs(sum) >= Math.Abs(value) ? sum - next + value : value - next + sum;
            sum = next;
        }

        return sum + lost;
    }
}
