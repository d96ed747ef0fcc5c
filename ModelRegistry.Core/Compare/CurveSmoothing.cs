using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Core.Compare;

/// <summary>Draws the trend of a noisy curve.</summary>
public static class CurveSmoothing
{
    /// <summary>
    /// The exponential moving average with bias correction, as TensorBoard smooths scalars: s(i) = w s(i-1) + (1 - w) y(i) from s(0) = 0, shown as
    /// s(i) / (1 - w^i), so that the beginning is not drawn towards 0 (the correction of Kingma and Ba 2015, "Adam", section 3). What is NaN or
    /// infinite stays where it is, counts for nothing and does not spoil what follows; a constant curve stays constant to the last digit.
    /// </summary>
    /// <param name="values">In their order; how far apart they are does not count.</param>
    /// <param name="weight">From 0, which changes nothing, to below 1.</param>
    public static IReadOnlyList<double> ExponentialMovingAverage(IReadOnlyList<double> values, double weight)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (weight is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(weight), weight, "A weight is at least 0 and below 1.");
        }

        var finite = values.Where(double.IsFinite);
        if (weight == 0 || finite.Distinct().Take(2).Count() < 2)
        {
            return [.. values];
        }

        var smooth = new double[values.Count];
        double last = 0, forgotten = 1;
        foreach (var (index, value) in values.Index())
        {
            if (!double.IsFinite(value))
            {
                smooth[index] = value;
                continue;
            }

            last = (weight * last) + ((1 - weight) * value);
            forgotten *= weight;
            smooth[index] = last / (1 - forgotten);
        }

        return smooth;
    }

    /// <summary>The same for a line: its points keep their x.</summary>
    public static IReadOnlyList<SeriesPoint> ExponentialMovingAverage(IReadOnlyList<SeriesPoint> points, double weight) =>
        [.. points.Zip(ExponentialMovingAverage([.. points.Select(point => point.Y)], weight), (point, y) => point with { Y = y })];
}
