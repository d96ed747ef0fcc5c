using System.Text.Json;
using System.Text.Json.Serialization;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Core.Versions;

/// <summary>A version as lists, pages and the API show it; <see cref="Metrics"/> are its current rows, <see cref="Slots"/> the slots it is in now.</summary>
public sealed record VersionView(
    string Model,
    int Number,
    string? Label,
    VersionStatus Status,
    string? Digest,
    string Description,
    IReadOnlyDictionary<string, string> Parameters,
    IReadOnlyList<MetricView> Metrics,
    IReadOnlyDictionary<string, string> Tags,
    VersionDataset? Dataset,
    VersionSource? Source,
    string? Framework,
    int FileCount,
    long TotalSize,
    DateTimeOffset? SealedAt,
    DateTimeOffset? VerifiedAt,
    bool? VerifiedOk,
    IReadOnlyList<string> Slots,
    bool Archived,
    bool Quarantined,
    DateTimeOffset CreatedAt,
    string CreatedBy)
{
    /// <summary>The parameter by which versions are told apart on charts and in lists; without it, the framework is what they differ by.</summary>
    public const string GroupParameter = "family";

    /// <summary>Inputs and outputs as the version's <c>MLmodel</c> file declares them; left out where it declares none, and in lists.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Signature { get; init; }

    /// <summary>Why there is no signature although there is a file that could declare one; left out otherwise, and in lists.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SignatureNote { get; init; }

    /// <summary>An admin keeps it from being deleted or purged; left out where nobody does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public VersionHold? Hold { get; init; }

    /// <summary>The kind of model that this version is, by one rule for charts and lists.</summary>
    [JsonIgnore]
    public string? Group => Parameters.GetValueOrDefault(GroupParameter) ?? Framework;

    /// <summary>The row of a metric that stands for this version where there is room for one: that on its own data set, else the newest.</summary>
    public MetricView? Metric(string name)
    {
        var rows = Metrics.Where(metric => metric.Name == name).ToList();
        return rows.Find(row => row.Dataset?.Digest == Dataset?.Digest) ?? rows.MaxBy(row => row.At);
    }
}

/// <summary>Who keeps a version, since when and why.</summary>
public sealed record VersionHold(string By, DateTimeOffset At, string Reason);

/// <summary>Changes of a version that stay possible after sealing: what is null stays; a tag set to null is removed; a label is set once.</summary>
public sealed record VersionEdit(
    string? Label = null,
    string? Description = null,
    IReadOnlyDictionary<string, string?>? Tags = null);

/// <summary>What the sender believes the version to hold; a difference refuses the seal and names the files.</summary>
public sealed record SealExpectation(string? Digest = null, IReadOnlyList<ManifestEntry>? Files = null);

public sealed record NewCheck(string Name, CheckState State, string? Url = null, string? Summary = null);

public sealed record CheckView(string Name, CheckState State, string? Url, string? Summary, DateTimeOffset At, string By);

/// <summary>A re-hash of every file of a version against its manifest.</summary>
public sealed record Verification(bool Ok, DateTimeOffset CheckedAt, int Files, long Bytes, IReadOnlyList<VerificationFinding> Findings);

public sealed record VerificationFinding(string Path, BlobProblem Problem);
