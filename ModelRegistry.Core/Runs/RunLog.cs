using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Experiments;

namespace ModelRegistry.Core.Runs;

/// <summary>
/// Writes what runs log, each call in one transaction: all of it or nothing. No events; who logs is asked as in every change. Written by few statements,
/// whatever the size of the call and of what is there.
/// </summary>
public sealed class RunLog(RegistryStore store, ChangeFeed feed, MetricKeys names)
{
    public async Task LogAsync(string runId, RunBatch batch, Actor actor, CancellationToken ct)
    {
        var wanted = CheckedBatch.Of(batch);
        var run = await store.WriteAsync(actor, async transaction =>
        {
            transaction.AllowUnaudited(typeof(Run), typeof(MetricKey));
            var found = await transaction.Db.TakeRunAsync(actor, runId, ct);
            await SetParamsAsync(transaction.Db, found.Run, wanted.Params, ct);
            await AddPointsAsync(transaction.Db, actor, found.Run, wanted, ct);
            await SetTagsAsync(transaction.Db, [found.Run], wanted.Tags, ct);
            return found.Run;
        }, ct);
        feed.Publish([new RunsChanged(run.ExperimentId, run.Id)]);
    }

    /// <summary>Sets a tag of several runs: of all of them or of none.</summary>
    public async Task TagAsync(IReadOnlyList<string> runIds, string key, string value, Actor actor, CancellationToken ct)
    {
        var tags = RunText.Tags("tags", [KeyValuePair.Create(key, value)]);
        var changed = await store.WriteAsync(actor, async transaction =>
        {
            transaction.AllowUnaudited(typeof(Run));
            var found = await transaction.Db.TakeRunsAsync(actor, runIds, ExperimentAct.Write, ct);
            if (found.FirstOrDefault(placed => placed.IsDeleted) is { } gone)
            {
                throw RunAccess.Deleted(gone);
            }

            await SetTagsAsync(transaction.Db, [.. found.Select(placed => placed.Run)], tags, ct);
            return found;
        }, ct);
        feed.Publish([.. changed.Select(placed => new RunsChanged(placed.Run.ExperimentId, placed.Run.Id))]);
    }

    public async Task DeleteTagAsync(string runId, string key, Actor actor, CancellationToken ct)
    {
        var run = await store.WriteAsync(actor, async transaction =>
        {
            transaction.AllowUnaudited(typeof(Run), typeof(RunTag));
            var found = await transaction.Db.TakeRunAsync(actor, runId, ct);
            var removed = await transaction.Db.RunTags.Where(tag => tag.RunKey == found.Run.Key && tag.Key == key).ExecuteDeleteAsync(ct);
            if (removed == 0)
            {
                throw RegistryException.NotFound("tag_not_found", $"No tag with name: {IndexedText.StartOf(key)} in run with id {runId}.");
            }

            found.Run.ParentId = key == RunTag.Parent ? null : found.Run.ParentId;
            return found.Run;
        }, ct);
        feed.Publish([new RunsChanged(run.ExperimentId, run.Id)]);
    }

    /// <summary>Sets tags of runs that are being changed; the name and the parent of a run are columns of its own too.</summary>
    internal static async Task SetTagsAsync(RegistryDbContext db, IReadOnlyList<Run> runs, IReadOnlyDictionary<string, string> tags, CancellationToken ct)
    {
        await db.ReplaceAsync(RunTables.Tags, [.. runs.SelectMany(run => tags.Select(tag => new object?[] { run.Key, tag.Key, tag.Value }))], ct);
        foreach (var run in runs)
        {
            run.Name = tags.GetValueOrDefault(RunTag.RunName) is { Length: > 0 } name ? name : run.Name;
            run.ParentId = tags.ContainsKey(RunTag.Parent) ? RunWorkflow.ParentOf(tags) : run.ParentId;
        }
    }

    private static async Task SetParamsAsync(RegistryDbContext db, Run run, IReadOnlyDictionary<string, string> wanted, CancellationToken ct)
    {
        if (wanted.Count == 0)
        {
            return;
        }

        var keys = wanted.Keys.ToArray();
        var there = await db.RunParams.AsNoTracking().Where(param => param.RunKey == run.Key && keys.Contains(param.Key))
            .ToDictionaryAsync(param => param.Key, param => param.Value, StringComparer.Ordinal, ct);
        if (there.FirstOrDefault(param => wanted.TryGetValue(param.Key, out var value) && value != param.Value) is { Key: { } changed, Value: var old })
        {
            throw RegistryException.Invalid("params", "param_changed", $"Changing param values is not allowed. Param with key='{changed}' was already logged "
                + $"with value='{IndexedText.StartOf(old)}' for run ID='{run.Id}'. Attempted logging new value '{IndexedText.StartOf(wanted[changed])}'.");
        }

        await db.AddNewAsync(RunTables.Params, [.. wanted.Where(param => !there.ContainsKey(param.Key))
            .Select(param => new object?[] { run.Key, param.Key, param.Value })], null, null, ct);
    }

    private async Task AddPointsAsync(RegistryDbContext db, Actor actor, Run run, CheckedBatch batch, CancellationToken ct)
    {
        if (batch.Points.Count == 0)
        {
            return;
        }

        var numbers = await names.TakeAsync(db, run.ExperimentId, batch.MetricNames, ct);
        await RunPoints.AddAsync(db, run, batch.Points, numbers, ct);
        await LoggedModelPoints.AddAsync(db, actor, run, batch.Points, numbers, ct);
    }
}
