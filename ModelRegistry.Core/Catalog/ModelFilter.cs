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
/// set, label, status, digest) is asked of the version that <see cref="Shown"/> names. Tags are the model's own.
/// </summary>
internal static class ModelFilter
{
    public const string Fields = "name, owner, description, created, updated, stage, alias, tags.<key>, or of its version in the last filled stage (else "
        + "its newest sealed one) label, status, framework, dataset, digest, params.<name> or metrics.<name>";

    private static readonly HashSet<string> Attributes = ["name", "owner", "description", "created", "updated", "stage", "alias"];
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

    /// <summary>
    /// The number of the version that speaks for its model: what is in the last of its filled stages, else its newest sealed version that is not archived.
    /// </summary>
    public static Expression<Func<Model, int?>> Shown(RegistryDbContext db) => model =>
        db.Slots.Where(slot => slot.ModelId == model.Id && slot.Kind == SlotKind.Stage && slot.VersionId != null)
            .OrderByDescending(slot => db.Stages.Where(stage => stage.NormalizedName == slot.NormalizedName
                    && (stage.ModelId == model.Id || stage.ModelId == null)).Max(stage => (int?)stage.Position) ?? -1)
            .ThenBy(slot => slot.NormalizedName)
            .Select(slot => slot.VersionNumber).FirstOrDefault()
        ?? db.Versions.Where(version => version.ModelId == model.Id && version.Status == VersionStatus.Ready && version.ArchivedAt == null)
            .OrderByDescending(version => version.Number).Select(version => (int?)version.Number).FirstOrDefault();

    /// <summary>The same with the model, to be joined with what is known of that version: so it is looked for once.</summary>
    public static IQueryable<ShownModel> WithShown(this IQueryable<Model> models, RegistryDbContext db)
    {
        var shown = Shown(db);
        var model = shown.Parameters[0];
        return models.Select(Expression.Lambda<Func<Model, ShownModel>>(Expression.MemberInit(Expression.New(typeof(ShownModel)),
            Expression.Bind(typeof(ShownModel).GetProperty(nameof(ShownModel.Model))!, model),
            Expression.Bind(typeof(ShownModel).GetProperty(nameof(ShownModel.Number))!, shown.Body)), model));
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
            case (_, "created"):
                return Comparing.Instants<Model>(comparison, model => model.CreatedAt);
            case (_, "updated"):
                return Comparing.Instants<Model>(comparison, model => model.UpdatedAt);
            case (_, "stage" or "alias"):
                var slots = db.Filled(comparison, field.Attribute == "stage" ? SlotKind.Stage : SlotKind.Alias);
                return model => slots.Any(slot => slot.ModelId == model.Id);
            default:
                return Has(field) ? OfShownVersion(comparison, db) : throw FilterParser.Refuse(field.Position, field.Length, Fields);
        }
    }

    private static Expression<Func<Model, bool>> OfShownVersion(FilterComparison comparison, RegistryDbContext db)
    {
        var versions = db.Versions.Where(VersionFilter.Condition(comparison, db));
        var shown = Shown(db);
        var model = shown.Parameters[0];
        // Not Any, as in VersionFilter.
        Expression<Func<Guid, int?, bool>> holds = (id, number) => versions.Where(version => version.ModelId == id && version.Number == number)
            .Select(version => (int?)version.Number).FirstOrDefault() != null;
        return Expression.Lambda<Func<Model, bool>>(holds.BodyWith(Expression.Property(model, nameof(Model.Id)), shown.Body), model);
    }
}

/// <summary>A model and the number of the version that speaks for it.</summary>
internal sealed class ShownModel
{
    public required Model Model { get; init; }

    public required int? Number { get; init; }
}
