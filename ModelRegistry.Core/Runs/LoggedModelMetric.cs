using ModelRegistry.Core.Common;
using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Core.Runs;

/// <summary>A point that a run measured of a logged model.</summary>
[NotInLedger("what a run logged, which changes without events until a version is registered from it")]
public sealed class LoggedModelMetric
{
    public long ModelKey { get; init; }

    public int MetricId { get; init; }

    public long Step { get; init; }

    public long Time { get; init; }

    public long RunKey { get; init; }

    public NumberKind Kind { get; init; }

    public double Stored { get; init; }

    public string? DatasetName { get; init; }

    public string? DatasetDigest { get; init; }
}
