using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Web.Components.Pages.Versions;

/// <summary>A metric of a version beside the same metric of another one: on the same data set, or what it has on another.</summary>
public sealed record MetricRow(MetricDefinition Definition, MetricView Metric, MetricView? Before)
{
    public MetricOutcome Outcome => MetricOutcomes.Of(Definition, Metric, Before);
}

/// <summary>The current metrics of a version, the most telling first, with the sentence that sums them up.</summary>
public sealed record MetricRows(IReadOnlyList<MetricRow> Rows, string? Answer)
{
    /// <summary>Whether all were measured on the same data set, so that it need not be said in each row.</summary>
    public bool OneDataset => Rows.Select(row => row.Metric.Dataset).Distinct().Count() <= 1;

    public static MetricRows Of(VersionView version, VersionView? before, MetricDefinitions definitions)
    {
        var order = definitions.InOrder(version.Metrics.Select(metric => metric.Name).Distinct(StringComparer.Ordinal)).Index()
            .ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        var earlier = (before?.Metrics ?? []).ToLookup(metric => metric.Name, StringComparer.Ordinal);
        var rows = version.Metrics.OrderBy(metric => order[metric.Name])
            .Select(metric => new MetricRow(definitions.For(metric.Name), metric,
                earlier[metric.Name].OrderByDescending(other => MetricOutcomes.OnSameData(metric, other)).FirstOrDefault()))
            .ToList();
        var answer = before is null || rows.Count == 0 ? null
            : CompareSentences.Of(ComparisonVerdict.Of(version.Number, rows.Select(row => (row.Definition.Name, row.Outcome))), before.Number);
        return new MetricRows(rows, answer);
    }
}
