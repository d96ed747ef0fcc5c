using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Filters;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Versions;

/// <summary>
/// The fields of a version in the filter grammar. <c>metrics.x</c> is its current row (greatest step, then newest) on its own data
/// set, else the newest, as lists are sorted.
/// What a version does not have compares as false.
/// </summary>
internal static class VersionFilter
{
    public const string Fields = "number, label, description, status, framework, dataset, digest, stage, alias, created, createdBy, archived, quarantined, "
        + "tags.<key>, params.<name> or metrics.<name>";

    private static readonly HashSet<string> Attributes =
    [
        "number", "version", "label", "description", "status", "framework", "dataset", "digest", "stage", "alias", "created", "createdby", "archived",
        "quarantined",
    ];

    /// <summary>Whether a version has a field of this name.</summary>
    public static bool Has(FilterField field) =>
        field.Prefix is "tags" or "tag" or "params" or "param" or "parameters" or "metrics" or "metric"
        || (field.Attribute is { } name && Attributes.Contains(name));

    /// <summary>Those of the versions of one model that match.</summary>
    public static IQueryable<ModelVersion> Matching(this IQueryable<ModelVersion> versions, Guid model, string? filter, RegistryDbContext db)
    {
        var read = Filter.Read(filter, Has, Fields);
        return read.Node is { } node
            ? versions.Where(Predicates.Of<ModelVersion>(node, comparison => Condition(comparison, db, model)))
            : read.Words.Aggregate(versions, (found, word) => found.Where(Word(word, db)));
    }

    /// <summary>
    /// What a comparison asks of a version; refuses a field that versions do not have, at its place. Where all are of one model, its rows are found
    /// together by an index of that model; else each version is asked for its own.
    /// </summary>
    public static Expression<Func<ModelVersion, bool>> Condition(FilterComparison comparison, RegistryDbContext db, Guid? model = null)
    {
        var (field, texts) = (comparison.Field, new Comparing(db));
        return (field.Prefix, field.Attribute) switch
        {
            ("tags" or "tag", _) => Tag(comparison, db, FilterParser.Key(field, "a tag"), model),
            ("params" or "param" or "parameters", _) => Parameter(comparison, db, FilterParser.Key(field, "a parameter"), model),
            ("metrics" or "metric", _) => Metric(comparison, db, MetricKey(field), model),
            (_, "number" or "version") => Comparing.Numbers<ModelVersion>(comparison, version => version.Number),
            (_, "label") => Present(texts.Names<ModelVersion>(comparison, nameof(ModelVersion.Label), nameof(ModelVersion.NormalizedLabel),
                VersionLabel.Normalize), version => version.Label),
            (_, "description") => texts.Texts<ModelVersion>(comparison, nameof(ModelVersion.Description)),
            (_, "framework") => Present(texts.Texts<ModelVersion>(comparison, nameof(ModelVersion.Framework)), version => version.Framework),
            (_, "digest") => Present(texts.Texts<ModelVersion>(comparison, nameof(ModelVersion.Digest)), version => version.Digest),
            (_, "dataset") => Dataset(comparison, texts),
            (_, "created") => Comparing.Instants<ModelVersion>(comparison, version => version.CreatedAt),
            (_, "createdby") => texts.Names<ModelVersion>(comparison, nameof(ModelVersion.CreatedByName), nameof(ModelVersion.CreatedByName), name => name),
            (_, "status") => Comparing.Words(comparison, new Dictionary<string, Expression<Func<ModelVersion, bool>>>
            {
                ["READY"] = version => version.Status == VersionStatus.Ready,
                ["PENDING"] = version => version.Status == VersionStatus.Pending,
                ["FAILED"] = version => version.Status == VersionStatus.Failed,
            }),
            (_, "archived") => Comparing.Words(comparison, Truth<ModelVersion>(version => version.ArchivedAt != null)),
            (_, "quarantined") => Comparing.Words(comparison, Truth<ModelVersion>(version => db.Quarantines.Any(quarantine => quarantine.ReleasedAt == null
                && (quarantine.VersionId == version.Id || (version.Digest != null && quarantine.Digest == version.Digest)
                    || (version.ContentDigest != null && quarantine.ContentDigest == version.ContentDigest))))),
            (_, "stage") => Slot(comparison, db, SlotKind.Stage),
            (_, "alias") => Slot(comparison, db, SlotKind.Alias),
            _ => throw FilterParser.Refuse(field.Position, field.Length, Fields),
        };
    }

    /// <summary>Words may stand in the description, the label, the framework or a tag's value.</summary>
    internal static Expression<Func<ModelVersion, bool>> Word(string word, RegistryDbContext db)
    {
        var like = LikePattern.Exactly(word).ForLike.ToUpperInvariant();
        var pattern = $"%{like}%";
#pragma warning disable CA1304, CA1311 // the database's own upper case
        return version => EF.Functions.Like(version.Description.ToUpper(), pattern, LikePattern.Escape)
            || EF.Functions.Like(version.NormalizedLabel!, pattern, LikePattern.Escape)
            || EF.Functions.Like(version.Framework!.ToUpper(), pattern, LikePattern.Escape)
            || db.VersionTags.Any(tag => tag.VersionId == version.Id && EF.Functions.Like(tag.Value.ToUpper(), pattern, LikePattern.Escape));
#pragma warning restore CA1304, CA1311
    }

    private static Dictionary<string, Expression<Func<T, bool>>> Truth<T>(Expression<Func<T, bool>> condition) =>
        new() { ["true"] = condition, ["false"] = condition.Not() };

    private static Expression<Func<ModelVersion, bool>> Dataset(FilterComparison comparison, Comparing texts) =>
        Present(texts.Texts<ModelVersion>(comparison, nameof(ModelVersion.DatasetName)), version => version.DatasetName)
            .Or(Present(texts.Texts<ModelVersion>(comparison, nameof(ModelVersion.DatasetDigest)), version => version.DatasetDigest));

    private static Expression<Func<ModelVersion, bool>> Metric(FilterComparison comparison, RegistryDbContext db, string name, Guid? model)
    {
        var finite = Comparing.Numbers<Metric>(comparison, metric => metric.Stored);
        // An infinite value is beyond every number; what is no number compares as false (rule 21).
        NumberKind? beyond = comparison.Operator switch
        {
            FilterOperator.Greater or FilterOperator.GreaterOrEqual => NumberKind.PositiveInfinity,
            FilterOperator.Less or FilterOperator.LessOrEqual => NumberKind.NegativeInfinity,
            _ => null,
        };
        Expression<Func<Metric, bool>> isFinite = metric => metric.Kind == NumberKind.Finite;
        var condition = isFinite.And(finite);
        if (beyond is { } kind)
        {
            condition = condition.Or(metric => metric.Kind == kind);
        }

        var rows = db.Metrics.Where(metric => metric.Name == name).Where(condition);
        if (model is not { } only)
        {
            var listed = rows.Where(metric => metric.ListedIn != null);
            return version => listed.Any(metric => metric.VersionId == version.Id);
        }

        var ids = rows.Where(metric => metric.ListedIn == only).Select(metric => metric.VersionId);
        return version => ids.Contains(version.Id);
    }

    private static Expression<Func<ModelVersion, bool>> Tag(FilterComparison comparison, RegistryDbContext db, string key, Guid? model)
    {
        var rows = db.VersionTags.Where(tag => tag.Key == key).Where(new Comparing(db).Texts<VersionTag>(comparison, nameof(VersionTag.Value)));
        if (StartOf(comparison) is { } start)
        {
            rows = rows.Where(tag => tag.ValueStart == start);
        }

        if (model is not { } only)
        {
            return version => rows.Any(tag => tag.VersionId == version.Id);
        }

        var ids = rows.Where(tag => tag.ModelId == only).Select(tag => tag.VersionId);
        return version => ids.Contains(version.Id);
    }

    private static Expression<Func<ModelVersion, bool>> Parameter(FilterComparison comparison, RegistryDbContext db, string name, Guid? model)
    {
        var rows = db.VersionParameters.Where(parameter => parameter.Name == name)
            .Where(new Comparing(db).Texts<VersionParameter>(comparison, nameof(VersionParameter.Value)));
        if (StartOf(comparison) is { } start)
        {
            rows = rows.Where(parameter => parameter.ValueStart == start);
        }

        if (model is not { } only)
        {
            return version => rows.Any(parameter => parameter.VersionId == version.Id);
        }

        var ids = rows.Where(parameter => parameter.ModelId == only).Select(parameter => parameter.VersionId);
        return version => ids.Contains(version.Id);
    }

    /// <summary>What the values begin with that are equal to the one that is asked for; null where that says nothing.</summary>
    private static string? StartOf(FilterComparison comparison) =>
        comparison.Operator == FilterOperator.Equal ? IndexedText.StartOf(comparison.Value.Text) : null;

    private static Expression<Func<ModelVersion, bool>> Slot(FilterComparison comparison, RegistryDbContext db, SlotKind kind)
    {
        var rows = db.Filled(comparison, kind);
        return version => rows.Any(slot => slot.VersionId == version.Id);
    }

    /// <summary>The slots of that kind and name that are not empty.</summary>
    internal static IQueryable<Slot> Filled(this RegistryDbContext db, FilterComparison comparison, SlotKind kind) =>
        db.Slots.Where(slot => slot.Kind == kind && slot.VersionId != null).Where(
            new Comparing(db).Names<Slot>(comparison, nameof(Slots.Slot.Name), nameof(Slots.Slot.NormalizedName), SlotName.Normalize));

    private static Expression<Func<ModelVersion, bool>> Present(Expression<Func<ModelVersion, bool>> condition,
        Expression<Func<ModelVersion, string?>> column) => Expression.Lambda<Func<ModelVersion, bool>>(
            Expression.NotEqual(column.Body, Expression.Constant(null, typeof(string))), column.Parameters).And(condition);

    private static string MetricKey(FilterField field) => MetricName.Is(field.Key) ? field.Key
        : throw FilterParser.Refuse(field.Position, field.Length, "the name of a metric after the dot");
}
