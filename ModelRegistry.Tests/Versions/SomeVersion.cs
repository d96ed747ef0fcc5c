using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Tests.Versions;

/// <summary>Versions as pages get them, for tests of what is computed from them.</summary>
internal static class SomeVersion
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static VersionView With(int number, string dataset, params (string Name, double Value)[] metrics) => new(
        "fraud", number, null, VersionStatus.Ready, "sha256:00", "", new Dictionary<string, string>(),
        [.. metrics.Select(metric => new MetricView(metric.Name, metric.Value, 0, new MetricDataset("cards", dataset), null, At, "scientist@example.test"))],
        new Dictionary<string, string>(), new VersionDataset("cards", dataset), null, null, 1, 7, At, null, null, [], false, false, At,
            "scientist@example.test");
}
