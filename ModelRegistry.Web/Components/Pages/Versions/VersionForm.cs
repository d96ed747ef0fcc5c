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

    public List<Pair> Tags { get; } = [];

    public RegistryException? Refusal { get; set; }

    public NewVersion ToNew() => new(
        NullIfEmpty(Label),
        Description,
        Pairs.ToDictionary(Parameters, "parameters"),
        [.. Pairs.ToDictionary(Metrics, "metrics").Select(pair => new NewMetric(pair.Key, Number(pair.Key, pair.Value)))],
        Pairs.ToDictionary(Tags, "tags"),
        NullIfEmpty(DatasetName) is null && NullIfEmpty(DatasetDigest) is null ? null
            : new VersionDataset(NullIfEmpty(DatasetName), NullIfEmpty(DatasetDigest)),
        NullIfEmpty(GitCommit) is { } commit ? new VersionSource(GitCommit: commit) : null,
        NullIfEmpty(Framework));

    /// <summary>Adds the metrics of a text; those of a name that is there already take its place. Nothing is added when the text cannot be read.</summary>
    public void Paste(string text)
    {
        foreach (var pasted in PastedMetrics.Read(text))
        {
            if (Metrics.Find(row => row.Name.Trim() == pasted.Name) is { } known)
            {
                known.Value = pasted.Value;
            }
            else
            {
                Metrics.Add(pasted);
            }
        }
    }

    public string? ErrorOf(string field) => Refusal?.Field == field ? Refusal.Message : null;

    private static string? NullIfEmpty(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static double Number(string name, string text) => PastedMetrics.Number(text)
        ?? throw RegistryException.Invalid("metrics", "metric_not_a_number",
            $"The value of metric '{name}' is no number. Write it with a point: 0.97, 1.5e-3, or NaN.");
}
