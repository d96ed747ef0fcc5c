using System.Runtime.InteropServices;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Core.Runs;

/// <summary>Adds points of a run, and keeps what lists show of its metrics in step with them.</summary>
internal static class RunPoints
{
    private static readonly CompiledFor<Func<RegistryDbContext, long, int[], IAsyncEnumerable<RunMetric>>> _summaries = new(() =>
        EF.CompileAsyncQuery((RegistryDbContext db, long run, int[] metrics) =>
            db.RunMetrics.AsNoTracking().Where(row => row.RunKey == run && metrics.Contains(row.MetricId))));

    public static async Task AddAsync(RegistryDbContext db, Run run, IReadOnlyList<NewPoint> points, Dictionary<string, int> numbers, CancellationToken ct)
    {
        List<object?[]> rows = new(points.Count);
        var seen = new HashSet<(int, long, long, NumberKind, double)>(points.Count);
        foreach (var point in points)
        {
            var (kind, stored) = (MetricValue.KindOf(point.Value), MetricValue.Stored(point.Value));
            // The same point may come with several models or data sets.
            if (seen.Add((numbers[point.Key], point.Step, point.Time, kind, stored)))
            {
                rows.Add([run.Key, numbers[point.Key], point.Step, point.Time, (byte)kind, stored]);
            }
        }

        var added = new Dictionary<int, long>();
        await db.AddNewAsync(RunTables.Points, rows, nameof(RunPoint.MetricId),
            metric => CollectionsMarshal.GetValueRefOrAddDefault(added, (int)metric, out _)++, ct);
        if (added.Count > 0)
        {
            await SummarizeAsync(db, run, points, numbers, added, ct);
        }

        await KeepOfDatasetsAsync(db, run, [.. points.Where(point => !string.IsNullOrEmpty(point.DatasetDigest))], numbers, ct);
    }

    /// <summary>Whether the second of two points is the later one: the greater step, then time, then value; NaN before every number.</summary>
    public static bool IsLater((long Step, long Time, double Value) one, (long Step, long Time, double Value) other) => other.CompareTo(one) > 0;

    private static async Task SummarizeAsync(RegistryDbContext db, Run run, IReadOnlyList<NewPoint> points, Dictionary<string, int> numbers,
        Dictionary<int, long> added, CancellationToken ct)
    {
        var rows = await _summaries[db](db, run.Key, [.. added.Keys]).ToDictionaryAsync(row => row.MetricId, cancellationToken: ct);
        foreach (var point in points)
        {
            if (added.ContainsKey(numbers[point.Key]))
            {
                Include(rows, run.Key, numbers[point.Key], point);
            }
        }

        foreach (var (metric, count) in added)
        {
            rows[metric].Points += count;
        }

        await db.ReplaceAsync(RunTables.Metrics, [.. rows.Values.Select(row => new object?[]
        {
            row.RunKey, row.MetricId, row.Step, row.Time, (byte)row.Kind, row.Stored, row.Lowest, row.Highest, row.Points,
        })], ct);
    }

    private static void Include(Dictionary<int, RunMetric> rows, long runKey, int metric, NewPoint point)
    {
        var isFirst = !rows.TryGetValue(metric, out var row);
        row ??= rows[metric] = new RunMetric { RunKey = runKey, MetricId = metric };
        if (isFirst || IsLater((row.Step, row.Time, MetricValue.Of(row.Stored, row.Kind)), (point.Step, point.Time, point.Value)))
        {
            (row.Step, row.Time, row.Kind, row.Stored) = (point.Step, point.Time, MetricValue.KindOf(point.Value), MetricValue.Stored(point.Value));
        }

        if (double.IsFinite(point.Value))
        {
            row.Lowest = row.Lowest < point.Value ? row.Lowest : point.Value;
            row.Highest = row.Highest > point.Value ? row.Highest : point.Value;
        }
    }

    private static async Task KeepOfDatasetsAsync(RegistryDbContext db, Run run, List<NewPoint> points, Dictionary<string, int> numbers, CancellationToken ct)
    {
        if (points.Count == 0)
        {
            return;
        }

        var ids = points.Select(point => numbers[point.Key]).Distinct().ToArray();
        var rows = await db.RunDatasetMetrics.AsNoTracking().Where(row => row.RunKey == run.Key && EF.Parameter(ids).Contains(row.MetricId))
            .ToDictionaryAsync(row => (row.MetricId, row.DatasetDigest), ct);
        var changed = new HashSet<RunDatasetMetric>();
        foreach (var point in points)
        {
            var (metric, digest) = (numbers[point.Key], point.DatasetDigest!);
            var isFirst = !rows.TryGetValue((metric, digest), out var row);
            row ??= rows[(metric, digest)] = new RunDatasetMetric { RunKey = run.Key, MetricId = metric, DatasetDigest = digest };
            if (isFirst || IsLater((row.Step, row.Time, MetricValue.Of(row.Stored, row.Kind)), (point.Step, point.Time, point.Value)))
            {
                (row.Step, row.Time, row.Kind, row.Stored) = (point.Step, point.Time, MetricValue.KindOf(point.Value), MetricValue.Stored(point.Value));
                row.DatasetName = point.DatasetName ?? "";
                changed.Add(row);
            }
        }

        await db.ReplaceAsync(RunTables.DatasetMetrics, [.. changed.Select(row => new object?[]
        {
            row.RunKey, row.MetricId, row.DatasetDigest, row.DatasetName, row.Step, row.Time, (byte)row.Kind, row.Stored,
        })], ct);
    }
}
