using System.Text.Json.Serialization;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Compare;

/// <summary>One number of a comparison; <see cref="Delta"/> is candidate minus base, null unless both are finite and comparable.</summary>
public sealed record ComparedMetric(
    double? Value, string? DatasetDigest, [property: JsonPropertyName("standing")] MetricOutcome Outcome, double? Delta, bool Best)
{
    /// <summary>What the difference is worth, where both versions keep what their numbers were made of; left out where the number stands alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MetricCertainty? Certainty { get; init; }

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

/// <summary>Versions side by side; <see cref="Model"/> and <see cref="Base"/> name the one that the others are measured against.</summary>
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
    /// <summary>The place of the base among the versions.</summary>
    [JsonIgnore]
    public int BaseIndex { get; init; }

    [JsonIgnore]
    public bool HasSeveralModels { get; init; }

    /// <summary>Versions that were asked for and are not there, as <c>model:number</c>; left out when all are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Missing { get; init; }

    /// <summary>What a version is called beside the others: <c>v8</c>, or <c>digits v8</c> among versions of several models.</summary>
    public string NameOf(int index) => HasSeveralModels ? $"{Versions[index].Model} v{Versions[index].Number.Text()}" : $"v{Versions[index].Number.Text()}";

    /// <summary>Whether a candidate is better than the base, in words and numbers, for each candidate.</summary>
    public IEnumerable<NumberVerdict> AllInNumbers(MetricDefinitions definitions) =>
        Versions.Index().Where(version => version.Index != BaseIndex).Select(version => InNumbersAt(version.Index, definitions));

    /// <summary>The same for a version of the base's model.</summary>
    public NumberVerdict InNumbers(int version, MetricDefinitions definitions) =>
        InNumbersAt(Versions.TakeWhile(shown => shown.Number != version).Count(), definitions);

    private NumberVerdict InNumbersAt(int index, MetricDefinitions definitions)
    {
        var byName = Metrics.ToDictionary(metric => metric.Definition.Name, metric => metric.Cells[index]);
        return NumberVerdict.Of(Versions[index].Number, Base, [.. definitions.InOrder(byName.Keys).Select(name => Number(name, byName[name]))]) with
        {
            Names = HasSeveralModels ? (NameOf(index), NameOf(BaseIndex)) : null,
        };
    }

    private static ComparedNumber Number(string name, ComparedMetric cell) => new(name, cell.Outcome, cell.Value, cell.Baseline);
}
