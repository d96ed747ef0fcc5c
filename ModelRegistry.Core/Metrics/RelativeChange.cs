namespace ModelRegistry.Core.Metrics;

/// <summary>How far a number is from another one, as a share of that one: <c>+0.76 %</c>, <c>−41 %</c>. Whether that is better is said beside it.</summary>
public static class RelativeChange
{
    private const double Tenfold = 9;

    /// <summary>Null where a share says nothing: of zero, of what is not a number or infinite, or beyond what a number holds.</summary>
    public static double? Of(double value, double baseline) =>
        baseline != 0 && double.IsFinite(value) && double.IsFinite(baseline) && (value - baseline) / Math.Abs(baseline) is var change && double.IsFinite(change)
            ? change
            : null;

    /// <summary>With its sign and about three digits; what is not zero never reads as zero. From tenfold on, how many times as much it is.</summary>
    public static string Text(double change)
    {
        var size = Math.Abs(change);
        return change >= Tenfold
            ? $"×{ShownNumber.Of(change + 1, "0")}"
            : $"{(change < 0 ? "−" : "+")}{ShownNumber.Of(size, size switch { >= 1 => "0 %", >= 0.1 => "0.# %", _ => "0.## %" })}";
    }

    /// <summary>The same of two numbers; null where a share says nothing.</summary>
    public static string? Text(double? value, double? baseline) =>
        value is { } mine && baseline is { } theirs && Of(mine, theirs) is { } change ? Text(change) : null;
}
