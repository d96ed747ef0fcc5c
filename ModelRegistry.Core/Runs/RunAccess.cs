using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Experiments;

namespace ModelRegistry.Core.Runs;

/// <summary>Finds runs through the visibility of their experiments: what somebody may not see is not there for them.</summary>
public static class RunAccess
{
    /// <summary>Most runs that one act changes.</summary>
    public const int MostTogether = 500;

    private static readonly CompiledFor<Func<RegistryDbContext, string, CancellationToken, Task<PlacedRun?>>> _taken = new(() =>
        EF.CompileAsyncQuery((RegistryDbContext db, string runId, CancellationToken _) => db.Runs.AsTracking().Where(run => run.Id == runId)
            .Join(db.Experiments, run => run.ExperimentId, experiment => experiment.Id,
                (run, experiment) => new PlacedRun { Run = run, Experiment = experiment })
            .SingleOrDefault()));

    /// <summary>The runs of the experiments that somebody sees, with their experiment.</summary>
    internal static IQueryable<PlacedRun> VisibleRuns(this RegistryDbContext db, Actor actor) =>
        db.Runs.Join(db.VisibleExperiments(actor), run => run.ExperimentId, experiment => experiment.Id,
            (run, experiment) => new PlacedRun { Run = run, Experiment = experiment });

    internal static async Task<PlacedRun> FindRunAsync(this RegistryDbContext db, Actor actor, string runId, CancellationToken ct)
    {
        RequireId(runId);
        return await db.VisibleRuns(actor).SingleOrDefaultAsync(found => found.Run.Id == runId, ct) ?? throw NotFound(runId);
    }

    /// <summary>The run for a change of it or of what it logged; others who change it wait. Neither it nor its experiment may be deleted.</summary>
    internal static async Task<PlacedRun> TakeRunAsync(this RegistryDbContext db, Actor actor, string runId, CancellationToken ct)
    {
        RequireId(runId);
        await db.LockRunAsync(runId, ct);
        if (await _taken[db](db, runId, ct) is not { } found || !ExperimentAccess.Sees(actor, found.Experiment))
        {
            throw NotFound(runId);
        }

        ExperimentAccess.Require(actor, ExperimentAct.Write, found.Experiment.Place);
        return found.IsDeleted ? throw Deleted(found) : found;
    }

    /// <summary>Several runs for one change of all of them, deleted ones too; one that is missing, or may not be changed so, refuses it.</summary>
    internal static async Task<IReadOnlyList<PlacedRun>> TakeRunsAsync(this RegistryDbContext db, Actor actor, IReadOnlyList<string> runIds,
        ExperimentAct act, CancellationToken ct)
    {
        string[] ids = [.. runIds.Distinct().Order(StringComparer.Ordinal)];
        if (ids.Length > MostTogether)
        {
            throw RegistryException.Invalid("run_ids", "too_many", $"At most {MostTogether.Text()} runs are changed at once. Got {ids.Length.Text()}.");
        }

        if (db.LocksRows)
        {
            await db.Runs.Where(run => ids.Contains(run.Id)).ExecuteUpdateAsync(set => set.SetProperty(run => run.Status, run => run.Status), ct);
        }

        var found = await db.VisibleRuns(actor).Where(placed => ids.Contains(placed.Run.Id)).ToListAsync(ct);
        if (ids.FirstOrDefault(id => !found.Exists(placed => placed.Run.Id == id)) is { } missing)
        {
            RequireId(missing);
            throw NotFound(missing);
        }

        found.ForEach(placed => ExperimentAccess.Require(actor, act, placed.Experiment.Place));
        return found;
    }

    /// <summary>Makes others who change the run wait. Before it is read.</summary>
    internal static async Task LockRunAsync(this RegistryDbContext db, string runId, CancellationToken ct)
    {
        if (db.LocksRows)
        {
            await db.Runs.Where(run => run.Id == runId).ExecuteUpdateAsync(set => set.SetProperty(run => run.Status, run => run.Status), ct);
        }
    }

    internal static RegistryException NotFound(string runId) =>
        RegistryException.NotFound("run_not_found", $"Run with id={runId} not found, or you may not see it.");

    internal static RegistryException Deleted(PlacedRun found) => RegistryException.Invalid("run_id", "run_deleted", found.Experiment.DeletedAt is not null
        ? $"The run {found.Run.Id} must be in the 'active' state. Its experiment {found.Experiment.IdText} is deleted: restore that first."
        : $"The run {found.Run.Id} must be in the 'active' state. It is deleted: restore it first (runs/restore, or the run's page).");

    private static void RequireId(string runId)
    {
        if (runId.Length is 0 or > Run.IdMaxLength || !runId.All(c => char.IsLetterOrDigit(c) || c is '_' or '-'))
        {
            throw runId.Length is > 0 and <= Run.IdMaxLength ? NotFound(runId) : RegistryException.Invalid("run_id", "run_id_invalid",
                $"Invalid run ID: '{IndexedText.StartOf(runId)}'. It has letters, digits, '_' and '-', at most {Run.IdMaxLength.Text()} of them.");
        }
    }
}

/// <summary>A run and the experiment that it belongs to.</summary>
internal sealed class PlacedRun
{
    public required Run Run { get; init; }

    public required Experiment Experiment { get; init; }

    /// <summary>By itself, or with its experiment.</summary>
    public bool IsDeleted => Run.DeletedAt is not null || Experiment.DeletedAt is not null;
}
