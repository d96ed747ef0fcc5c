using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Core.Runs;

/// <summary>A point of a metric's history.</summary>
public sealed record HistoryPoint(double Value, long Step, long Time);

/// <summary>The points of a metric of one run that are worth drawing, in the order of the axis, and how many there are.</summary>
public sealed record RunCurve(string RunId, string Metric, IReadOnlyList<HistoryPoint> Points, long Measured);

/// <summary>A part of the steps, ends included; null goes to the end.</summary>
public sealed record StepSpan(long? From = null, long? To = null)
{
    public static readonly StepSpan All = new();
}

/// <summary>Reads the history of metrics: all of it page by page, or what a chart of some width can show of it, with every extreme.</summary>
public sealed class RunHistory(RegistryStore store)
{
    public const int PageSize = 25_000;
    public const int MostOfPage = 50_000;
    public const int MostRuns = 100;
    public const int MostOfRun = 2_500;

    /// <summary>In the order of time, step and value. A metric that the run does not have is empty.</summary>
    public Task<Page<HistoryPoint>> PageAsync(string runId, string metric, int? maxResults, string? pageToken, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            ExperimentAccess.Require(actor, ExperimentAct.Read);
            var size = Common.PageSize.Of(maxResults ?? PageSize, MostOfPage);
            RunText.Key("metric_key", metric);
            var run = (await db.FindRunAsync(actor, runId, ct)).Run;
            var question = $"{run.Id}/{metric}/{actor.UserId}";
            var after = HistoryPlace.Read(pageToken, question);
            var points = db.RunPoints.Where(point => point.RunKey == run.Key
                && point.MetricId == db.MetricKeys.Where(key => key.ExperimentId == run.ExperimentId && key.Name == metric).Select(key => key.Id)
                    .FirstOrDefault());
            if (after is not null)
            {
                points = points.Where(point => point.Time > after.Time || (point.Time == after.Time
                    && (point.Step > after.Step || (point.Step == after.Step && point.Stored >= after.Stored))));
            }

            var rows = await points.OrderBy(point => point.Time).ThenBy(point => point.Step).ThenBy(point => point.Stored).ThenBy(point => point.Kind)
                .Take((after?.Seen ?? 0) + size + 1).ToListAsync(ct);
            rows.RemoveRange(0, Math.Min(rows.Count, after?.Seen ?? 0));
            var page = rows.Take(size).ToList();
            return new Page<HistoryPoint>([.. page.Select(point => new HistoryPoint(MetricValue.Of(point.Stored, point.Kind), point.Step, point.Time))],
                rows.Count > size ? HistoryPlace.After(page, after).Write(question) : null);
        }, ct);

    /// <summary>The same metric of several runs by step, each with at most about so many points: the lowest and highest of each part stay.</summary>
    public Task<IReadOnlyList<RunCurve>> ThinnedAsync(IReadOnlyList<string> runIds, string metric, StepSpan span, int most, Actor actor,
        CancellationToken ct) =>
        store.ReadAsync<IReadOnlyList<RunCurve>>(actor, async db =>
        {
            ExperimentAccess.Require(actor, ExperimentAct.Read);
            RunText.Key("metric_key", metric);
            if (runIds.Count is 0 or > MostRuns)
            {
                throw RegistryException.Invalid("run_ids", runIds.Count == 0 ? "field_required" : "too_many", runIds.Count == 0
                    ? "Missing value for required parameter 'run_ids'."
                    : $"GetMetricHistoryBulkInterval request must specify at most {MostRuns.Text()} run_ids. Got {runIds.Count.Text()}.");
            }

            List<RunCurve> curves = [];
            var (from, to) = (span.From ?? long.MinValue, span.To ?? long.MaxValue);
            foreach (var place in await PlacesAsync(db, actor, runIds, metric, from, to, ct))
            {
                curves.Add(await CurveAsync(db, place, metric, from, to, most, ct));
            }

            return curves;
        }, ct);

    // The rows come in the order of their key and are thinned as they come: a curve of a million points takes the memory of a few thousand.
    private static async Task<RunCurve> CurveAsync(RegistryDbContext db, CurvePlace place, string metric, long from, long to, int most,
        CancellationToken ct)
    {
        var points = db.RunPoints.Where(point => point.RunKey == place.RunKey && point.MetricId == place.MetricId
                && point.Step >= from && point.Step <= to)
            .OrderBy(point => point.Step).ThenBy(point => point.Time).ThenBy(point => point.Kind).ThenBy(point => point.Stored)
            .Select(point => new { point.Step, point.Time, point.Kind, point.Stored });
        // A place in the line instead of the step: several points may have one.
        var (kept, read) = await SeriesThinning.MinMaxAsync(points.AsAsyncEnumerable(), place.Points, Columns(place.Points, most),
            point => MetricValue.Of(point.Stored, point.Kind), ct);
        return new RunCurve(place.RunId, metric,
            [.. kept.Select(point => new HistoryPoint(MetricValue.Of(point.Stored, point.Kind), point.Step, point.Time))], read);
    }

    // All points where they are few enough; else the ends of the line come to the two of each column.
    private static int Columns(long points, int most) => points <= most ? most : Math.Max(1, (most / 2) - 1);

    private static async Task<List<CurvePlace>> PlacesAsync(RegistryDbContext db, Actor actor, IReadOnlyList<string> runIds, string metric, long from,
        long to, CancellationToken ct)
    {
        var ids = runIds.Distinct().ToArray();
        var found = await db.VisibleRuns(actor).Where(placed => ids.Contains(placed.Run.Id))
            .Select(placed => new
            {
                placed.Run.Id,
                placed.Run.Key,
                MetricId = db.MetricKeys.Where(key => key.ExperimentId == placed.Run.ExperimentId && key.Name == metric).Select(key => key.Id)
                    .FirstOrDefault(),
            })
            .Select(run => new CurvePlace
            {
                RunId = run.Id,
                RunKey = run.Key,
                MetricId = run.MetricId,
                Points = db.RunPoints.LongCount(point => point.RunKey == run.Key && point.MetricId == run.MetricId && point.Step >= from && point.Step <= to),
            }).ToListAsync(ct);
        if (ids.FirstOrDefault(id => !found.Exists(place => place.RunId == id)) is { } missing)
        {
            throw RunAccess.NotFound(missing);
        }

        return [.. ids.Select(id => found.First(place => place.RunId == id))];
    }

    private sealed class CurvePlace
    {
        public required string RunId { get; init; }

        public required long RunKey { get; init; }

        public required int MetricId { get; init; }

        /// <summary>How many points of the metric the run has in the span.</summary>
        public required long Points { get; init; }
    }
}
