namespace ModelRegistry.Core.Statistics;

/// <summary>An estimate and where the true value lies at the asked confidence (0 to 1, two-sided).</summary>
public readonly record struct Interval(double Estimate, double Low, double High)
{
    public static readonly Interval None = new(double.NaN, double.NaN, double.NaN);

    public static readonly Interval Unknown = new(double.NaN, double.NegativeInfinity, double.PositiveInfinity);
}
