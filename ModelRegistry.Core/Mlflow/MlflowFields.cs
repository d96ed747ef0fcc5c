using System.Globalization;
using System.Linq.Expressions;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Filters;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Mlflow;

/// <summary>
/// What fields mean in a filter of MLflow's clients: the name of a model minds the case, a tag that is not there meets no comparison, and prompts, which
/// MLflow keeps as models with a tag, are found only by who asks for them.
/// </summary>
internal static class MlflowFields
{
    private static readonly FilterOperator[] TextOperators = [FilterOperator.Equal, FilterOperator.NotEqual, FilterOperator.Like, FilterOperator.ILike];

    public static IQueryable<Model> Matching(this IQueryable<Model> models, IReadOnlyList<FilterComparison> clauses, RegistryDbContext db)
    {
        var prompts = db.ModelTags.Where(tag => tag.Key == PromptTags.IsPrompt && tag.Value == "true").Select(tag => tag.ModelId);
        models = AsksForPrompts(clauses) ? models.Where(model => prompts.Contains(model.Id)) : models.Where(model => !prompts.Contains(model.Id));
        return clauses.Where(clause => !IsAboutPrompts(clause)).Aggregate(models, (found, clause) => found.Where(Condition(clause, db)));
    }

    /// <summary>The models whose versions are asked for, by their names.</summary>
    public static IQueryable<Model> Named(this IQueryable<Model> models, IReadOnlyList<FilterComparison> clauses, RegistryDbContext db) =>
        clauses.Where(IsName).Aggregate(models, (found, clause) => found.Where(Name(clause, db)));

    /// <summary>What else is asked of versions.</summary>
    public static IQueryable<ModelVersion> Matching(this IQueryable<ModelVersion> versions, IReadOnlyList<FilterComparison> clauses, RegistryDbContext db)
    {
        // Of each version by itself: no index holds a tag of all versions.
        var prompts = db.VersionTags.Where(tag => tag.Key == PromptTags.IsPrompt && tag.Value == "true");
        versions = AsksForPrompts(clauses)
            ? versions.Where(version => prompts.Any(tag => tag.VersionId == version.Id))
            : versions.Where(version => !prompts.Any(tag => tag.VersionId == version.Id));
        return clauses.Where(clause => !IsAboutPrompts(clause) && !IsName(clause)).Aggregate(versions, (found, clause) => found.Where(OfVersion(clause, db)));
    }

    /// <summary>Whether all that is found belongs to one model.</summary>
    public static bool IsOfOneModel(IReadOnlyList<FilterComparison> clauses) =>
        clauses.Any(clause => IsName(clause) && clause.Operator == FilterOperator.Equal);

    private static bool IsName(FilterComparison clause) => clause.Field is { Attribute: "name", Prefix: "" or "attribute" };

    private static bool IsTag(FilterField field) => field.Prefix is "tag" or "tags";

    private static bool IsAboutPrompts(FilterComparison clause) =>
        IsTag(clause.Field) && clause.Field.Key == PromptTags.IsPrompt && clause.Operator is FilterOperator.Equal or FilterOperator.NotEqual
        && clause.Value.Text is "true" or "false";

    private static bool AsksForPrompts(IReadOnlyList<FilterComparison> clauses) =>
        clauses.Any(clause => IsAboutPrompts(clause) && clause.Operator == FilterOperator.Equal == (clause.Value.Text == "true"));

    private static Expression<Func<Model, bool>> Condition(FilterComparison clause, RegistryDbContext db)
    {
        if (!IsTag(clause.Field))
        {
            return Name(clause, db);
        }

        var key = Key(clause);
        var tagged = db.ModelTags.Where(tag => tag.Key == key)
            .Where(new Comparing(db).Texts<ModelTag>(clause, nameof(ModelTag.Value), nameof(ModelTag.NormalizedValue))).Select(tag => tag.ModelId);
        return model => tagged.Contains(model.Id);
    }

    private static Expression<Func<Model, bool>> Name(FilterComparison clause, RegistryDbContext db)
    {
        if (!IsName(clause))
        {
            throw MlflowClauses.Refuse(clause, "the attribute name, or a tag such as tags.team");
        }

        MlflowClauses.RequireOperator(clause, TextOperators);
        MlflowClauses.RequireTexts(clause);
        var same = new Comparing(db).Texts<Model>(clause, nameof(Model.Name), nameof(Model.NormalizedName));
        if (clause.Operator != FilterOperator.Equal)
        {
            return same;
        }

        // By the index of names without case first, of which there is one.
        var normalized = ModelName.TryNormalize(clause.Value.Text) ?? "";
        return same.And(model => model.NormalizedName == normalized);
    }

    private static Expression<Func<ModelVersion, bool>> OfVersion(FilterComparison clause, RegistryDbContext db)
    {
        if (IsTag(clause.Field))
        {
            var key = Key(clause);
            var tags = db.VersionTags.Where(tag => tag.Key == key).Where(new Comparing(db).Texts<VersionTag>(clause, nameof(VersionTag.Value)));
            return version => tags.Any(tag => tag.VersionId == version.Id);
        }

        switch (clause.Field.Prefix is "" or "attribute" ? clause.Field.Attribute : null)
        {
            case "run_id":
                return Run(clause, db);
            case "source_path":
                MlflowClauses.RequireOperator(clause, TextOperators);
                MlflowClauses.RequireTexts(clause);
                return new Comparing(db).Texts<ModelVersion>(clause, nameof(ModelVersion.SourceUri)).And(version => version.SourceUri != null);
            case "version_number":
                return Comparing.Integers<ModelVersion>(Unquoted(clause), version => version.Number);
            default:
                throw MlflowClauses.Refuse(clause, "one of the attributes name, run_id, source_path and version_number, or a tag such as tags.team");
        }
    }

    private static Expression<Func<ModelVersion, bool>> Run(FilterComparison clause, RegistryDbContext db)
    {
        MlflowClauses.RequireOperator(clause, [.. TextOperators, FilterOperator.In]);
        MlflowClauses.RequireTexts(clause);
        if (clause.Operator is FilterOperator.Equal or FilterOperator.In)
        {
            var runs = clause.Values.Select(value => (string?)value.Text).Distinct().ToArray();
            return version => runs.Contains(version.SourceRunId); // each a parameter: SQL Server compares no text with a list in one
        }

        return new Comparing(db).Texts<ModelVersion>(clause, nameof(ModelVersion.SourceRunId)).And(version => version.SourceRunId != null);
    }

    /// <summary>A number in quotes is taken as one.</summary>
    private static FilterComparison Unquoted(FilterComparison clause)
    {
        MlflowClauses.RequireOperator(clause, FilterOperator.Equal, FilterOperator.NotEqual, FilterOperator.Less, FilterOperator.LessOrEqual,
            FilterOperator.Greater, FilterOperator.GreaterOrEqual);
        return clause.Value.Number is null && double.TryParse(clause.Value.Text, NumberStyles.Float, PageToken.Culture, out var number)
            ? clause with { Values = [clause.Value with { Number = number }] }
            : clause;
    }

    private static string Key(FilterComparison clause)
    {
        MlflowClauses.RequireOperator(clause, TextOperators);
        MlflowClauses.RequireTexts(clause);
        return Text.IsKey(clause.Field.Key) ? clause.Field.Key : throw MlflowClauses.Refuse(clause, "the key of a tag after the dot");
    }
}
