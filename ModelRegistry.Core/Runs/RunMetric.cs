using ModelRegistry.Core.Common;
using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Core.Runs;

/// <summary>What a list shows of a metric of a run, beside its points: the latest one (greatest step, then time, then value), extremes and how many.</summary>
[NotInLedger("what a run logged, which changes without events until a version is registered from it")]
public sealed class RunMetric
{
    public long RunKey { get; init; }

    public int MetricId { get; init; }

    public long Step { get; set; }

    public long Time { get; set; }

    public NumberKind Kind { get; set; }

    public double Stored { get; set; }

    /// <summary>The lowest finite value; null where there is none.</summary>
    public double? Lowest { get; set; }

    /// <summary>The highest finite value; null where there is none.</summary>
    public double? Highest { get; set; }

    public long Points { get; set; }
}
