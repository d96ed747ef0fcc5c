namespace ModelRegistry.Core.Statistics;

/// <summary>What an interval of "new minus old" says about a margin.</summary>
public enum Standing
{
    Superior,
    NotInferior,
    Inconclusive,
    Inferior,
}

/// <summary>
/// Non-inferior when the whole interval lies above -margin, superior when above 0, inferior when below -margin; each strictly. For a metric
/// where lower is better the sign turns.
/// </summary>
public static class NonInferiority
{
    public static Standing Of(Interval newMinusOld, double margin, bool higherIsBetter)
    {
        var (low, high) = higherIsBetter ? (newMinusOld.Low, newMinusOld.High) : (-newMinusOld.High, -newMinusOld.Low);
        return low > 0 ? Standing.Superior : low > -margin ? Standing.NotInferior : high < -margin ? Standing.Inferior : Standing.Inconclusive;
    }
}
