using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Activity;

/// <summary>Somebody took the whole trail with them; recorded before the first line of it.</summary>
[Event(EventSubject.Access, "audit.exported", "Audit trail exported", Harmless = true)]
public sealed record TrailExported(TrailExported.From After) : RegistryEvent
{
    public sealed record From(string? Address, string? Route);
}

/// <summary>Somebody had the whole trail verified, and what came of it.</summary>
[Event(EventSubject.Access, "audit.verified", "Audit trail verified", Harmless = true)]
public sealed record TrailVerified(TrailVerified.Result After) : RegistryEvent
{
    public sealed record Result(bool Ok, long Events, int Findings, string? Address, string? Route);
}

/// <summary>
/// The registry started and its checkpoints, its key or the chain itself were not as it had left them. Verifications name it until an admin has
/// acknowledged it; it stays.
/// </summary>
[Event(EventSubject.Upkeep, "audit.checkpoints_missed", "Checkpoints were not as left", Checkpointed = true, Harmless = true)]
public sealed record CheckpointsMissed(CheckpointsMissed.Found After) : RegistryEvent
{
    public sealed record Found(long Events, string Key, IReadOnlyList<string> Faults);
}

/// <summary>An admin knows why checkpoints or keys were not as they had been left, up to this event.</summary>
[Event(EventSubject.Upkeep, "audit.checkpoints_acknowledged", "Checkpoints acknowledged", Checkpointed = true, Harmless = true)]
public sealed record CheckpointsAcknowledged(CheckpointsAcknowledged.Upto After, string? Reason) : RegistryEvent(Reason: Reason)
{
    public sealed record Upto(long Seq);
}
