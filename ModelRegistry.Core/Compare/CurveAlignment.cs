using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Core.Compare;

/// <summary>What several curves are laid over each other by.</summary>
public enum CurveAxis
{
    Step,

    /// <summary>Seconds since the first point of the curve itself: runs of different days begin together.</summary>
    Elapsed,

    /// <summary>Seconds since 1970: runs lie where they were.</summary>
    Clock,
}

/// <summary>One measured point of a curve.</summary>
public readonly record struct TimedPoint(long Step, DateTimeOffset At, double Value);

/// <summary>Several curves at every x that one of them has; null where a curve has no point there, which is not the same as NaN.</summary>
public sealed record AlignedCurves(IReadOnlyList<double> Xs, IReadOnlyList<IReadOnlyList<double?>> Values);

/// <summary>Puts curves that were logged at different steps and times on one axis, without inventing points between those that were measured.</summary>
public static class CurveAlignment
{
    /// <summary>
    /// Each curve by the axis, in its order. Of several points at one step the last one given counts, because a correction is logged later; of
    /// several at one time all stay, in the order of their steps.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<SeriesPoint>> On(CurveAxis axis, IReadOnlyList<IReadOnlyList<TimedPoint>> curves)
    {
        ArgumentNullException.ThrowIfNull(curves);
        return [.. curves.Select(curve => On(axis, Corrected(curve)))];
    }

    /// <summary>A table of all curves, for a file or for what is shown under the pointer. Of several points of a curve at one x the last counts.</summary>
    public static AlignedCurves Table(IReadOnlyList<IReadOnlyList<SeriesPoint>> curves)
    {
        ArgumentNullException.ThrowIfNull(curves);
        double[] xs = [.. curves.SelectMany(curve => curve.Select(point => point.X)).Distinct().Order()];
        var rows = xs.Index().ToDictionary(x => x.Item, x => x.Index);
        return new AlignedCurves(xs, [.. curves.Select(curve =>
        {
            var values = new double?[xs.Length];
            foreach (var point in curve)
            {
                values[rows[point.X]] = point.Y;
            }

            return (IReadOnlyList<double?>)values;
        })]);
    }

    private static SeriesPoint[] On(CurveAxis axis, List<TimedPoint> curve)
    {
        var start = curve.Count == 0 ? default : curve.Min(point => point.At);
        return axis switch
        {
            CurveAxis.Step => [.. curve.Select(point => new SeriesPoint(point.Step, point.Value))],
            CurveAxis.Elapsed => ByTime(curve, point => (point.At - start).TotalSeconds),
            CurveAxis.Clock => ByTime(curve, point => (point.At - DateTimeOffset.UnixEpoch).TotalSeconds),
        };
    }

    // A clock that was set back, or a run that was resumed, does not make the line run backwards.
    private static SeriesPoint[] ByTime(List<TimedPoint> curve, Func<TimedPoint, double> seconds) =>
        [.. curve.Select(point => new SeriesPoint(seconds(point), point.Value)).OrderBy(point => point.X)];

    private static List<TimedPoint> Corrected(IReadOnlyList<TimedPoint> curve) =>
        [.. curve.GroupBy(point => point.Step).Select(step => step.Last()).OrderBy(point => point.Step)];
}
