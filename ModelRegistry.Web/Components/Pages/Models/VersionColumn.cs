using ModelRegistry.Core.Filters;
using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Web.Components.Pages.Models;

/// <summary>
/// A column of a list of versions: a field of the grammar (<c>metrics.accuracy</c>, <c>tags.cost centre</c>, <c>size</c>) and what its head says.
/// <see cref="Metric"/> is how the numbers of a metric are read.
/// </summary>
public sealed record VersionColumn(string Field, string Title, MetricDefinition? Metric = null)
{
    /// <summary>Columns without a key that there are, whatever was registered.</summary>
    public static IReadOnlyList<(string Field, string Title)> Fixed { get; } =
    [
        ("framework", "Framework"), ("size", "Size"), ("created", "Registered"), ("createdBy", "Registered by"), ("dataset", "Data set"),
        ("label", "Label"), ("description", "Description"),
    ];

    public bool IsNumber => Metric is not null || Field is "size" or "created";

    /// <summary>The field of the order that its head sorts by; null when the list cannot be sorted by it.</summary>
    public string? SortField => Metric is { } metric ? VersionSort.Metric(metric)
        : Field is "createdBy" or "dataset" or "description" ? null : ColumnList.Field(Field);

    public bool LargestFirst => Metric is { } metric ? VersionSort.LargestFirst(metric) : Field is "size" or "created";

    /// <summary>The key behind the dot of a parameter or tag.</summary>
    public string Key => Field[(Field.IndexOf('.', StringComparison.Ordinal) + 1)..];

    public static VersionColumn OfMetric(MetricDefinition metric) => new($"metrics.{metric.Name}", metric.Name, metric);

    /// <summary>The column of a field; null when no version can have it.</summary>
    public static VersionColumn? Of(string field, MetricDefinitions definitions)
    {
        var (prefix, key) = field.Split('.', 2) is [var before, { Length: > 0 } after] ? (before, after) : ("", field);
        return prefix switch
        {
            "metrics" => OfMetric(definitions.For(key)),
            "params" => new VersionColumn(field, field == VersionColumns.Family ? "Family" : key),
            "tags" => new VersionColumn(field, key),
            _ => Fixed.FirstOrDefault(known => known.Field == field) is { Field: not null } known ? new VersionColumn(known.Field, known.Title) : null,
        };
    }
}
