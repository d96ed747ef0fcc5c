using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Web.Components.Pages.Models;

/// <summary>Which metrics become columns of a list of versions: the primary one, then the most telling of the newest versions.</summary>
public static class VersionColumns
{
    public const int Most = 6;

    public static IReadOnlyList<MetricDefinition> Of(IEnumerable<VersionView> newest, string? primary)
    {
        var names = newest.SelectMany(version => version.Metrics.Select(metric => metric.Name)).ToHashSet(StringComparer.Ordinal);
        var columns = new List<string>();
        while (names.Count > 0 && columns.Count < Most)
        {
            var next = columns.Count == 0 && primary is not null && names.Contains(primary)
                ? primary
                : MetricDefinitions.MostTelling(names) ?? names.Order(StringComparer.Ordinal).First();
            columns.Add(next);
            names.Remove(next);
        }

        return [.. columns.Select(MetricDefinitions.For)];
    }
}
