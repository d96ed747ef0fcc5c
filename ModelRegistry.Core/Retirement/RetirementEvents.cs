using ModelRegistry.Core.Common;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Retirement;

[Event(EventSubject.Models, "model.deleted", "Model deleted")]
public sealed record ModelDeleted(ModelRef Model, string? Reason) : RegistryEvent(Model, Reason: Reason);

[Event(EventSubject.Models, "model.restored", "Model restored")]
public sealed record ModelRestored(ModelRef Model, string? Reason) : RegistryEvent(Model, Reason: Reason);

[Event(EventSubject.Versions, "version.archived", "Version archived")]
public sealed record VersionArchived(ModelRef Model, int? Version, string? Reason) : RegistryEvent(Model, Version, Reason), IChangesFitness;

[Event(EventSubject.Versions, "version.unarchived", "Version unarchived")]
public sealed record VersionUnarchived(ModelRef Model, int? Version, string? Reason) : RegistryEvent(Model, Version, Reason), IChangesFitness;

[Event(EventSubject.Versions, "version.deleted", "Version deleted")]
public sealed record VersionDeleted(ModelRef Model, int? Version, VersionDeleted.Was Before, string? Reason)
    : RegistryEvent(Model, Version, Reason), IChangesFitness
{
    public sealed record Was(string? Label, VersionStatus Status, string? Digest);
}

[Event(EventSubject.Versions, "version.restored", "Version restored")]
public sealed record VersionRestored(ModelRef Model, int? Version, string? Reason) : RegistryEvent(Model, Version, Reason), IChangesFitness;

[Event(EventSubject.Versions, "version.purged", "Version purged", Checkpointed = true)]
public sealed record VersionPurged(ModelRef Model, int? Version, VersionPurged.Was Before, string? Reason)
    : RegistryEvent(Model, Version, Reason), IChangesFitness
{
    public sealed record Was(string? Label, VersionStatus Status, string? Digest, int Files, long Bytes);
}

[Event(EventSubject.Versions, "version.held", "Version held")]
public sealed record VersionHeld(ModelRef Model, int? Version, string? Reason) : RegistryEvent(Model, Version, Reason);

[Event(EventSubject.Versions, "version.hold_released", "Hold released")]
public sealed record HoldReleased(ModelRef Model, int? Version, HoldReleased.Hold Before, string? Reason) : RegistryEvent(Model, Version, Reason)
{
    public sealed record Hold(string? By, string? Reason);
}
