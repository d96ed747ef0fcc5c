using System.Text.Json.Serialization;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Compare;

/// <summary>One number of a comparison; <see cref="Delta"/> is candidate minus base, null unless both are finite and comparable.</summary>
public sealed record ComparedMetric(
    double? Value, string? DatasetDigest, [property: JsonPropertyName("standing")] MetricOutcome Outcome, double? Delta, bool Best)
{
    /// <summary>The base's number that this one is measured against; null where there is none.</summary>
    [JsonIgnore]
    public double? Baseline => Value - Delta;
}

/// <summary>A metric row: one cell per version, in the versions' order.</summary>
public sealed record MetricComparison(MetricDefinition Definition, IReadOnlyList<ComparedMetric> Cells)
{
    public bool Differs => Cells.Any(cell => cell.Outcome is not (MetricOutcome.Equal or MetricOutcome.Base));
}

/// <summary>A row of texts: parameters, tags, data set, files (their SHA-256). Null where the version has none.</summary>
public sealed record TextComparison(string Name, IReadOnlyList<string?> Cells)
{
    public bool Differs => Cells.Distinct().Count() > 1;
}

/// <summary>Versions of one model side by side.</summary>
public sealed record Comparison(
    string Model,
    int Base,
    IReadOnlyList<VersionView> Versions,
    IReadOnlyList<ComparisonVerdict> Verdicts,
    IReadOnlyList<MetricComparison> Metrics,
    IReadOnlyList<TextComparison> Parameters,
    IReadOnlyList<TextComparison> Origin,
    IReadOnlyList<TextComparison> Tags,
    IReadOnlyList<TextComparison> Files)
{
    /// <summary>Whether a candidate is better than the base, in words and numbers.</summary>
    public NumberVerdict InNumbers(int version, MetricDefinitions definitions)
    {
        var index = Versions.TakeWhile(shown => shown.Number != version).Count();
        var byName = Metrics.ToDictionary(metric => metric.Definition.Name, metric => metric.Cells[index]);
        return NumberVerdict.Of(version, Base, [.. definitions.InOrder(byName.Keys).Select(name => Number(name, byName[name]))]);
    }

    private static ComparedNumber Number(string name, ComparedMetric cell) => new(name, cell.Outcome, cell.Value, cell.Baseline);
}
