using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Core.Compare;

/// <summary>The table of a comparison as rows for a file: everything, equal rows too.</summary>
public static class ComparisonTable
{
    public static IReadOnlyList<string> Columns(Comparison comparison) => [.. comparison.Versions.Select((_, index) => comparison.NameOf(index))];

    public static IEnumerable<ExportRow> Rows(Comparison comparison, MetricDefinitions definitions)
    {
        var metrics = comparison.Metrics.ToDictionary(metric => metric.Definition.Name, StringComparer.Ordinal);
        return definitions.InOrder(metrics.Keys)
            .Select(name => new ExportRow("Metric", name, [.. metrics[name].Cells.Select(cell => ExportCell.Of(cell.Value))]))
            .Concat(Texts("Parameter", comparison.Parameters)).Concat(Texts("Origin", comparison.Origin)).Concat(Texts("Tag", comparison.Tags))
            .Concat(Texts("File", comparison.Files));
    }

    private static IEnumerable<ExportRow> Texts(string section, IEnumerable<TextComparison> rows) =>
        rows.Select(row => new ExportRow(section, row.Name, [.. row.Cells.Select(ExportCell.Of)]));
}
