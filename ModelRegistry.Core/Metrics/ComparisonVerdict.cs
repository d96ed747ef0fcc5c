using System.Text.Json.Serialization;

namespace ModelRegistry.Core.Metrics;

/// <summary>How one candidate fares against the base, for a sentence.</summary>
public sealed record ComparisonVerdict(int Version, int Better, int Worse, int Equal, int NotComparable, IReadOnlyList<string> LosesOn)
{
    /// <summary>The model of the candidate; left out where all are of one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Model { get; init; }

    /// <summary>Counts how metrics stand, by the one rule of <see cref="MetricOutcomes"/>.</summary>
    public static ComparisonVerdict Of(int version, IEnumerable<(string Metric, MetricOutcome Outcome)> outcomes)
    {
        var all = outcomes.ToList();
        int Count(MetricOutcome outcome) => all.Count(metric => metric.Outcome == outcome);
        return new ComparisonVerdict(version, Count(MetricOutcome.Better), Count(MetricOutcome.Worse), Count(MetricOutcome.Equal),
            Count(MetricOutcome.NotComparable), [.. all.Where(metric => metric.Outcome == MetricOutcome.Worse).Select(metric => metric.Metric)]);
    }
}
