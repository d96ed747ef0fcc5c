using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Experiments;

namespace ModelRegistry.Core.Runs;

/// <summary>Reads runs with what they logged: a page of them by few statements, whatever its size.</summary>
public sealed class RunQueries(RegistryStore store)
{
    public Task<RunView> GetAsync(string runId, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            ExperimentAccess.Require(actor, ExperimentAct.Read);
            var found = await db.FindRunAsync(actor, runId, ct);
            return (await RunViews.OfAsync(db, [RunView.Of(found.Run, found.Experiment.DeletedAt is not null)], ct))[0];
        }, ct);

    public Task<Page<RunView>> SearchAsync(RunSearch search, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            var size = PageSize.Of(search.MaxResults, RunSearch.Most);
            var order = RunOrder.Read(search.OrderBy, search.Question(actor), db);
            var found = await FoundRuns.OfAsync(db, search, actor, ct);
            if (found.Runs is not { } runs)
            {
                return new Page<RunView>([], null);
            }

            var rows = await order.Keyed(order.Page(runs, search.PageToken).Take(size + 1)).ToListAsync(ct);
            var page = rows.Take(size).ToList();
            var views = await RunViews.OfAsync(db,
                [.. page.Select(row => RunView.Of(row.Row, found.DeletedExperiments.Contains(row.Row.ExperimentId)))], ct);
            return new Page<RunView>(views, rows.Count > size ? order.Token(page[^1].Keys) : null);
        }, ct);

    /// <summary>These runs, in this order; those that are not there or may not be seen are left out.</summary>
    public Task<IReadOnlyList<RunView>> ManyAsync(IReadOnlyList<string> runIds, Actor actor, CancellationToken ct) =>
        store.ReadAsync<IReadOnlyList<RunView>>(actor, async db =>
        {
            ExperimentAccess.Require(actor, ExperimentAct.Read);
            var ids = runIds.Distinct().ToArray();
            var found = await db.VisibleRuns(actor).Where(placed => ids.Contains(placed.Run.Id)).ToListAsync(ct);
            var views = await RunViews.OfAsync(db, [.. found.Select(placed => RunView.Of(placed.Run, placed.Experiment.DeletedAt is not null))], ct);
            var byId = views.ToDictionary(run => run.Id);
            return [.. ids.Where(byId.ContainsKey).Select(id => byId[id])];
        }, ct);

    /// <summary>How many runs are nested directly in each of these, of their experiment; deleted ones do not count, and who has none is left out.</summary>
    public Task<IReadOnlyDictionary<string, int>> NestedAsync(int experimentId, IReadOnlyList<string> runIds, Actor actor, CancellationToken ct) =>
        store.ReadAsync<IReadOnlyDictionary<string, int>>(actor, async db =>
        {
            ExperimentAccess.Require(actor, ExperimentAct.Read);
            var ids = runIds.Distinct().ToArray();
            return await db.VisibleExperiments(actor).Where(experiment => experiment.Id == experimentId && experiment.DeletedAt == null)
                .Join(db.Runs, experiment => experiment.Id, run => run.ExperimentId, (_, run) => run)
                .Where(run => run.DeletedAt == null && run.ParentId != null && ids.Contains(run.ParentId))
                .GroupBy(run => run.ParentId!)
                .Select(group => new { group.Key, Count = group.Count() })
                .ToDictionaryAsync(row => row.Key, row => row.Count, StringComparer.Ordinal, ct);
        }, ct);

    /// <summary>How many runs these experiments have, and when the last of them began; deleted runs do not count.</summary>
    public Task<IReadOnlyDictionary<int, ExperimentSum>> SumsAsync(IReadOnlyList<int> experimentIds, Actor actor, CancellationToken ct) =>
        store.ReadAsync<IReadOnlyDictionary<int, ExperimentSum>>(actor, async db =>
        {
            ExperimentAccess.Require(actor, ExperimentAct.Read);
            var ids = experimentIds.Distinct().ToArray();
            return await db.VisibleExperiments(actor).Where(experiment => EF.Parameter(ids).Contains(experiment.Id))
                .Join(db.Runs, experiment => experiment.Id, run => run.ExperimentId, (experiment, run) => new { experiment, run })
                .Where(found => found.experiment.DeletedAt != null || found.run.DeletedAt == null)
                .GroupBy(found => found.run.ExperimentId)
                .Select(group => new { group.Key, Count = group.Count(), Last = group.Max(found => found.run.CreatedAt) })
                .ToDictionaryAsync(row => row.Key, row => new ExperimentSum(row.Count, row.Last), ct);
        }, ct);

    /// <summary>The data sets that runs of these experiments read, each once with its context.</summary>
    public Task<IReadOnlyList<DatasetSummary>> DatasetsAsync(IReadOnlyList<string> experimentIds, Actor actor, CancellationToken ct) =>
        store.ReadAsync<IReadOnlyList<DatasetSummary>>(actor, async db =>
        {
            ExperimentAccess.Require(actor, ExperimentAct.Read);
            if (experimentIds.Count is 0 or > DatasetSummary.MostExperiments)
            {
                throw RegistryException.Invalid("experiment_ids", experimentIds.Count == 0 ? "field_required" : "too_many", experimentIds.Count == 0
                    ? "SearchDatasets request must specify at least one experiment_id."
                    : $"SearchDatasets request cannot specify more than {DatasetSummary.MostExperiments.Text()} experiment_ids. "
                        + $"Got {experimentIds.Count.Text()}.");
            }

            var asked = experimentIds.Select(ExperimentAccess.NumberOf).Distinct().ToArray();
            return await db.VisibleExperiments(actor).Where(experiment => EF.Parameter(asked).Contains(experiment.Id))
                .Join(db.RunDatasets, experiment => experiment.Id, dataset => dataset.ExperimentId, (_, dataset) => dataset)
                .Join(db.RunInputs, dataset => dataset.Key, input => input.DatasetKey, (dataset, input) => new
                {
                    dataset.ExperimentId,
                    dataset.Name,
                    dataset.Digest,
                    input.Context,
                }).Distinct().OrderBy(row => row.Name).ThenBy(row => row.Digest).ThenBy(row => row.Context).ThenBy(row => row.ExperimentId)
                .Take(DatasetSummary.Most)
                .Select(row => new DatasetSummary(row.ExperimentId, row.Name, row.Digest, row.Context)).ToListAsync(ct);
        }, ct);
}

/// <summary>What a list shows of an experiment's runs.</summary>
public sealed record ExperimentSum(int Runs, DateTimeOffset LastRun);

/// <summary>A data set that runs of an experiment read, and what for.</summary>
public sealed record DatasetSummary(int ExperimentId, string Name, string Digest, string? Context)
{
    public const int MostExperiments = 20;
    public const int Most = 1_000;
}
