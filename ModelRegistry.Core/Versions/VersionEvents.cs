using ModelRegistry.Core.Common;
using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Core.Versions;

[Event(EventSubject.Versions, "version.created", "Version begun")]
public sealed record VersionCreated(ModelRef Model, int? Version, NewVersion After) : RegistryEvent(Model, Version);

/// <summary>A file came, or another took its place: for open pages only. What a version holds and who sent it, its seal puts on record.</summary>
public sealed record ArtifactUploaded(ModelRef Model, int? Version) : RegistryEvent(Model, Version);

/// <summary>Clients of MLflow read another stage of it, which is a label alone: for open pages, and for what is remembered.</summary>
public sealed record StageLabelled(ModelRef Model, int? Version) : RegistryEvent(Model, Version);

/// <summary>
/// The files of a version make one event, with the digest of their manifest, whoever sent one of them, and the digest of who sent which and when.
/// </summary>
[Event(EventSubject.Versions, "version.sealed", "Version registered")]
public sealed record VersionSealed(ModelRef Model, int? Version, VersionSealed.Manifest After) : RegistryEvent(Model, Version)
{
    public sealed record Manifest(string Digest, int Files, long Bytes, IReadOnlyList<string> Uploaders, string Sent);
}

[Event(EventSubject.Versions, "version.edited", "Version changed")]
public sealed record VersionEdited(ModelRef Model, int? Version, VersionEdited.Fields Before, VersionEdited.Fields After) : RegistryEvent(Model, Version)
{
    public sealed record Fields(string? Label, string Description, IReadOnlyDictionary<string, string> Tags)
    {
        public static Fields Of(ModelVersion version) => new(version.Label, version.Description,
            version.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).ToDictionary(tag => tag.Key, tag => tag.Value));
    }
}

/// <summary>What a re-hash of every file found; of very many findings the first.</summary>
[Event(EventSubject.Versions, "version.verified", "Files verified")]
public sealed record VersionVerified(ModelRef Model, int? Version, VersionVerified.Result After) : RegistryEvent(Model, Version), IChangesFitness
{
    public const int MostFindings = 100;

    /// <summary>Whether the files that are listed still make the digest of the version.</summary>
    public enum ManifestState
    {
        Holds,
        Differs,
    }

    public sealed record Result(bool Ok, int Files, long Bytes, ManifestState Manifest, IReadOnlyList<VerificationFinding> Findings);
}

[Event(EventSubject.Versions, "version.failed", "Version given up")]
public sealed record VersionFailed(ModelRef Model, int? Version, string? Reason) : RegistryEvent(Model, Version, Reason);

[Event(EventSubject.Versions, "metrics.logged", "Metrics logged")]
public sealed record MetricsLogged(ModelRef Model, int? Version, IReadOnlyList<NewMetric> After) : RegistryEvent(Model, Version);

[Event(EventSubject.Versions, "check.posted", "Check posted")]
public sealed record CheckPosted(ModelRef Model, int? Version, NewCheck After) : RegistryEvent(Model, Version);
