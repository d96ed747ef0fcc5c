using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Web.Components.Pages.Compare;

/// <summary>What a number is bought with.</summary>
public static class TradeOff
{
    /// <summary>What people mean when they ask what a version costs, in this order.</summary>
    public static readonly IReadOnlyList<string> Costs = ["latency_ms", "inference_us_per_row", "model_size_kb", "train_seconds"];

    /// <summary>The metric to show a metric against: a cost that was measured, else the next one that tells most.</summary>
    public static string CostBeside(string metric, IReadOnlyList<string> names, MetricDefinitions definitions) =>
        Costs.FirstOrDefault(cost => cost != metric && names.Contains(cost))
        ?? names.FirstOrDefault(name => name != metric && definitions.Knows(name)) ?? names.FirstOrDefault(name => name != metric) ?? metric;
}
