using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Web.Components.Pages.Models;

/// <summary>
/// The order of a list of versions as its heads offer it: the first click on one brings the best, largest or newest up, the second turns it round.
/// </summary>
public static class VersionSort
{
    public const string Newest = "number desc";

    /// <summary>The field of a metric in the grammar.</summary>
    public static string Metric(MetricDefinition metric) => $"metrics.`{metric.Name}`";

    public static bool LargestFirst(MetricDefinition metric) => metric.HigherIsBetter != false;

    /// <summary>What a click on the head of this field asks for; null for what is shown without asking.</summary>
    public static string? Next(string? order, string field, bool largestFirst)
    {
        var (first, second) = largestFirst ? ($"{field} desc", field) : (field, $"{field} desc");
        var next = (order ?? Newest) == first ? second : first;
        return next == Newest ? null : next;
    }

    /// <summary>The value of <c>aria-sort</c> for the head of a field.</summary>
    public static string? Aria(string? order, string field) =>
        (order ?? Newest) == field ? "ascending" : (order ?? Newest) == $"{field} desc" ? "descending" : null;
}
