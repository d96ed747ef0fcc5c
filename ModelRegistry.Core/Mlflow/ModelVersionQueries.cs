using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Consumers;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Filters;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Mlflow;

/// <summary>Reads versions for MLflow's clients.</summary>
public sealed class ModelVersionQueries(RegistryStore store, SlotResolution resolution, Freshness freshness)
{
    /// <summary>Most versions of one page; a client that asks for more goes on with the token.</summary>
    public const int MostOfPage = 10_000;

    /// <summary>What an alias is called that every model has: the newest version that can be used.</summary>
    public const string Latest = "latest";

    private const int MostKept = 10_000;
    private const string Fields = "a field such as name, run_id, source_path, version_number or tags.<key>";

    private readonly FreshAnswers<Question, Answer> _kept = new(freshness, MostKept);

    /// <summary>One version; told to access tokens from memory, as long as that is fresh.</summary>
    public Task<ModelVersionView> GetAsync(string modelName, int number, Actor actor, CancellationToken ct) =>
        ReadAsync(modelName, number, Right.Browse, actor, ct);

    /// <inheritdoc cref="RegisteredModelQueries.ChangedAsync"/>
    public Task<ModelVersionView> ChangedAsync(string modelName, int number, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db => (await OneAsync(db, actor, modelName, number, ct)).View, ct);

    /// <summary>The version that a stage or alias points at; whoever serves models may ask for it without browsing.</summary>
    public async Task<ModelVersionView> GetByAliasAsync(string modelName, string alias, Actor actor, CancellationToken ct)
    {
        if (alias.Equals(Latest, StringComparison.OrdinalIgnoreCase))
        {
            return (await LatestAsync(modelName, [], actor, ct)).MaxBy(version => version.Number)
                ?? throw RegistryException.NotFound(SlotRefusals.Empty, $"Model '{modelName}' has no version.");
        }

        var slot = await resolution.ResolveAsync(modelName, alias, actor, ct);
        return await ReadAsync(slot.Model, slot.Version, Right.Resolve, actor, ct);
    }

    /// <summary>The highest version of each of these stages, or of all four where none is named; what is not sealed is none of them.</summary>
    public Task<IReadOnlyList<ModelVersionView>> LatestAsync(string modelName, IReadOnlyCollection<string> stages, Actor actor, CancellationToken ct) =>
        store.ReadAsync<IReadOnlyList<ModelVersionView>>(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var model = await db.FindModelAsync(actor, modelName, ct);
            var rows = await LatestVersions.ReadAsync(db, [model.Id], ct);
            var views = await ModelVersionViews.BuildAsync(db, rows, withAliases: true, ct);
            return [.. views.Where(view => stages.Count == 0 || stages.Contains(view.Stage))];
        }, ct);

    public Task<Page<ModelVersionView>> SearchAsync(MlflowSearch search, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var clauses = MlflowClauses.Read(search.Filter, Fields);
            var models = db.Models.VisibleTo(actor).Named(clauses, db);
            // Retired ones are read by their number alone.
            var versions = db.Versions.Where(version => version.ArchivedAt == null).Matching(clauses, db);
            var isOfOne = MlflowFields.IsOfOneModel(clauses);
            var order = MlflowOrders.OfVersions(search.OrderBy, isOfOne, search.Question("versions", actor));
            if (isOfOne)
            {
                // So that the index of this model is walked.
                var id = await models.Select(model => (Guid?)model.Id).SingleOrDefaultAsync(ct) ?? Guid.Empty;
                versions = versions.Where(version => version.ModelId == id);
            }

            var size = Math.Min(search.Most, MostOfPage);
            var rows = await order.Keyed(order.Page(ListedVersion.Of(models, versions), search.PageToken).Take(size + 1)).Staged(db).ToListAsync(ct);
            var page = rows.Take(size).ToList();
            return new Page<ModelVersionView>(await ModelVersionViews.BuildAsync(db, page, withAliases: false, ct),
                rows.Count > size ? order.Token(page[^1].Keys) : null);
        }, ct);

    private async Task<ModelVersionView> ReadAsync(string modelName, int number, Right right, Actor actor, CancellationToken ct)
    {
        var question = new Question(actor.Token?.Id, modelName, number, right);
        if (actor.Token is null || !_kept.TryGet(question, out var answer))
        {
            answer = await _kept.ReadAsync(question, () => store.ReadAsync(actor, db =>
            {
                Rights.Require(actor, right);
                return OneAsync(db, actor, modelName, number, ct);
            }, ct), found => actor.Token is null ? null : found.ModelId);
        }

        ModelAccess.Note(actor, modelName, answer.View.Model);
        return answer.View;
    }

    private static async Task<Answer> OneAsync(RegistryDbContext db, Actor actor, string modelName, int number, CancellationToken ct)
    {
        var found = await ListedVersion.Keyless(ListedVersion.Of(db.Named(actor, modelName), db.Versions.Where(version => version.Number == number)))
            .Staged(db).SingleOrDefaultAsync(ct);
        if (found is null)
        {
            throw VersionAccess.NotFound(await db.FindModelAsync(actor, modelName, ct), number.Text());
        }

        return new Answer((await ModelVersionViews.BuildAsync(db, [found], withAliases: true, ct))[0], found.Version.ModelId);
    }

    private readonly record struct Question(Guid? Token, string Model, int Number, Right Right);

    private sealed record Answer(ModelVersionView View, Guid ModelId);
}
