using ModelRegistry.Core.Compare;
using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Web.Components.Pages.Compare;

/// <summary>Rows of a comparison that are shown: all, or only those that differ; each section says how many it hides.</summary>
public sealed record CompareRows(Comparison Comparison, bool OnlyDifferences, MetricDefinitions Definitions)
{
    /// <summary>Beyond this many rows a comparison begins with the differences.</summary>
    public const int Few = 12;

    public IReadOnlyList<MetricComparison> Metrics { get; } = InOrder(Comparison.Metrics.Where(row => !OnlyDifferences || row.Differs), Definitions);

    public IReadOnlyList<TextComparison> Parameters { get; } = Filter(Comparison.Parameters, OnlyDifferences);

    public IReadOnlyList<TextComparison> Origin { get; } = Filter(Comparison.Origin.Where(row => row.Cells.Any(cell => cell is not null)), OnlyDifferences);

    public IReadOnlyList<TextComparison> Tags { get; } = Filter(Comparison.Tags, OnlyDifferences);

    public IReadOnlyList<TextComparison> Files { get; } = Filter(Comparison.Files, OnlyDifferences);

    public static bool StartsWithDifferences(Comparison comparison) =>
        comparison.Metrics.Count + comparison.Parameters.Count + comparison.Origin.Count + comparison.Tags.Count + comparison.Files.Count > Few;

    // The most telling metrics first, as everywhere.
    private static IReadOnlyList<MetricComparison> InOrder(IEnumerable<MetricComparison> rows, MetricDefinitions definitions)
    {
        var byName = rows.ToDictionary(row => row.Definition.Name, StringComparer.Ordinal);
        return [.. definitions.InOrder(byName.Keys).Select(name => byName[name])];
    }

    private static IReadOnlyList<TextComparison> Filter(IEnumerable<TextComparison> rows, bool onlyDifferences) =>
        [.. rows.Where(row => !onlyDifferences || row.Differs)];
}
