namespace ModelRegistry.Core.Metrics;

/// <summary>One metric row as it is shown; <see cref="Dataset"/> is null when it is not known what was measured.</summary>
public sealed record MetricView(string Name, double Value, long Step, MetricDataset? Dataset, string? Source, DateTimeOffset At, string By)
{
    internal static MetricView Of(Metric metric) => new(metric.Name, metric.Value, metric.Step,
        metric.DatasetName is null && metric.DatasetDigest.Length == 0 ? null : new MetricDataset(metric.DatasetName, metric.DatasetDigest),
        metric.Source, metric.At, metric.ByName);
}
