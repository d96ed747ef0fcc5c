using ModelRegistry.Core.Compare;
using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Web.Components.Pages.Compare;

/// <summary>The heat maps of a comparison: numbers on another data set than the base's are left out, as everywhere.</summary>
public static class SliceMaps
{
    public static IReadOnlyList<SliceHeatMap> Of(Comparison comparison, MetricDefinitions definitions) => SliceHeatMap.Of(
        [.. comparison.Versions.Select((_, index) => (IReadOnlyDictionary<string, double>)comparison.Metrics
            .Where(metric => metric.Cells[index] is { Value: not null, Outcome: not (MetricOutcome.NotComparable or MetricOutcome.Missing) }
                || metric.Cells[index] is { Value: { } value } && !double.IsFinite(value))
            .ToDictionary(metric => metric.Definition.Name, metric => metric.Cells[index].Value!.Value, StringComparer.Ordinal))],
        name => definitions.For(name).HigherIsBetter);
}
