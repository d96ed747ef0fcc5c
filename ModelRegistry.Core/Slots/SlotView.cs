using ModelRegistry.Core.Rollbacks;

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

/// <summary>
/// A slot as a model's page shows it: <see cref="Before"/> is the version that was in it before the present one, if another was;
/// <see cref="Quarantined"/> says so of the bytes of the occupant.
/// </summary>
public sealed record SlotStanding(SlotView Slot, int? Before, bool Quarantined);

/// <summary>The slots of a model, and why the viewer may not move its aliases or roll slots back (null: they may).</summary>
public sealed record SlotBoard(IReadOnlyList<SlotStanding> Slots, string? AliasRefusal, string? RollbackRefusal);

/// <summary>A model's production with the primary metric of the version in it.</summary>
public sealed record InProduction(string Model, int Version, DateTimeOffset Since, string By, long? RequestId, string? Metric, double? Value)
{
    /// <summary>Whether a rollback would work now.</summary>
    public required ReadinessView Readiness { get; init; }

    /// <summary>Whether the bytes of the version are quarantined.</summary>
    public bool Quarantined { get; init; }
}

/// <summary>
/// A stay in a model's last stage, told in versions: <see cref="From"/> was the newest version when it began, <see cref="Until"/>
/// when it ended (null: it lasts).
/// </summary>
public sealed record StayOverVersions(string Slot, int Version, int From, int? Until);

/// <summary>A slot that has an occupant, as lists of models and versions show it.</summary>
internal sealed record OccupiedSlot(Guid ModelId, Guid VersionId, string Name, int VersionNumber);
