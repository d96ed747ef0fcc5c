using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Filters;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Catalog;

/// <summary>Reads models for pages and the API; every list goes through the visibility filter and pages by keyset.</summary>
public sealed class ModelQueries(RegistryStore store)
{
    /// <summary>How many of the latest versions a list's spark line covers.</summary>
    public const int SparkVersions = 24;

    public Task<Page<ModelView>> ListAsync(ModelSearch search, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var order = ModelOrder.Read(search.OrderBy, search.Question(actor), db);
            var size = PageToken.Size(search.PageSize);
            var models = db.Models.VisibleTo(actor).Matching(search.Filter, db);
            if (search.Version is { } number)
            {
                models = models.Where(model => db.Versions.Any(version => version.ModelId == model.Id && version.Number == number));
            }

            var rows = await Rows(db, order.Page(models.Ordered(search.OrderBy, db), search.PageToken).Take(size + 1), order.Values).ToListAsync(ct);
            var page = rows.Take(size).ToList();
            var views = await ViewsAsync(db, page, ct);
            return new Page<ModelView>(views, rows.Count > size ? order.Token(page[^1].Keys) : null);
        }, ct);

    /// <summary>Those that changed last, newest change first, without their tags and slots.</summary>
    public Task<IReadOnlyList<ModelView>> LatestAsync(int most, Actor actor, CancellationToken ct) =>
        store.ReadAsync<IReadOnlyList<ModelView>>(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var rows = await Rows(db, db.Models.VisibleTo(actor).OrderByDescending(model => model.UpdatedAt)
                .ThenByDescending(model => model.NormalizedName).Take(most)).ToListAsync(ct);
            return [.. rows.Select(row => View(row.Model, row.Owner, row.Collection, row.Latest, [], []))];
        }, ct);

    public Task<ModelView> GetAsync(string name, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var rows = await (
                from model in Rows(db, db.Named(actor, name))
                join slot in db.Slots.Where(slot => slot.VersionId != null) on model.Model.Id equals slot.ModelId into slots
                from slot in slots.DefaultIfEmpty()
                orderby slot.Kind == SlotKind.Stage ? 0 : 1, slot.NormalizedName
                select new { Row = model, Slot = slot }).ToListAsync(ct);
            var row = rows.Count == 0 ? throw ModelAccess.NotFound(name) : rows[0].Row;
            await db.RememberAsync(actor, name, row.Model); // the other reads of its page find it
            ModelAccess.Note(actor, name, row.Model.Name);
            var tags = await db.ModelTags.Where(tag => tag.ModelId == row.Model.Id).ToListAsync(ct);
            var occupied = rows.Select(found => found.Slot).OfType<Slot>()
                .Select(slot => new OccupiedSlot(row.Model.Id, slot.VersionId!.Value, slot.Name, slot.VersionNumber!.Value));
            return WithCard(View(row.Model, row.Owner, row.Collection, row.Latest, tags, occupied), row.Model);
        }, ct);

    /// <summary>
    /// Who would see a restricted model of this owner now, in this collection: the owner, admins, auditors, and who holds a grant that reaches it. The
    /// first twenty by name. Of a <paramref name="model"/> that is there (null: one to be registered) for who may edit it.
    /// </summary>
    public Task<RestrictedViewers> SeeingRestrictedAsync(string owner, string? model, string? collection, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var found = model is null ? null : await db.FindModelAsync(actor, model, ct);
            if (found is not null)
            {
                Rights.Require(actor, Right.EditModel, found.Place);
            }

            var place = string.IsNullOrWhiteSpace(collection) ? null : await db.FindCollectionAsync(actor, collection, "collection", ct);
            var normalized = owner.Trim().ToUpperInvariant();
            var owners = db.Users.Where(user => user.NormalizedEmail == normalized).Select(user => user.Id);
            var people = ModelViewers.OfRestricted(db, owners, found?.Id, place?.Id);
            var first = await people.OrderBy(user => user.NormalizedEmail == normalized ? 0 : 1).ThenBy(user => user.NormalizedEmail)
                .Take(RestrictedViewers.Shown + 1).Select(user => user.Email!).ToListAsync(ct);
            var count = first.Count <= RestrictedViewers.Shown ? first.Count : await people.CountAsync(ct);
            return new RestrictedViewers([.. first.Take(RestrictedViewers.Shown)], count);
        }, ct);

    /// <summary>The primary metric of each named model over its latest versions, oldest first, in one query for a whole page of a list.</summary>
    public Task<IReadOnlyDictionary<string, IReadOnlyList<SparkPoint>>> SparksAsync(IReadOnlyList<string> names, Actor actor, CancellationToken ct) =>
        store.ReadAsync<IReadOnlyDictionary<string, IReadOnlyList<SparkPoint>>>(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            // By what is indexed: the rows that lists go by, one of each version.
            var folded = names.Select(ModelName.Normalize).ToArray();
            var rows = await (
                from model in db.Models.VisibleTo(actor)
                where folded.Contains(model.NormalizedName)
                join metric in db.Metrics on (Guid?)model.Id equals metric.ListedIn
                where metric.Name == (model.ChosenMetric ?? model.DefaultMetric) && metric.VersionNumber > model.LastVersionNumber - SparkVersions
                    && metric.Kind == NumberKind.Finite
                join version in db.Versions on new { ModelId = model.Id, Number = metric.VersionNumber } equals new { version.ModelId, version.Number }
                where version.ArchivedAt == null
                orderby model.Name, version.Number
                select new { model.Name, version.Number, metric.Stored }).ToListAsync(ct);
            return rows.GroupBy(row => row.Name).ToDictionary(
                group => group.Key, group => (IReadOnlyList<SparkPoint>)[.. group.Select(row => new SparkPoint(row.Number, row.Stored))]);
        }, ct);

    /// <summary>The newest version that is not archived, else the newest; null when there is none.</summary>
    internal static async Task<int?> LatestVersionAsync(RegistryDbContext db, Guid modelId, CancellationToken ct)
    {
        var newest = db.Versions.Where(version => version.ModelId == modelId).OrderByDescending(version => version.Number);
        return await newest.Where(version => version.ArchivedAt == null).Select(version => (int?)version.Number).FirstOrDefaultAsync(ct)
            ?? await newest.Select(version => (int?)version.Number).FirstOrDefaultAsync(ct);
    }

    private static IQueryable<ModelRow> Rows(RegistryDbContext db, IQueryable<Model> models) =>
        Rows(db, models.Select(model => new OrderedModel { Model = model, Measured = null }), _ => new object[0]);

    /// <summary>
    /// What is shown of models. It is joined to them, so that a page is cut first: in the columns of the same query the database would look it up for each
    /// model that is sorted.
    /// </summary>
    private static IQueryable<ModelRow> Rows(RegistryDbContext db, IQueryable<OrderedModel> models, Expression<Func<OrderedModel, object[]>> keys)
    {
        var shown = models.Join(db.Models, row => row.Model.Id, model => model.Id, (row, model) => new { Row = row, Model = model })
            .Join(db.Users, row => row.Model.OwnerId, user => user.Id, (row, user) => new ShownRow { Row = row.Row, Model = row.Model, Owner = user.Email! });
        Expression<Func<ShownRow, object[], ModelRow>> read = (row, values) => new ModelRow
        {
            Model = row.Model,
            Keys = values,
            Owner = row.Owner,
            Collection = db.Collections.Where(found => found.Id == row.Model.CollectionId).Select(found => found.Path).FirstOrDefault(),
            Latest = db.Versions.Where(version => version.ModelId == row.Model.Id && version.ArchivedAt == null)
                .OrderByDescending(version => version.Number).Select(version => (int?)version.Number).FirstOrDefault()
                ?? db.Versions.Where(version => version.ModelId == row.Model.Id).OrderByDescending(version => version.Number)
                    .Select(version => (int?)version.Number).FirstOrDefault(),
        };
        var row = read.Parameters[0];
        return shown.Select(Expression.Lambda<Func<ShownRow, ModelRow>>(
            read.BodyWith(row, keys.BodyWith(Expression.Property(row, nameof(ShownRow.Row)))), row));
    }

    private static async Task<List<ModelView>> ViewsAsync(RegistryDbContext db, List<ModelRow> rows, CancellationToken ct)
    {
        var ids = rows.Select(row => row.Model.Id).ToArray();
        var tags = (await db.ModelTags.Where(tag => ids.Contains(tag.ModelId)).ToListAsync(ct)).ToLookup(tag => tag.ModelId);
        var slots = await db.OccupiedOfModelsAsync(ids, ct);
        return [.. rows.Select(row => View(row.Model, row.Owner, row.Collection, row.Latest, tags[row.Model.Id], slots[row.Model.Id]))];
    }

    internal static ModelView View(Model model, string owner, string? collection, int? latest, IEnumerable<ModelTag> tags, IEnumerable<OccupiedSlot> slots) =>
        new(model.Name, model.Description, owner,
            tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).ToDictionary(tag => tag.Key, tag => tag.Value),
            model.Restricted, model.PrimaryMetric, latest,
            slots.ToDictionary(slot => slot.Name, slot => slot.VersionNumber), model.CreatedAt, model.CreatedByName, model.UpdatedAt)
        {
            Collection = collection ?? Collection.Root,
            Closed = model.Closed,
        };

    internal static ModelView WithCard(ModelView view, Model model) => view with { Card = model.Card, CardVersion = model.CardVersion };

    private sealed class ShownRow
    {
        public required OrderedModel Row { get; init; }

        public required Model Model { get; init; }

        public required string Owner { get; init; }
    }

    private sealed class ModelRow
    {
        public required Model Model { get; init; }

        /// <summary>By which the list goes on after it.</summary>
        public required object[] Keys { get; init; }

        public required string Owner { get; init; }

        /// <summary>Its path; null for the root.</summary>
        public required string? Collection { get; init; }

        public required int? Latest { get; init; }
    }
}

public sealed record SparkPoint(int Version, double Value);
