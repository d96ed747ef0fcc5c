using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Runs;

/// <summary>The name of a metric, once for an experiment, so that points carry its number.</summary>
[NotInLedger("what a run logged, which changes without events until a version is registered from it")]
public sealed class MetricKey
{
    public int Id { get; init; }

    public int ExperimentId { get; init; }

    public string Name { get; init; } = "";
}
