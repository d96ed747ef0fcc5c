using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Experiments;

namespace ModelRegistry.Core.Runs;

/// <summary>Makes runs, ends them, deletes and restores them. None of it is recorded: what counts is recorded when a version is registered.</summary>
public sealed class RunWorkflow(RegistryStore store, ChangeFeed feed)
{
    public async Task<RunView> CreateAsync(NewRun command, Actor actor, CancellationToken ct)
    {
        var made = await store.WriteAsync(actor, async transaction =>
        {
            transaction.AllowUnaudited(typeof(Run), typeof(RunTag));
            var db = transaction.Db;
            var experimentId = string.IsNullOrEmpty(command.ExperimentId) ? Experiment.DefaultId.Text() : command.ExperimentId;
            var experiment = await db.FindExperimentAsync(actor, experimentId, ct);
            ExperimentAccess.Require(actor, ExperimentAct.Write, experiment.Place);
            experiment.RequireActive();
            var tags = RunText.Tags("tags", command.Tags);
            var name = NameOf(command.Name, tags);
            tags[RunTag.RunName] = name;
            var run = new Run
            {
                Key = await db.TakeAsync(Tracked.Runs, 1, ct),
                Id = Guid.NewGuid().ToString("n"),
                ExperimentId = experiment.Id,
                Name = name,
                User = IndexedText.StartOf(Text.Check("user_id", command.User, int.MaxValue), Run.UserMaxLength),
                StartTime = RequireTime("start_time", command.StartTime ?? 0),
                ParentId = ParentOf(tags),
                CreatedAt = transaction.Now,
                CreatedById = actor.UserId,
                CreatedByName = actor.Name,
                CreatedByTokenId = actor.Token?.Id,
            };
            db.Runs.Add(run);
            db.RunTags.AddRange(tags.Select(tag => new RunTag { RunKey = run.Key, Key = tag.Key, Value = tag.Value }));
            return RunView.Of(run, experimentDeleted: false) with { Tags = tags };
        }, ct);
        Tell(made);
        return made;
    }

    public async Task<RunView> UpdateAsync(string runId, RunEdit edit, Actor actor, CancellationToken ct)
    {
        var updated = await store.WriteAsync(actor, async transaction =>
        {
            transaction.AllowUnaudited(typeof(Run), typeof(RunTag));
            var db = transaction.Db;
            var run = (await db.TakeRunAsync(actor, runId, ct)).Run;
            var ends = run.Status is RunStatus.Running or RunStatus.Scheduled && edit.Status is RunStatus.Finished or RunStatus.Failed or RunStatus.Killed;
            run.Status = edit.Status ?? run.Status;
            run.EndTime = edit.EndTime is { } end ? RequireTime("end_time", end) : run.EndTime;
            if (!string.IsNullOrEmpty(edit.Name))
            {
                run.Name = RunText.Tag("run_name", RunTag.RunName, edit.Name);
                await RunLog.SetTagsAsync(db, [run], new Dictionary<string, string> { [RunTag.RunName] = run.Name }, ct);
            }

            if (ends)
            {
                await transaction.FollowAsync(new EndedRun(run), ct);
            }

            return RunView.Of(run, experimentDeleted: false);
        }, ct);
        Tell(updated);
        return updated;
    }

    /// <inheritdoc cref="SetDeletedAsync"/>
    public Task DeleteAsync(string runId, Actor actor, CancellationToken ct) => SetDeletedAsync([runId], true, actor, ct);

    /// <inheritdoc cref="SetDeletedAsync"/>
    public Task RestoreAsync(string runId, Actor actor, CancellationToken ct) => SetDeletedAsync([runId], false, actor, ct);

    /// <summary>
    /// All of them or none. Soft: they can be restored, and nothing of what they logged is touched. What is so already is left as it is.
    /// </summary>
    public async Task SetDeletedAsync(IReadOnlyList<string> runIds, bool deleted, Actor actor, CancellationToken ct)
    {
        var changed = await store.WriteAsync(actor, async transaction =>
        {
            transaction.AllowUnaudited(typeof(Run));
            var db = transaction.Db;
            var found = await db.TakeRunsAsync(actor, runIds, ExperimentAct.Retire, ct);
            if (!deleted && found.FirstOrDefault(placed => placed.Experiment.DeletedAt is not null) is { } gone)
            {
                throw RunAccess.Deleted(gone);
            }

            DateTimeOffset? at = deleted ? transaction.Now : null;
            string[] ids = [.. found.Where(placed => placed.Run.DeletedAt is not null != deleted).Select(placed => placed.Run.Id)];
            await db.Runs.Where(run => ids.Contains(run.Id)).ExecuteUpdateAsync(set => set.SetProperty(run => run.DeletedAt, at), ct);
            return found;
        }, ct);
        feed.Publish([.. changed.Select(placed => new RunsChanged(placed.Run.ExperimentId, placed.Run.Id))]);
    }

    internal static long RequireTime(string field, long time) => time >= 0 ? time
        : throw RegistryException.Invalid(field, "time_invalid", $"{field} is milliseconds since 1970 and cannot be negative.");

    internal static string? ParentOf(IReadOnlyDictionary<string, string> tags) =>
        tags.GetValueOrDefault(RunTag.Parent) is { Length: > 0 and <= Run.IdMaxLength } parent ? parent : null;

    private void Tell(RunView run) => feed.Publish([new RunsChanged(run.ExperimentId, run.Id)]);

    private static string NameOf(string? name, Dictionary<string, string> tags)
    {
        var tagged = tags.GetValueOrDefault(RunTag.RunName);
        var named = string.IsNullOrEmpty(name) ? null : RunText.Tag("run_name", RunTag.RunName, name);
        return named is not null && !string.IsNullOrEmpty(tagged) && named != tagged
            ? throw RegistryException.Invalid("run_name", "run_name_contradicts",
                $"Both 'run_name' argument and '{RunTag.RunName}' tag are specified, but with different values ('{IndexedText.StartOf(named)}' and "
                    + $"'{IndexedText.StartOf(tagged)}'). Send one of them.")
            : named ?? (string.IsNullOrEmpty(tagged) ? RunNames.Make() : tagged);
    }
}
