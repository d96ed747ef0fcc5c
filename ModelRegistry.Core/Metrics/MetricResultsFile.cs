using System.Text.Json;

namespace ModelRegistry.Core.Metrics;

/// <summary>
/// Reads <c>evaluation-results.json</c>. What it does not understand is left out and never refuses a version; then the number stands alone, as it does
/// without a file.
/// </summary>
internal static class MetricResultsFile
{
    public const string Name = "evaluation-results.json";

    public const int MostBytes = 4_000_000;

    private const int MostMetrics = 200;
    private const int LeastOfPairs = 2;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static IReadOnlyList<MetricResults> Read(string text)
    {
        try
        {
            var file = JsonSerializer.Deserialize<ResultsFile>(text, Json);
            return [.. (file?.Metrics ?? []).Take(MostMetrics).OfType<MetricResults>().Where(IsSound)];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>As a version keeps it; null when there is nothing to keep.</summary>
    public static string? ToText(IReadOnlyList<MetricResults> results) =>
        results.Count == 0 ? null : JsonSerializer.Serialize(new ResultsFile(results), Json);

    private static bool IsSound(MetricResults results) =>
        results.Metric is not null && MetricName.Is(results.Metric)
        && (results.Examples ?? []).All(double.IsFinite) && (results.Folds ?? []).All(double.IsFinite)
        && (results.TestOverTrain is null or > 0) && double.IsFinite(results.TestOverTrain ?? 0)
        && (results is { Examples.Count: >= LeastOfPairs } or { Folds.Count: >= LeastOfPairs }
            || results is { Count: > 0, Successes: >= 0 } && results.Successes <= results.Count);

    private sealed record ResultsFile(IReadOnlyList<MetricResults?>? Metrics);
}
