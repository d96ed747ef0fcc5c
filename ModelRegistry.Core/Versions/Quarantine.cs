using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Versions;

/// <summary>
/// Bytes that may not enter a stage until they are released (rule 12). It was set on one version and follows its bytes through
/// the whole server: <see cref="QuarantineMatch"/> says which versions it holds.
/// </summary>
public sealed class Quarantine : Entity
{
    private Quarantine()
    {
    }

    public Quarantine(long number, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        Number = number;
        At = now;
    }

    /// <summary>Counted together with requests, post-reviews and rollbacks.</summary>
    public long Number { get; private set; }

    public Guid ModelId { get; init; }

    public Guid VersionId { get; init; }

    public int VersionNumber { get; init; }

    /// <summary>The manifest digest of the version; null when it has no files.</summary>
    public string? Digest { get; internal set; }

    /// <summary>The digest of its set of file hashes apart from <c>MLmodel</c> and environment files; null when it has no files.</summary>
    public string? ContentDigest { get; internal set; }

    public string Reason { get; init; } = "";

    public DateTimeOffset At { get; private set; }

    public Guid ById { get; init; }

    public string ByName { get; init; } = "";

    /// <summary>The rollback that set it, if one did.</summary>
    public long? RollbackNumber { get; init; }

    public DateTimeOffset? ReleasedAt { get; private set; }

    public Guid? ReleasedById { get; private set; }

    public string? ReleasedByName { get; private set; }

    public string? ReleaseReason { get; private set; }

    internal void Release(DateTimeOffset now, Guid byId, string byName, string reason)
    {
        ReleasedAt = now;
        ReleasedById = byId;
        ReleasedByName = byName;
        ReleaseReason = reason;
    }
}
