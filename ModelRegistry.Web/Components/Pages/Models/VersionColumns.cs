using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Web.Components.Pages.Models;

/// <summary>
/// Which metrics become columns of a list of versions: those that most of the newest versions have, the primary one first and then the most telling;
/// what would be mostly empty comes last. No more than fit beside what else a row says.
/// </summary>
public static class VersionColumns
{
    public const int Most = 5;

    public static IReadOnlyList<MetricDefinition> Of(IReadOnlyCollection<VersionView> newest, string? primary, MetricDefinitions definitions)
    {
        var measured = newest.SelectMany(version => version.Metrics).CountBy(metric => metric.Name, StringComparer.Ordinal).ToDictionary();
        return
        [
            .. definitions.InOrder(measured.Keys).OrderBy(name => 2 * measured[name] < newest.Count).ThenBy(name => name != primary)
                .Take(Most).Select(definitions.For),
        ];
    }
}
