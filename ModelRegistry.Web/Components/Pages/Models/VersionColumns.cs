using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Web.Components.Pages.Models;

/// <summary>Which metrics become columns of a list of versions: the primary one, then the most telling of the newest versions.</summary>
public static class VersionColumns
{
    public const int Most = 6;

    public static IReadOnlyList<MetricDefinition> Of(IEnumerable<VersionView> newest, string? primary, MetricDefinitions definitions) =>
    [
        .. definitions.InOrder(newest.SelectMany(version => version.Metrics.Select(metric => metric.Name)).Distinct(StringComparer.Ordinal))
            .OrderBy(name => name != primary).Take(Most).Select(definitions.For),
    ];
}
