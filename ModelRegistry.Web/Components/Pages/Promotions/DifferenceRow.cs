using ModelRegistry.Core.Compare;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Versions;
using ModelRegistry.Web.Components.Pages.Compare;

namespace ModelRegistry.Web.Components.Pages.Promotions;

/// <summary>A metric of the version to be promoted beside the occupant's number that it is measured against.</summary>
public sealed record DifferenceRow(MetricDefinition Definition, double? Value, double? Baseline, MetricOutcome Outcome)
{
    /// <summary>The most telling first, as everywhere.</summary>
    public static IReadOnlyList<DifferenceRow> Of(VersionView version, Comparison? against, MetricDefinitions definitions) => against is null
        ? [.. definitions.InOrder(version.Metrics.Select(metric => metric.Name).Distinct()).Select(name => Alone(version, name, definitions))]
        : [.. new CompareRows(against, OnlyDifferences: false, definitions).Metrics.Select(Beside)];

    /// <summary>Whether the version is better than the occupant, in words and numbers; null where the stage is empty.</summary>
    public static NumberVerdict? VerdictOf(VersionView version, Comparison? against, MetricDefinitions definitions) =>
        against?.InNumbers(version.Number, definitions);

    /// <summary>What the title says of the data set when every compared number was measured on one and the same.</summary>
    public static string DatasetOf(Comparison against)
    {
        var cells = against.Metrics.Select(metric => metric.Cells[1]).Where(cell => cell.Outcome != MetricOutcome.Missing).ToList();
        var digests = cells.Select(cell => cell.DatasetDigest).Distinct().ToList();
        return digests is [{ Length: > 0 } digest] && cells.TrueForAll(cell =>
            cell.Outcome != MetricOutcome.NotComparable || cell.Value is { } value && !double.IsFinite(value))
            ? $" · same data set ✓ {against.Versions[1].Dataset?.Name} {digest[..Math.Min(12, digest.Length)]}"
            : "";
    }

    private static DifferenceRow Alone(VersionView version, string name, MetricDefinitions definitions) =>
        new(definitions.For(name), version.Metric(name)?.Value, null, MetricOutcome.Missing);

    private static DifferenceRow Beside(MetricComparison metric)
    {
        var (occupant, candidate) = (metric.Cells[0], metric.Cells[1]);
        return new DifferenceRow(metric.Definition, candidate.Value, candidate.Delta is { } delta ? candidate.Value - delta : occupant.Value,
            candidate.Outcome);
    }
}
