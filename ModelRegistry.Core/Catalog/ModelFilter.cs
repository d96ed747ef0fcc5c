using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Filters;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Catalog;

/// <summary>
/// The fields of a model in the filter grammar. A stage or alias is one that is filled now. What only versions have (metrics, parameters, framework, data
/// set, label, status, digest) is asked of the version that <see cref="Model.ShownNumber"/> names. Tags are the model's own.
/// </summary>
internal static class ModelFilter
{
    public const string Fields = "name, owner, collection, description, created, updated, stage, alias, tags.<key>, or of its version in the last filled stage "
        + "(else its newest sealed one) label, status, framework, dataset, digest, params.<name> or metrics.<name>";

    private static readonly HashSet<string> Attributes = ["name", "owner", "collection", "description", "created", "updated", "stage", "alias"];
    private static readonly HashSet<string> OfVersions = ["label", "status", "framework", "dataset", "digest"];

    public static bool Has(FilterField field) =>
        field.Prefix is "tags" or "tag" or "params" or "param" or "parameters" or "metrics" or "metric"
        || (field.Attribute is { } name && (Attributes.Contains(name) || OfVersions.Contains(name)));

    public static IQueryable<Model> Matching(this IQueryable<Model> models, string? filter, RegistryDbContext db)
    {
        var read = Filter.Read(filter, Has, Fields);
        return read.Node is { } node
            ? models.Where(Predicates.Of<Model>(node, comparison => Condition(comparison, db)))
            : read.Words.Aggregate(models, (found, word) => Word(found, word, db));
    }

    private static IQueryable<Model> Word(IQueryable<Model> models, string word, RegistryDbContext db)
    {
        var tagged = db.ModelTags.Where(tag => tag.NormalizedValue.Contains(word)).Select(tag => tag.ModelId);
        return models.Where(model => model.NormalizedName.Contains(word) || model.NormalizedDescription.Contains(word) || tagged.Contains(model.Id));
    }

    private static Expression<Func<Model, bool>> Condition(FilterComparison comparison, RegistryDbContext db)
    {
        var (field, texts) = (comparison.Field, new Comparing(db));
        switch ((field.Prefix, field.Attribute))
        {
            case ("tags" or "tag", _):
                var key = FilterParser.Key(field, "a tag");
                var tagged = db.ModelTags.Where(tag => tag.Key == key)
                    .Where(texts.Texts<ModelTag>(comparison, nameof(ModelTag.Value), nameof(ModelTag.NormalizedValue))).Select(tag => tag.ModelId);
                return model => tagged.Contains(model.Id);
            case (_, "name"):
                return texts.Names<Model>(comparison, nameof(Model.Name), nameof(Model.NormalizedName), ModelName.Normalize);
            case (_, "description"):
                return texts.Texts<Model>(comparison, nameof(Model.Description), nameof(Model.NormalizedDescription));
            case (_, "owner"):
                var owners = db.Users.Where(texts.Names<RegistryUser>(comparison, "Email", "NormalizedEmail", ModelName.Normalize)).Select(user => user.Id);
                return model => owners.Contains(model.OwnerId);
            case (_, "collection"):
                var paths = db.Collections.Where(texts.Names<Collection>(comparison, nameof(Collection.Path), nameof(Collection.NormalizedPath),
                    ModelName.Normalize)).Select(collection => collection.Id);
                var unlike = comparison.Operator is FilterOperator.NotEqual or FilterOperator.NotIn;
                var atRoot = unlike != comparison.Values.Any(value => value.Text == Collection.Root);
                return model => (atRoot && model.CollectionId == null) || (model.CollectionId != null && paths.Contains(model.CollectionId.Value));
            case (_, "created"):
                return Comparing.Instants<Model>(comparison, model => model.CreatedAt);
            case (_, "updated"):
                return Comparing.Instants<Model>(comparison, model => model.UpdatedAt);
            case (_, "stage" or "alias"):
                var slots = db.Filled(comparison, field.Attribute == "stage" ? SlotKind.Stage : SlotKind.Alias);
                return model => slots.Any(slot => slot.ModelId == model.Id);
            case ("metrics" or "metric", _):
                var measured = VersionFilter.Measured(comparison, db, VersionFilter.MetricKey(field));
                return model => measured.Where(row => row.ListedIn == model.Id && row.VersionNumber == model.ShownNumber)
                    .Select(row => (int?)row.VersionNumber).FirstOrDefault() != null;
            default:
                return Has(field) ? OfShownVersion(comparison, db) : throw FilterParser.Refuse(field.Position, field.Length, Fields);
        }
    }

    private static Expression<Func<Model, bool>> OfShownVersion(FilterComparison comparison, RegistryDbContext db)
    {
        var versions = db.Versions.Where(VersionFilter.Condition(comparison, db));
        // Not Any, as in VersionFilter.
        return model => versions.Where(version => version.ModelId == model.Id && version.Number == model.ShownNumber)
            .Select(version => (int?)version.Number).FirstOrDefault() != null;
    }
}
