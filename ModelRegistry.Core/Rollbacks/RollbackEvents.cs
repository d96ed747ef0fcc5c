using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Rollbacks;

/// <summary>What a rollback proved and did besides moving the slot, which has its own event.</summary>
[Event(EventSubject.StagesAndAliases, "rollback.executed", "Rolled back", Checkpointed = true)]
public sealed record RollbackExecuted(ModelRef Model, int? Version, RollbackExecuted.Was Before, RollbackExecuted.Became After, string? Reason)
    : RegistryEvent(Model, Version, Reason)
{
    public sealed record Was(string Slot, int Version, string? Digest);

    /// <summary>The numbers are of the quarantine it set, the quarantine it lifted, and the post-review it opened.</summary>
    public sealed record Became(long Number, RollbackKind Kind, string Slot, int? Version, string? Digest, RollbackProof Verified, long? Quarantine,
        long? Released, long PostReview,
        string? Incident);
}

[Event(EventSubject.StagesAndAliases, "readiness.changed", "Rollback readiness changed")]
public sealed record ReadinessChanged(ModelRef Model, int? Version, ReadinessChanged.Was Before, ReadinessChanged.Became After, string? Reason)
    : RegistryEvent(Model, Version, Reason)
{
    public sealed record Was(string Slot, Readiness? State);

    public sealed record Became(string Slot, Readiness State, int? Fallback);
}
