using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Experiments;

/// <summary>Reads experiments for pages and doors; deleted ones too, where they are asked for.</summary>
public sealed class ExperimentQueries(RegistryStore store)
{
    public Task<ExperimentView> GetAsync(string id, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            ExperimentAccess.Require(actor, ExperimentAct.Read);
            return await ViewAsync(db, await db.FindExperimentAsync(actor, id, ct), ct);
        }, ct);

    /// <summary>By its exact name.</summary>
    public Task<ExperimentView> GetByNameAsync(string name, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            ExperimentAccess.Require(actor, ExperimentAct.Read);
            var experiment = await db.VisibleExperiments(actor).SingleOrDefaultAsync(found => found.Name == name, ct)
                ?? throw RegistryException.NotFound("experiment_not_found", $"Could not find experiment with name '{name}', or you may not see it.");
            return await ViewAsync(db, experiment, ct);
        }, ct);

    public Task<Page<ExperimentView>> SearchAsync(ExperimentSearch search, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            ExperimentAccess.Require(actor, ExperimentAct.Read);
            var size = PageSize.Of(search.MaxResults, ExperimentSearch.Most);
            var order = ExperimentFilter.Order(search.OrderBy, search.Question(actor));
            var experiments = db.VisibleExperiments(actor).Matching(search.Filter, db);
            experiments = search.View switch
            {
                Lifecycle.Active => experiments.Where(experiment => experiment.DeletedAt == null),
                Lifecycle.Deleted => experiments.Where(experiment => experiment.DeletedAt != null),
                _ => experiments,
            };
            var rows = await order.Keyed(order.Page(experiments, search.PageToken).Take(size + 1)).ToListAsync(ct);
            var page = rows.Take(size).ToList();
            var ids = page.Select(row => row.Row.Id).ToArray();
            var tags = ids.Length == 0 ? null
                : (await db.ExperimentTags.Where(tag => EF.Parameter(ids).Contains(tag.ExperimentId)).ToListAsync(ct)).ToLookup(tag => tag.ExperimentId);
            var paths = await db.PathsAsync([.. page.Select(row => row.Row.CollectionId).OfType<Guid>().Distinct()], ct);
            return new Page<ExperimentView>([.. page.Select(row => ExperimentView.Of(row.Row, tags![row.Row.Id],
                    row.Row.CollectionId is { } collection ? paths[collection] : null))],
                rows.Count > size ? order.Token(page[^1].Keys) : null);
        }, ct);

    internal static async Task<ExperimentView> ViewAsync(RegistryDbContext db, Experiment experiment, CancellationToken ct) =>
        ExperimentView.Of(experiment, await db.ExperimentTags.Where(tag => tag.ExperimentId == experiment.Id).ToListAsync(ct),
            experiment.CollectionId is { } collection ? (await db.PathsAsync([collection], ct))[collection] : null);
}
