using System.Globalization;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Versions;
using ModelRegistry.Web.Components.Shared;

namespace ModelRegistry.Web.Components.Pages.Versions;

/// <summary>A new version's fields while somebody types them.</summary>
public sealed class VersionForm
{
    public string Label { get; set; } = "";

    public string Description { get; set; } = "";

    public string Framework { get; set; } = "";

    public string DatasetName { get; set; } = "";

    public string DatasetDigest { get; set; } = "";

    public string GitCommit { get; set; } = "";

    public List<Pair> Parameters { get; } = [];

    public List<Pair> Metrics { get; } = [];

    public RegistryException? Refusal { get; set; }

    public NewVersion ToNew() => new(
        NullIfEmpty(Label),
        Description,
        Pairs.ToDictionary(Parameters, "parameters"),
        [.. Pairs.ToDictionary(Metrics, "metrics").Select(pair => new NewMetric(pair.Key, Number(pair.Key, pair.Value)))],
        Dataset: NullIfEmpty(DatasetName) is null && NullIfEmpty(DatasetDigest) is null ? null
            : new VersionDataset(NullIfEmpty(DatasetName), NullIfEmpty(DatasetDigest)),
        Source: NullIfEmpty(GitCommit) is { } commit ? new VersionSource(GitCommit: commit) : null,
        Framework: NullIfEmpty(Framework));

    public string? ErrorOf(string field) => Refusal?.Field == field ? Refusal.Message : null;

    private static string? NullIfEmpty(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    // As the API writes numbers, with a point, and its three words for what is none.
    private static double Number(string name, string text) => text.Trim() switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        var digits when double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
        _ => throw RegistryException.Invalid("metrics", "metric_not_a_number",
            $"The value of metric '{name}' is no number. Write it with a point: 0.97, 1.5e-3, or NaN."),
    };
}
