namespace ModelRegistry.Core.Versions;

/// <summary>A version was sealed: from here on it has bytes that can be told apart.</summary>
internal sealed record VersionSeal(ModelVersion Version)
{
    /// <summary>Whether its bytes are quarantined, as whoever follows the seal found.</summary>
    public bool Quarantined { get; set; }
}

/// <summary>A version is about to be archived, deleted or purged, and still what it was; <see cref="How"/> is that word.</summary>
internal sealed record RetiringVersion(ModelVersion Version, string How);

/// <summary>Metrics, tags or description of a version are others than before; <see cref="What"/> says who did what.</summary>
internal sealed record EvidenceChange(ModelVersion Version, string What);
