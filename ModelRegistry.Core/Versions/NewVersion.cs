using ModelRegistry.Core.Metrics;


namespace ModelRegistry.Core.Versions;

/// <summary>What a training script or person sends to register a version; the files follow.</summary>
public sealed record NewVersion(
    string? Label = null,
    string? Description = null,
    IReadOnlyDictionary<string, string>? Parameters = null,
    IReadOnlyList<NewMetric>? Metrics = null,
    IReadOnlyDictionary<string, string>? Tags = null,
    VersionDataset? Dataset = null,
    VersionSource? Source = null,
    string? Framework = null)
{
    public const int DatasetNameMaxLength = MetricDataset.NameMaxLength;
    public const int DatasetDigestMaxLength = MetricDataset.DigestMaxLength;
    /// <summary>As long as MLflow lets a run's id be.</summary>
    public const int RunIdMaxLength = 256;
    public const int GitCommitMaxLength = 100;
    public const int UriMaxLength = 2_000;
}

/// <summary>The data set that a version was trained and measured on. Equal digests mean comparable numbers.</summary>
public sealed record VersionDataset(string? Name, string? Digest, string? Uri = null);

/// <summary>Where a version comes from.</summary>
/// <param name="RunId">The run that made it.</param>
/// <param name="GitCommit">The code that made it.</param>
/// <param name="Uri">Where its files came from.</param>
/// <param name="RunLink">The address of the run's page on the server that it ran on, as whoever registered it gave it.</param>
public sealed record VersionSource(string? RunId = null, string? GitCommit = null, string? Uri = null, string? RunLink = null)
{
    /// <summary>Null where nothing is known.</summary>
    internal static VersionSource? Of(ModelVersion version) =>
        version.SourceRunId is null && version.SourceGitCommit is null && version.SourceUri is null && version.SourceRunLink is null ? null
            : new VersionSource(version.SourceRunId, version.SourceGitCommit, version.SourceUri, version.SourceRunLink);
}
