using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Web.Components.Pages.Models;

/// <summary>
/// Which metrics become columns of a list of versions: the primary one, then the most telling of the newest versions, those first that most of
/// them have. No more than fit beside what else a row says.
/// </summary>
public static class VersionColumns
{
    public const int Most = 5;

    public static IReadOnlyList<MetricDefinition> Of(IReadOnlyCollection<VersionView> newest, string? primary, MetricDefinitions definitions)
    {
        var measured = newest.SelectMany(version => version.Metrics).CountBy(metric => metric.Name, StringComparer.Ordinal).ToDictionary();
        return
        [
            .. definitions.InOrder(measured.Keys).OrderBy(name => name != primary).ThenBy(name => 2 * measured[name] < newest.Count)
                .Take(Most).Select(definitions.For),
        ];
    }
}
