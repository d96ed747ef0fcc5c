using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Core.Runs;

/// <summary>Reads logged models with their parameters, tags and metrics.</summary>
public sealed class LoggedModelQueries(RegistryStore store)
{
    public Task<LoggedModelView> GetAsync(string id, bool alsoDeleted, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            ExperimentAccess.Require(actor, ExperimentAct.Read);
            return await ViewAsync(db, await db.FindLoggedModelAsync(actor, id, alsoDeleted, ct), ct);
        }, ct);

    public Task<Page<LoggedModelView>> SearchAsync(LoggedModelSearch search, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            ExperimentAccess.Require(actor, ExperimentAct.Read);
            var size = PageSize.Of(search.MaxResults, LoggedModelSearch.Most);
            var order = LoggedModelOrder.Read(search.OrderBy, search.Question(actor), db);
            var experiments = search.ExperimentIds.Select(ExperimentAccess.NumberOf).Distinct().ToArray();
            var models = db.VisibleLoggedModels(actor).Where(model => model.DeletedAt == null && EF.Parameter(experiments).Contains(model.ExperimentId))
                .Matching(search, db);
            var rows = await order.Keyed(order.Page(models, search.PageToken).Take(size + 1)).ToListAsync(ct);
            var page = rows.Take(size).ToList();
            return new Page<LoggedModelView>(await ViewsAsync(db, [.. page.Select(row => row.Row)], ct), rows.Count > size ? order.Token(page[^1].Keys) : null);
        }, ct);

    internal static async Task<LoggedModelView> ViewAsync(RegistryDbContext db, LoggedModel model, CancellationToken ct) =>
        (await ViewsAsync(db, [model], ct))[0];

    private static async Task<IReadOnlyList<LoggedModelView>> ViewsAsync(RegistryDbContext db, IReadOnlyList<LoggedModel> models, CancellationToken ct)
    {
        if (models.Count == 0)
        {
            return [];
        }

        var keys = models.Select(model => model.Key).ToArray();
        var labels = (await db.LoggedModelLabels.AsNoTracking().Where(label => EF.Parameter(keys).Contains(label.ModelKey)).ToListAsync(ct))
            .OrderBy(label => label.Key, StringComparer.Ordinal).ToLookup(label => (label.ModelKey, label.IsParam));
        var metrics = (await db.LoggedModelMetrics.AsNoTracking().Where(metric => EF.Parameter(keys).Contains(metric.ModelKey))
            .Join(db.MetricKeys, metric => metric.MetricId, key => key.Id, (metric, key) => new { Metric = metric, key.Name })
            .Join(db.Runs, found => found.Metric.RunKey, run => run.Key, (found, run) => new { found.Metric, found.Name, run.Id })
            .ToListAsync(ct)).ToLookup(found => found.Metric.ModelKey);
        return [.. models.Select(model => LoggedModelView.Of(model) with
        {
            Params = labels[(model.Key, true)].ToDictionary(label => label.Key, label => label.Value),
            Tags = labels[(model.Key, false)].ToDictionary(label => label.Key, label => label.Value),
            Metrics = [.. metrics[model.Key].OrderBy(found => found.Name, StringComparer.Ordinal).ThenBy(found => found.Metric.Time)
                .ThenBy(found => found.Metric.Step)
                .Select(found => new LoggedModelMetricView(found.Id, found.Name, MetricValue.Of(found.Metric.Stored, found.Metric.Kind), found.Metric.Step,
                    found.Metric.Time, found.Metric.DatasetName, found.Metric.DatasetDigest))],
        })];
    }
}
