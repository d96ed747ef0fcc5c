using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Web.Components.Pages.Models;

/// <summary>
/// Which columns a list of versions has as long as nobody chose any: the kind of model and the framework where versions have them, then metrics: those that
/// most of the newest versions have, the primary one first and then the most telling; what would be mostly empty comes last. No more than fit.
/// </summary>
public static class VersionColumns
{
    public const int Most = 5;
    public const string Family = $"params.{VersionView.GroupParameter}";

    public static IReadOnlyList<VersionColumn> Of(IReadOnlyCollection<VersionView> newest, string? primary, MetricDefinitions definitions)
    {
        List<string> fields =
        [
            .. newest.Any(version => version.Parameters.ContainsKey(VersionView.GroupParameter)) ? [Family] : Array.Empty<string>(),
            .. newest.Any(version => version.Framework is not null) ? ["framework"] : Array.Empty<string>(),
            .. Metrics(newest, primary, definitions).Select(name => $"metrics.{name}"),
            "size", "created",
        ];
        return [.. fields.Select(field => VersionColumn.Of(field, definitions)).OfType<VersionColumn>()];
    }

    /// <summary>Whether a version says anything in that column.</summary>
    public static bool Has(VersionView version, VersionColumn column) => column.Metric is { } metric ? version.Metric(metric.Name) is not null
        : Text(version, column) is not null || column.Field is "size" or "created" or "createdBy";

    /// <summary>What stands in a column that holds text; null when the version has none.</summary>
    public static string? Text(VersionView version, VersionColumn column) => column.Field switch
    {
        "framework" => version.Framework,
        "dataset" => version.Dataset?.Name ?? version.Dataset?.Digest,
        "label" => version.Label,
        "description" => version.Description.Split('\n', 2)[0].Trim() is { Length: > 0 } line ? line : null,
        _ when column.Field.StartsWith("params.", StringComparison.Ordinal) => version.Parameters.GetValueOrDefault(column.Key),
        _ when column.Field.StartsWith("tags.", StringComparison.Ordinal) => version.Tags.GetValueOrDefault(column.Key),
        _ => null,
    };

    private static IEnumerable<string> Metrics(IReadOnlyCollection<VersionView> newest, string? primary, MetricDefinitions definitions)
    {
        var measured = newest.SelectMany(version => version.Metrics).CountBy(metric => metric.Name, StringComparer.Ordinal).ToDictionary();
        return definitions.InOrder(measured.Keys).OrderBy(name => 2 * measured[name] < newest.Count).ThenBy(name => name != primary).Take(Most);
    }
}
