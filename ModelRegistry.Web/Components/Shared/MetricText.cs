using System.Globalization;

namespace ModelRegistry.Web.Components.Shared;

/// <summary>A metric's value as text: its own format and unit, words for what is no number.</summary>
public static class MetricText
{
    private const string Minus = "\u2212";

    /// <summary>The format is one of .NET for numbers (<c>F4</c>, <c>0.0 %</c>); without one, five significant digits.</summary>
    public static string Of(double value, string? format = null, string? unit = null) => value switch
    {
        double.NaN => "not a number",
        double.PositiveInfinity => "infinite",
        double.NegativeInfinity => "minus infinite",
        _ => Signs(value.ToString(format ?? "G5", CultureInfo.InvariantCulture)) + Unit(unit),
    };

    /// <summary>With its sign. A difference that the format would round to nothing shows two digits instead.</summary>
    public static string Difference(double difference, string? format = null, string? unit = null)
    {
        var size = Math.Abs(difference);
        var text = Of(size, format);
        if (size > 0 && double.IsFinite(size) && !text.Any(c => c is >= '1' and <= '9'))
        {
            text = Of(size, "G2");
        }

        return (difference < 0 ? Minus : "+") + text + Unit(unit);
    }

    // A real minus sign is as wide as a digit, so that columns stay aligned.
    private static string Signs(string text) => text.Replace("-", Minus, StringComparison.Ordinal);

    private static string Unit(string? unit) => string.IsNullOrEmpty(unit) ? "" : $"\u00a0{unit}";
}
