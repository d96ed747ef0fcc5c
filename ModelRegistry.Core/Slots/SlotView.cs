namespace ModelRegistry.Core.Slots;

/// <summary>A slot with its occupant, now or at an instant; nothing but its name when it is empty.</summary>
public sealed record SlotView(string Slot, SlotKind Kind, int? Version, DateTimeOffset? Since, string? By, long? RequestId, long? RollbackId);

/// <summary>One stay of a version in a slot as histories, timelines and the API show it; without <see cref="Until"/> it is there now.</summary>
public sealed record SlotStayView(
    string Slot,
    SlotKind Kind,
    int Version,
    DateTimeOffset Since,
    DateTimeOffset? Until,
    string By,
    MoveKind Via,
    string? Reason,
    long? RequestId,
    long? RollbackId,
    string? UntilBy);

/// <summary>The stays in one slot, newest first; <see cref="Truncated"/> when there are older ones.</summary>
public sealed record SlotLane(string Slot, SlotKind Kind, IReadOnlyList<SlotStayView> Stays, bool Truncated);

/// <summary>What was in the slots of a model over a span of time; <see cref="Truncated"/> when there are more slots than lanes.</summary>
public sealed record SlotTimeline(IReadOnlyList<SlotLane> Lanes, bool Truncated);

/// <summary>What a serving host asks for: the version that a slot points at, and since when.</summary>
public sealed record ResolvedSlot(string Model, int Version, string? Digest, string Slot, DateTimeOffset Since);

/// <summary>A slot that has an occupant, as lists of models and versions show it.</summary>
internal sealed record OccupiedSlot(Guid ModelId, Guid VersionId, string Name, int VersionNumber);
