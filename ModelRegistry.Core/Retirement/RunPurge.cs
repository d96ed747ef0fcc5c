using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.RunFiles;
using ModelRegistry.Core.Runs;

namespace ModelRegistry.Core.Retirement;

/// <summary>
/// Takes runs away for good that were deleted, by themselves or with their experiment, longer ago than <see cref="Retention.DeletedRuns"/>. What
/// follows from the clock is no change that somebody made, so it leaves no audit event. Versions keep what they were made of; logged models stay. The
/// bytes of its files leave the disk with a later sweep, unless something else lists them.
/// </summary>
public sealed class RunPurge(RegistryStore store, RegistrySettings settings, TimeProvider time)
{
    /// <summary>Few enough points that other writers wait for milliseconds only.</summary>
    internal const int Piece = 5_000;

    private const int Batch = 500;

    /// <summary>Returns how many runs went. Points whose run went before, when a former turn was cut short, go as well.</summary>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        if (settings.Retention.DeletedRuns is not { } kept)
        {
            return 0;
        }

        var (before, purged) = (time.Now() - kept, 0);
        List<DueRun> due;
        do
        {
            due = await DueAsync(before, ct);
            foreach (var run in due)
            {
                await RemoveRunAsync(run, before, ct);
            }

            purged += due.Count;
        }
        while (due.Count == Batch);

        List<LeftMetric> left;
        do
        {
            left = await LeftAsync(ct);
            foreach (var metric in left)
            {
                while (await RemovePieceAsync(metric, ct) >= Piece)
                {
                    // The next writer's turn comes between.
                }
            }
        }
        while (left.Count == Batch);

        return purged;
    }

    private Task<List<DueRun>> DueAsync(DateTimeOffset before, CancellationToken ct) => store.ReadAsync(Actor.System, db =>
        Due(db, before).OrderBy(run => run.Key).Take(Batch).Select(run => new DueRun(run.Key, run.Id, run.ExperimentId)).ToListAsync(ct), ct);

    private static IQueryable<Run> Due(RegistryDbContext db, DateTimeOffset before) =>
        db.Runs.Where(run => run.DeletedAt <= before || db.Experiments.Any(experiment => experiment.Id == run.ExperimentId && experiment.DeletedAt <= before));

    /// <summary>The run and all of it that is small, at once: nobody finds or restores half a run. Restored meanwhile, it stays.</summary>
    private Task RemoveRunAsync(DueRun due, DateTimeOffset before, CancellationToken ct) => store.WriteAsync(Actor.System, async transaction =>
    {
        var db = transaction.Db;
        await db.LockRunAsync(due.Id, ct);
        if (!await Due(db, before).AnyAsync(run => run.Key == due.Key, ct))
        {
            return;
        }

        var root = RunFilePlace.Parse(RunFilePlace.RunRoot(due.ExperimentId, due.Id)).Root;
        await db.RunFiles.Where(file => file.Root == root).ExecuteDeleteAsync(ct);
        await db.RunTags.Where(tag => tag.RunKey == due.Key).ExecuteDeleteAsync(ct);
        await db.RunParams.Where(param => param.RunKey == due.Key).ExecuteDeleteAsync(ct);
        await db.RunInputs.Where(input => input.RunKey == due.Key).ExecuteDeleteAsync(ct);
        await db.RunModels.Where(link => link.RunKey == due.Key).ExecuteDeleteAsync(ct);
        await db.RunDatasetMetrics.Where(row => row.RunKey == due.Key).ExecuteDeleteAsync(ct);
        await db.Runs.Where(run => run.Key == due.Key).ExecuteDeleteAsync(ct);
    }, ct);

    /// <summary>Metrics whose run is gone: the row of each goes after its points, and says until then that some may be left.</summary>
    private Task<List<LeftMetric>> LeftAsync(CancellationToken ct) => store.ReadAsync(Actor.System, db =>
        db.RunMetrics.Where(row => !db.Runs.Any(run => run.Key == row.RunKey)).OrderBy(row => row.RunKey).ThenBy(row => row.MetricId).Take(Batch)
            .Select(row => new LeftMetric(row.RunKey, row.MetricId)).ToListAsync(ct), ct);

    private Task<int> RemovePieceAsync(LeftMetric left, CancellationToken ct) => store.WriteAsync(Actor.System, async transaction =>
    {
        var db = transaction.Db;
        var points = db.RunPoints.Where(point => point.RunKey == left.RunKey && point.MetricId == left.MetricId);
        var piece = await points.OrderBy(point => point.Step).ThenBy(point => point.Time).Take(Piece).Select(point => new { point.Step, point.Time })
            .ToListAsync(ct);
        if (piece.Count == Piece)
        {
            var end = piece[^1];
            return await points.Where(point => point.Step < end.Step || (point.Step == end.Step && point.Time <= end.Time)).ExecuteDeleteAsync(ct);
        }

        var removed = await points.ExecuteDeleteAsync(ct);
        await db.RunMetrics.Where(row => row.RunKey == left.RunKey && row.MetricId == left.MetricId).ExecuteDeleteAsync(ct);
        return removed;
    }, ct);

    private sealed record DueRun(long Key, string Id, int ExperimentId);

    private sealed record LeftMetric(long RunKey, int MetricId);
}
