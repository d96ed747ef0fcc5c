namespace ModelRegistry.Core.Metrics;

/// <summary>One step of a curve.</summary>
public sealed record CurvePoint(long Step, double Value);

/// <summary>A metric over its steps on one data set, thinned so that its peaks and dips stay.</summary>
public sealed record MetricCurve(string Metric, string DatasetDigest, IReadOnlyList<CurvePoint> Points);

/// <summary>The curves of a version. <see cref="Truncated"/> says that more was logged than is shown.</summary>
public sealed record MetricCurves(IReadOnlyList<MetricCurve> Curves, bool Truncated)
{
    /// <summary>The metrics that are not shown and can be asked for.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    public const int Most = 24;
    public const int MostRows = 50_000;

    /// <summary>About twice the width in pixels of a small chart.</summary>
    public const int MostPoints = 600;

    internal static MetricCurves Of(IEnumerable<MeasuredStep> rows, IReadOnlyList<string> order, IReadOnlyList<string> others, bool truncated) => new(
        [.. rows.GroupBy(row => (row.Name, row.DatasetDigest)).OrderBy(group => order.Index().First(pair => pair.Item == group.Key.Name).Index)
            .Select(group => new MetricCurve(group.Key.Name, group.Key.DatasetDigest, Thin(Steps(group))))
            .Where(curve => curve.Points.Count > 1)],
        truncated)
    { Others = others };

    // The newest row of a step is its correction.
    private static List<CurvePoint> Steps(IEnumerable<MeasuredStep> rows) =>
        [.. rows.GroupBy(row => row.Step).Select(step => new CurvePoint(step.Key, MetricValue.Of(step.Last().Stored, step.Last().Kind)))];

    /// <summary>Of each run of neighbouring points the lowest and the highest stay, in their order.</summary>
    private static IReadOnlyList<CurvePoint> Thin(List<CurvePoint> points)
    {
        if (points.Count <= MostPoints)
        {
            return points;
        }

        var size = (points.Count + (MostPoints / 2) - 1) / (MostPoints / 2);
        return [.. points.Chunk(size).SelectMany(run => new[] { run.MinBy(point => point.Value)!, run.MaxBy(point => point.Value)! }
            .OrderBy(point => point.Step).Distinct())];
    }
}

internal sealed record MeasuredStep(string Name, string DatasetDigest, long Step, double Stored, NumberKind Kind);
