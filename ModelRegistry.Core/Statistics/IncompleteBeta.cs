namespace ModelRegistry.Core.Statistics;

/// <summary>
/// The regularised incomplete beta function, with ten digits and more where MathNet's loses them (9 degrees of freedom, and all large parameters,
/// where it subtracts logarithms of gamma functions that are equal in their first digits).
/// </summary>
internal static class IncompleteBeta
{
    private const int MostSteps = 200_000;
    private const double Tiny = 1e-300;
    private const double StirlingFrom = 16;

    /// <summary>
    /// I_x(a, b) by its continued fraction (Digital Library of Mathematical Functions 8.17.22, evaluated as Lentz 1976 does), on the side of the
    /// mean where that converges.
    /// </summary>
    /// <param name="x">Between 0 and 1.</param>
    /// <param name="y">1 - x, given apart so that a small one keeps its digits.</param>
    /// <param name="a">Above 0.</param>
    /// <param name="b">Above 0.</param>
    public static double Regularized(double x, double y, double a, double b) =>
        x <= 0 ? 0
        : y <= 0 ? 1
        : x < (a + 1) / (a + b + 2) ? Density(x, y, a, b) / (a * Fraction(x, a, b))
        : 1 - (Density(y, x, b, a) / (b * Fraction(y, b, a)));

    /// <summary>
    /// x^a y^b / B(a, b), where every logarithm of a large number is replaced by how far two numbers are apart: the saddle point form of
    /// Loader (2000), "Fast and accurate computation of binomial probabilities".
    /// </summary>
    public static double Density(double x, double y, double a, double b)
    {
        var sum = a + b;
        var far = Deviance(a, sum * x) + Deviance(b, sum * y);
        return Math.Sqrt(a / sum * b / (2 * Math.PI)) * Math.Exp(Stirling(sum) - Stirling(a) - Stirling(b) - far);
    }

    /// <summary>ln(1 + x) that keeps the digits of a small x (Kahan's correction of the rounding of 1 + x).</summary>
    public static double LogOnePlus(double x)
    {
        var rounded = 1 + x;
        return rounded == 1 ? x : double.IsInfinity(rounded) ? rounded : Math.Log(rounded) * (x / (rounded - 1));
    }

    private static double Fraction(double x, double a, double b)
    {
        double value = 1, above = 1, below = 0;
        for (var step = 1; step <= MostSteps; step++)
        {
            var half = step / 2;
            var term = step % 2 == 0
                ? half * (b - half) * x / ((a + step - 1) * (a + step))
                : -(a + half) * (a + b + half) * x / ((a + step - 1) * (a + step));
            below = 1 / NotZero(1 + (term * below));
            above = NotZero(1 + (term / above));
            value *= above * below;
            if (Math.Abs((above * below) - 1) <= 1e-16)
            {
                break;
            }
        }

        return value;
    }

    private static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;

    /// <summary>k ln(k / m) + m - k: by its series where both are so close that the logarithm would lose the digits.</summary>
    private static double Deviance(double k, double m)
    {
        if (Math.Abs(k - m) >= 0.1 * (k + m))
        {
            return (k * Math.Log(k / m)) + m - k;
        }

        var ratio = (k - m) / (k + m);
        var (sum, power) = ((k - m) * ratio, 2 * k * ratio);
        for (var odd = 3; ; odd += 2)
        {
            power *= ratio * ratio;
            var next = sum + (power / odd);
            if (next == sum)
            {
                return sum;
            }

            sum = next;
        }
    }

    /// <summary>What Stirling's formula lacks of ln Gamma(z): its series for a large z, brought there by the recurrence (DLMF 5.11.1).</summary>
    private static double Stirling(double z)
    {
        double lacks = 0;
        for (; z < StirlingFrom; z++)
        {
            lacks += ((z + 0.5) * LogOnePlus(1 / z)) - 1;
        }

        var square = z * z;
        return lacks + ((1.0 / 12) - (((1.0 / 360) - (((1.0 / 1260) - (((1.0 / 1680) - (1.0 / 1188 / square)) / square)) / square)) / square)) / z;
    }
}
