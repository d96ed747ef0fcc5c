using ModelRegistry.Core.Common;
using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Core.Runs;

/// <summary>
/// One number that a run measured. All columns are its key: the same point again is the same row, and the rows of a metric lie by step, time and value.
/// There are very many, so nothing else is kept of one.
/// </summary>
[NotInLedger("what a run logged, which changes without events until a version is registered from it")]
public sealed class RunPoint
{
    public long RunKey { get; init; }

    public int MetricId { get; init; }

    public long Step { get; init; }

    /// <summary>Milliseconds since 1970, as the client says.</summary>
    public long Time { get; init; }

    public NumberKind Kind { get; init; }

    /// <inheritdoc cref="Metric.Stored"/>
    public double Stored { get; init; }
}
