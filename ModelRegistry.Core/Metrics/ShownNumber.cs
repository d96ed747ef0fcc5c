using System.Globalization;

namespace ModelRegistry.Core.Metrics;

/// <summary>
/// Writes measured numbers for people, in every table, sentence and chart: by the format of the metric where that says enough, with significant
/// digits or an exponent where it would show hundreds of digits, or 0 for what is not 0.
/// </summary>
public static class ShownNumber
{
    private const char Minus = '−'; // as wide as a digit, so that columns stay aligned
    private const double TooLong = 1e9;
    private const double TooSmall = 1e-3;
    private const double Noise = 1e-9;
    private const int FewDigits = 3;
    private const int MostDigits = 17; // all that a double has

    /// <summary>The number by a format of <see cref="MetricFormat"/> and a unit: <c>0.9704</c>, <c>15.4 µs</c>, <c>2.31e−6</c>.</summary>
    public static string Of(double value, string format, string unit = "") =>
        Word(value) ?? Finish(ByFormat(Scaled(value, format, out var percent), WithoutPercent(format)), percent, unit);

    /// <summary>The same with as many digits more as it takes to see that it is not the number <paramref name="beside"/> it.</summary>
    public static string Beside(double value, double? beside, string format, string unit = "")
    {
        var text = Of(value, format, unit);
        if (beside is not { } other || value.Equals(other) || !double.IsFinite(value) || text != Of(other, format, unit))
        {
            return text;
        }

        var (mine, theirs) = (Scaled(value, format, out var percent), Scaled(other, format, out _));
        var digits = Enumerable.Range(2, MostDigits - 1).First(count => count == MostDigits || Significant(mine, count) != Significant(theirs, count));
        return Finish(Significant(mine, digits), percent, unit);
    }

    /// <summary>With its sign; a difference that the format would round to nothing shows its digits instead.</summary>
    public static string Difference(double difference, string format, string unit = "")
    {
        var size = Scaled(Math.Abs(difference), format, out var percent);
        var text = Word(size) ?? Rounded(size, WithoutPercent(format));
        text = size < TooLong && (size == 0 || HasDigit(text)) ? text : Word(size) ?? Significant(size, size < TooLong ? 2 : FewDigits + 2);
        return (difference < 0 ? Minus : '+') + Finish(text, percent, unit);
    }

    /// <summary>A share in hundredths for a sentence, never 0 for what is not 0: <c>0.76 %</c>.</summary>
    public static string Share(double share) => Of(share, "0.## %");

    /// <summary>The shortest text that means exactly this number.</summary>
    public static string Exact(double value) =>
        Word(value) ?? Tidy(value.ToString("R", CultureInfo.InvariantCulture));

    private static string? Word(double value) => value switch
    {
        double.NaN => "not a number",
        double.PositiveInfinity => "infinite",
        double.NegativeInfinity => "minus infinite",
        _ => null,
    };

    private static string ByFormat(double value, string format)
    {
        var size = Math.Abs(value);
        if (size >= TooLong)
        {
            return Significant(value, FewDigits + 2);
        }

        // Below two digits the format rounds away what the number says, unless that is all there is.
        var text = Rounded(value, format);
        return size == 0 || size >= Math.Pow(10, 1 - Decimals(format)) || Math.Abs(Read(text) - value) <= Noise * size ? text
            : Significant(value, size < TooSmall ? FewDigits + 2 : FewDigits);
    }

    private static string Significant(double value, int digits)
    {
        var size = Math.Abs(value);
        if (size is < TooSmall or >= TooLong)
        {
            return Tidy(value.ToString($"0.{new string('#', digits - 1)}e0", CultureInfo.InvariantCulture));
        }

        var whole = (int)Math.Floor(Math.Log10(size)) + 1;
        return Rounded(value, $"0.{new string('#', Math.Max(0, digits - whole))}");
    }

    private static string Rounded(double value, string format) => Tidy(value.ToString(format, CultureInfo.InvariantCulture));

    private static double Read(string text) => double.Parse(text.Replace(Minus, '-'), CultureInfo.InvariantCulture);

    private static int Decimals(string format) => format.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot ? format.Length - dot - 1 : 0;

    // A number so large that its hundredfold is none stays as it is.
    private static double Scaled(double value, string format, out bool percent)
    {
        percent = MetricFormat.IsPercent(format) && (double.IsFinite(100 * value) || !double.IsFinite(value));
        return percent ? 100 * value : value;
    }

    private static string WithoutPercent(string format) => format.TrimEnd('%', ' ');

    private static string Tidy(string text) =>
        text.Replace("E+", "e", StringComparison.Ordinal).Replace("E-", "e-", StringComparison.Ordinal).Replace("e-0", "e-", StringComparison.Ordinal)
            .Replace('-', Minus);

    private static bool HasDigit(string text) => text.Any(c => c is >= '1' and <= '9');

    private static string Finish(string number, bool percent, string unit) =>
        percent ? $"{number} %" : unit.Length == 0 || !char.IsAsciiDigit(number[^1]) ? number : $"{number} {unit}";
}
