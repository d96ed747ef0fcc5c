using System.Globalization;
using System.Text.Json.Nodes;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Policies;

/// <summary>What is known of real training runs, and judging by one gate.</summary>
internal static class RealFacts
{
    public static DateTimeOffset Now { get; } = new(2026, 3, 14, 9, 0, 0, TimeSpan.Zero);

    public static VersionFacts Of(string model, int number)
    {
        var folder = TrainingRuns.Models().Single(path => Path.GetFileName(path) == model);
        var file = Path.Combine(folder, number.ToString("000", CultureInfo.InvariantCulture), "run.json");
        return Read(JsonNode.Parse(File.ReadAllText(file))!);
    }

    /// <summary>Every run that there is of a model, in its order.</summary>
    public static IReadOnlyList<VersionFacts> All(string model) =>
    [
        .. Directory.GetDirectories(TrainingRuns.Models().Single(path => Path.GetFileName(path) == model)).Order(StringComparer.Ordinal)
            .Select(folder => Read(JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "run.json")))!)),
    ];

    public static GateVerdict Judged(this VersionFacts version, Gate gate, VersionFacts? occupant = null) =>
        Assert.Single(GateEvaluation.Evaluate([gate], new GateFacts(version, occupant, Now)));

    /// <summary>A version with one number of one metric on each of these data sets, as (name, digest, value).</summary>
    public static VersionFacts Measured(string metric, params (string? Name, string? Digest, double Value)[] rows) => Blank() with
    {
        Metrics = [.. rows.Select(row =>
            new MetricView(metric, row.Value, 0, row.Name is null && row.Digest is null ? null : new MetricDataset(row.Name, row.Digest), null, Now, "x"))],
    };

    public static VersionFacts Blank() => new() { Model = "fraud", Number = 7, Digest = "sha256:x", Status = VersionStatus.Ready };

    private static VersionFacts Read(JsonNode run)
    {
        var dataset = new MetricDataset(run["dataset"]!.Text("name"), run["dataset"]!.Text("digest"));
        return new VersionFacts
        {
            Model = run.Text("model")!,
            Number = (int)run["number"]!,
            Digest = "sha256:x",
            Status = VersionStatus.Ready,
            Dataset = new VersionDataset(dataset.Name, dataset.Digest),
            Metrics = [.. run["metrics"]!.AsObject()
                .Select(pair => new MetricView(pair.Key, (double)pair.Value!, 0, dataset, null, Now, "scientist@example.test"))],
        };
    }
}
