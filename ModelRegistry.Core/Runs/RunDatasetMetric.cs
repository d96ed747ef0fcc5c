using ModelRegistry.Core.Common;
using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Core.Runs;

/// <summary>The latest point of a metric that a run measured on a data set that it named.</summary>
[NotInLedger("what a run logged, which changes without events until a version is registered from it")]
public sealed class RunDatasetMetric
{
    public long RunKey { get; init; }

    public int MetricId { get; init; }

    public string DatasetDigest { get; init; } = "";

    public string DatasetName { get; set; } = "";

    public long Step { get; set; }

    public long Time { get; set; }

    public NumberKind Kind { get; set; }

    public double Stored { get; set; }
}
