namespace ModelRegistry.Core.Compare;

/// <summary>Brings numbers to the range from 0 to 1.</summary>
internal static class AxisScale
{
    /// <summary>Where a number lies between two others; the middle when those are equal. Halved first, because their distance may be no double.</summary>
    public static double Share(double value, double low, double high) =>
        low == high ? 0.5 : Math.Clamp(((value / 2) - (low / 2)) / ((high / 2) - (low / 2)), 0, 1);
}
