namespace ModelRegistry.Core.Metrics;

/// <summary>
/// A metric to append. <see cref="Dataset"/> left out means the version's own data set; NaN and the infinities are legal values.
/// </summary>
public sealed record NewMetric(string Name, double Value, long Step = 0, MetricDataset? Dataset = null, string? Source = null)
{
    /// <summary>Most metrics that one call may append.</summary>
    public const int MaxPerCall = 1_000;
}

/// <summary>What a metric was measured on.</summary>
public sealed record MetricDataset(string? Name, string? Digest)
{
    public const int NameMaxLength = 500;
    public const int DigestMaxLength = 100;
}
