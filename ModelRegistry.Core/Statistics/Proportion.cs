namespace ModelRegistry.Core.Statistics;

/// <summary>So many of n were right.</summary>
public readonly record struct Proportion(double Successes, double Count)
{
    public double Value => Successes / Count;

    /// <summary>
    /// Wilson's score interval without continuity correction (Wilson 1927), in the form that cancels nothing; of no observations it is 0 to 1.
    /// </summary>
    public Interval Wilson(double confidence)
    {
        if (Count == 0)
        {
            return new Interval(double.NaN, 0, 1);
        }

        var z = Distributions.NormalQuantile((1 + confidence) / 2);
        var middle = Successes + (z * z / 2);
        var reach = z * Math.Sqrt((Successes * (Count - Successes) / Count) + (z * z / 4));
        return new Interval(Value,
            Successes <= 0 ? 0 : Successes * Successes / Count / (middle + reach),
            Successes >= Count ? 1 : (middle + reach) / (Count + (z * z)));
    }

    /// <summary>
    /// The difference to another proportion of other rows: Newcombe's square and add of Wilson's limits (Newcombe 1998, method 10).
    /// </summary>
    public Interval Minus(Proportion other, double confidence)
    {
        var (mine, its) = (Wilson(confidence), other.Wilson(confidence));
        var difference = Value - other.Value;
        return new Interval(difference,
            difference - double.Hypot(Value - mine.Low, its.High - other.Value),
            difference + double.Hypot(mine.High - Value, other.Value - its.Low));
    }
}
