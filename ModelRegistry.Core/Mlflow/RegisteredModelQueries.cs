using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Filters;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Mlflow;

/// <summary>Reads models for MLflow's clients: a fixed number of queries for a page, however many models and versions there are.</summary>
public sealed class RegisteredModelQueries(RegistryStore store, Freshness freshness)
{
    private const int MostKept = 2_000;
    private const string Fields = "a field such as name or tags.<key>";

    private readonly FreshAnswers<(Guid? Token, string Model), Answer> _kept = new(freshness, MostKept);

    /// <summary>One model; told to access tokens from memory, as long as that is fresh.</summary>
    public async Task<RegisteredModelView> GetAsync(string name, Actor actor, CancellationToken ct)
    {
        var question = (actor.Token?.Id, name);
        if (actor.Token is null || !_kept.TryGet(question, out var answer))
        {
            answer = await _kept.ReadAsync(question, () => store.ReadAsync(actor, async db =>
            {
                Rights.Require(actor, Right.Browse);
                var model = await db.FindModelAsync(actor, name, ct);
                return new Answer((await BuildAsync(db, [model], ct))[0], model.Id);
            }, ct), found => actor.Token is null ? null : found.ModelId);
        }

        ModelAccess.Note(actor, name, answer.View.Name);
        return answer.View;
    }

    /// <summary>What a change that was allowed a moment ago is answered with; whoever may change may not browse therefore.</summary>
    public Task<RegisteredModelView> ChangedAsync(string name, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db => (await BuildAsync(db, [await db.FindModelAsync(actor, name, ct)], ct))[0], ct);

    public Task<Page<RegisteredModelView>> SearchAsync(MlflowSearch search, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var clauses = MlflowClauses.Read(search.Filter, Fields);
            var order = MlflowOrders.OfModels(search.OrderBy, search.Question("models", actor));
            var asked = db.Models.VisibleTo(actor).Matching(clauses, db);
            var rows = await order.Keyed(order.Page(asked, search.PageToken).Take(search.Most + 1)).ToListAsync(ct);
            var page = rows.Take(search.Most).ToList();
            return new Page<RegisteredModelView>(await BuildAsync(db, [.. page.Select(keyed => keyed.Row)], ct),
                rows.Count > search.Most && page.Count > 0 ? order.Token(page[^1].Keys) : null);
        }, ct);

    private static async Task<IReadOnlyList<RegisteredModelView>> BuildAsync(RegistryDbContext db, IReadOnlyList<Model> models, CancellationToken ct)
    {
        var ids = models.Select(model => model.Id).ToArray();
        if (ids.Length == 0)
        {
            return [];
        }

        var tags = (await db.ModelTags.Where(tag => EF.Parameter(ids).Contains(tag.ModelId))
            .Select(tag => new { tag.ModelId, tag.Key, tag.Value }).ToListAsync(ct))
            .ToLookup(tag => tag.ModelId, tag => KeyValuePair.Create(tag.Key, tag.Value));
        var aliases = (await db.Slots.Where(slot => slot.VersionId != null && EF.Parameter(ids).Contains(slot.ModelId)).OrderBy(slot => slot.NormalizedName)
            .Select(slot => new { slot.ModelId, slot.Name, slot.VersionNumber }).ToListAsync(ct))
            .ToLookup(slot => slot.ModelId, slot => new ModelAliasView(slot.Name, slot.VersionNumber!.Value));
        var latest = await LatestVersions.ReadAsync(db, ids, ct);
        var views = (await ModelVersionViews.BuildAsync(db, latest, withAliases: false, ct)).ToLookup(view => view.Model);
        return [.. models.Select(model => new RegisteredModelView(model.Name, model.Description, model.CreatedAt, model.UpdatedAt, model.CreatedByName,
            [.. tags[model.Id].OrderBy(tag => tag.Key, StringComparer.Ordinal)], [.. aliases[model.Id]], [.. views[model.Name]]))];
    }

    private sealed record Answer(RegisteredModelView View, Guid ModelId);
}
