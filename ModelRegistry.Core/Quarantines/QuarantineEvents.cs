using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Quarantines;

[Event(EventSubject.Versions, "version.quarantined", "Version quarantined", Checkpointed = true, Spreads = true)]
public sealed record VersionQuarantined(ModelRef Model, int? Version, VersionQuarantined.Hold After, string? Reason)
    : RegistryEvent(Model, Version, Reason), IChangesFitness
{
    /// <summary>The digest of the version and of its content, and the rollback that set it, if one did.</summary>
    public sealed record Hold(long Number, string? Digest, string? Content, long? Rollback);
}

/// <summary>A quarantine was lifted where it was set; or, without a number, elsewhere with the same bytes.</summary>
[Event(EventSubject.Versions, "version.released", "Version released from quarantine", Checkpointed = true, Spreads = true)]
public sealed record VersionReleased(ModelRef Model, int? Version, VersionReleased.Release After, string? Reason)
    : RegistryEvent(Model, Version, Reason), IChangesFitness
{
    public sealed record Release(long? Number, bool SameBytes);
}
