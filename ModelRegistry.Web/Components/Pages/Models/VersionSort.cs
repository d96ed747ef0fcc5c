using ModelRegistry.Core.Metrics;
using ModelRegistry.Web.Components.Shared;

namespace ModelRegistry.Web.Components.Pages.Models;

/// <summary>The order of a list of versions as its heads offer it.</summary>
public static class VersionSort
{
    public static readonly ListSort List = new("number desc", "", " desc");

    /// <summary>The field of a metric in the grammar.</summary>
    public static string Metric(MetricDefinition metric) => $"metrics.`{metric.Name}`";

    public static bool LargestFirst(MetricDefinition metric) => metric.HigherIsBetter != false;
}
