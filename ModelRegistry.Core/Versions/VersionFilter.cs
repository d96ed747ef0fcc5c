using System.Linq.Expressions;
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

    internal static readonly IReadOnlySet<string> Attributes = new HashSet<string>
    {
        "number", "version", "label", "description", "status", "framework", "dataset", "digest", "stage", "alias", "created", "createdby", "archived",
        "quarantined",
    };

    /// <summary>Whether a version has a field of this name.</summary>
    public static bool Has(FilterField field) =>
        field.Prefix is "tags" or "tag" or "params" or "param" or "parameters" or "metrics" or "metric"
        || (field.Attribute is { } name && Attributes.Contains(name));

    /// <summary>What was typed, by the fields of a version.</summary>
    public static Filter Read(string? filter) => Filter.Read(filter, Has, Fields);

    /// <summary>Those of the versions that match, each asked for what it holds.</summary>
    public static IQueryable<ModelVersion> Matching(this IQueryable<ModelVersion> versions, Filter filter, RegistryDbContext db) => filter.Node is { } node
        ? versions.Where(Predicates.Of<ModelVersion>(node, comparison => Condition(comparison, db)))
        : filter.Words.Aggregate(versions, (found, word) => found.Where(version => version.SearchText.Contains(word)));

    /// <summary>What a comparison asks of a version; refuses a field that versions do not have, at its place.</summary>
    public static Expression<Func<ModelVersion, bool>> Condition(FilterComparison comparison, RegistryDbContext db)
    {
        var (field, texts) = (comparison.Field, new Comparing(db));
        return (field.Prefix, field.Attribute) switch
        {
            ("tags" or "tag", _) => Tag(comparison, db, FilterParser.Key(field, "a tag")),
            ("params" or "param" or "parameters", _) => Parameter(comparison, db, FilterParser.Key(field, "a parameter")),
            ("metrics" or "metric", _) => Metric(comparison, db, MetricKey(field)),
            (_, "number" or "version") => Comparing.Integers<ModelVersion>(comparison, version => version.Number),
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
            (_, "quarantined") => Comparing.Words(comparison, Truth(db.Quarantined())),
            (_, "stage") => Slot(comparison, db, SlotKind.Stage),
            (_, "alias") => Slot(comparison, db, SlotKind.Alias),
            _ => throw FilterParser.Refuse(field.Position, field.Length, Fields),
        };
    }

    private static Dictionary<string, Expression<Func<T, bool>>> Truth<T>(Expression<Func<T, bool>> condition) =>
        new() { ["true"] = condition, ["false"] = condition.Not() };

    private static Expression<Func<ModelVersion, bool>> Dataset(FilterComparison comparison, Comparing texts) =>
        Present(texts.Texts<ModelVersion>(comparison, nameof(ModelVersion.DatasetName)), version => version.DatasetName)
            .Or(Present(texts.Texts<ModelVersion>(comparison, nameof(ModelVersion.DatasetDigest)), version => version.DatasetDigest));

    private static Expression<Func<ModelVersion, bool>> Metric(FilterComparison comparison, RegistryDbContext db, string name)
    {
        var rows = Measured(comparison, db, name);
        // Not Any: SQLite makes a join of that and then seeks by the value, not by the number of the version.
        return version => rows.Where(metric => metric.ListedIn == version.ModelId && metric.VersionNumber == version.Number)
            .Select(metric => (int?)metric.VersionNumber).FirstOrDefault() != null;
    }

    /// <summary>The rows of a metric that meet a comparison.</summary>
    internal static IQueryable<Metric> Measured(FilterComparison comparison, RegistryDbContext db, string name) =>
        db.Metrics.Where(metric => metric.Name == name).Where(MetricPlace.Meets(comparison));

    private static Expression<Func<ModelVersion, bool>> Tag(FilterComparison comparison, RegistryDbContext db, string key)
    {
        var rows = db.VersionTags.Where(tag => tag.Key == key).Where(new Comparing(db).Texts<VersionTag>(comparison, nameof(VersionTag.Value)));
        return version => rows.Any(tag => tag.VersionId == version.Id);
    }

    private static Expression<Func<ModelVersion, bool>> Parameter(FilterComparison comparison, RegistryDbContext db, string name)
    {
        var rows = db.VersionParameters.Where(parameter => parameter.Name == name)
            .Where(new Comparing(db).Texts<VersionParameter>(comparison, nameof(VersionParameter.Value)));
        return version => rows.Any(parameter => parameter.VersionId == version.Id);
    }

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

    internal static string MetricKey(FilterField field) => MetricName.Is(field.Key) ? field.Key
        : throw FilterParser.Refuse(field.Position, field.Length, "the name of a metric after the dot");
}
