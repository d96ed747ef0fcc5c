using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace ModelRegistry.Core.Statistics;

/// <summary>
/// Tails and quantiles that hold their digits: MathNet's <c>1 - CDF</c> loses everything below 1e-16, so each tail is computed as itself
/// (Abramowitz and Stegun, 26.2, 26.5 and 26.7).
/// </summary>
internal static class Distributions
{
    /// <summary>From so many degrees of freedom on, Student's t is read off the normal distribution.</summary>
    private const double NearlyNormal = 1e5;

    /// <summary>P(Z &gt; x) of the standard normal distribution.</summary>
    public static double NormalUpper(double x) => 0.5 * SpecialFunctions.Erfc(x / Math.Sqrt(2));

    /// <summary>The x with P(Z &lt;= x) = p.</summary>
    public static double NormalQuantile(double p) => Normal.InvCDF(0, 1, p);

    /// <summary>P(T &gt; t) of Student's t.</summary>
    public static double StudentUpper(double t, double df)
    {
        if (double.IsInfinity(t))
        {
            return t > 0 ? 0 : 1;
        }

        var tail = df >= NearlyNormal ? NormalUpper(AsNormal(Math.Abs(t), df))
            : 0.5 * IncompleteBeta.Regularized(df / (df + (t * t)), t * t / (df + (t * t)), df / 2, 0.5);
        return t >= 0 ? tail : 1 - tail;
    }

    /// <summary>The t with P(T &lt;= t) = p: MathNet's root, and Newton's steps on the tail until it holds to the last digits.</summary>
    public static double StudentQuantile(double p, double df)
    {
        if (p == 0.5)
        {
            return 0;
        }

        var upper = p > 0.5;
        var tail = upper ? 1 - p : p;
        var t = Math.Abs(StudentT.InvCDF(0, 1, df, p));
        for (var step = 0; step < 8; step++)
        {
            var density = StudentT.PDF(0, 1, df, t);
            var next = t + ((StudentUpper(t, df) - tail) / density);
            if (!double.IsFinite(next) || Math.Abs(next - t) <= 1e-15 * Math.Abs(t))
            {
                break;
            }

            t = next;
        }

        return upper ? t : -t;
    }

    /// <summary>P(X &gt; x) of chi-square.</summary>
    public static double ChiSquareUpper(double x, double df) => x <= 0 ? 1 : SpecialFunctions.GammaUpperRegularized(df / 2, x / 2);

    /// <summary>P(X &lt;= k) of a fair coin thrown n times.</summary>
    public static double FairCoinUpTo(long k, long n) => k < 0 ? 0 : k >= n ? 1 : IncompleteBeta.Regularized(0.5, 0.5, n - k, k + 1);

    /// <summary>P(X = k) of a fair coin thrown n times.</summary>
    public static double FairCoin(long k, long n) => k < 0 || k > n ? 0 : IncompleteBeta.Density(0.5, 0.5, k + 1, n - k + 1) * 4 / (n + 1);

    /// <summary>
    /// The x that a normal variable exceeds as often as Student's exceeds t: Hill's normalising series (1970, Algorithm 395), of which one term
    /// is enough from 100 000 degrees of freedom on.
    /// </summary>
    private static double AsNormal(double t, double df)
    {
        var about = df - 0.5;
        var y = about * IncompleteBeta.LogOnePlus(t / df * t);
        return Math.Sqrt(y) * (1 + ((y + 3) / (48 * about * about)));
    }
}
