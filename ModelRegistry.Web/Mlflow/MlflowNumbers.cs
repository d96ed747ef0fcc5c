using System.Globalization;

namespace ModelRegistry.Web.Mlflow;

/// <summary>Numbers as MLflow's clients write them: R sends each as text, others write whole numbers with a fraction of nothing.</summary>
internal static class MlflowNumbers
{
    /// <summary>Exact over all 64 bits; false for fractions and for what does not fit.</summary>
    public static bool TryWhole(string text, out long number)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number))
        {
            return true;
        }

        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) || exact != decimal.Truncate(exact)
            || exact is < long.MinValue or > long.MaxValue)
        {
            return false;
        }

        number = (long)exact;
        return true;
    }

    /// <summary>NaN and the infinities are values; a number beyond what a double holds is none.</summary>
    public static bool TryNumber(string text, out double number)
    {
        double? named = text.Trim().ToUpperInvariant() switch
        {
            "NAN" => double.NaN,
            "INFINITY" or "+INFINITY" or "INF" or "+INF" => double.PositiveInfinity,
            "-INFINITY" or "-INF" => double.NegativeInfinity,
            _ => null,
        };
        number = named ?? double.NaN;
        return named is not null
            || (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number));
    }
}
