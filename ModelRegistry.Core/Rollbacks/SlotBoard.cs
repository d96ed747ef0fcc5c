using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Rollbacks;

/// <summary>
/// A slot as a model's page shows it: <see cref="Before"/> is the version that was in it before the present one, if another was;
/// <see cref="Quarantined"/> says so of the bytes of the occupant; <see cref="Reason"/> is why it came.
/// </summary>
public sealed record BoardSlot(SlotView Slot, int? Before, bool Quarantined, string? Reason = null);

/// <summary>The slots of a model, and why the viewer may not move its aliases or roll slots back (null: they may).</summary>
public sealed record SlotBoard(IReadOnlyList<BoardSlot> Slots, string? AliasRefusal, string? RollbackRefusal);

/// <summary>A model's production with the primary metric of the version in it.</summary>
public sealed record InProduction(string Model, int Version, DateTimeOffset Since, string By, long? RequestId, string? Metric, double? Value)
{
    /// <summary>The rollback that brought it, if one did.</summary>
    public long? RollbackId { get; init; }

    /// <summary>Whether a rollback would work now.</summary>
    public required ReadinessView Readiness { get; init; }

    /// <summary>Whether the bytes of the version are quarantined.</summary>
    public bool Quarantined { get; init; }
}

/// <summary>
/// A stay in a model's last stage, told in versions: <see cref="From"/> is the place between two of them where it began, by the time between their
/// registrations (5.5: half way from the fifth to the sixth), <see cref="Until"/> where it ended (null: it lasts).
/// </summary>
public sealed record StayOverVersions(string Slot, int Version, double From, double? Until);

/// <summary>
/// Models with something in production; of those how many cannot go back, and of how many that is not known now. Counted up to <see cref="Most"/>.
/// </summary>
public sealed record ProductionCount(int Models, int CannotGoBack, int Unknown)
{
    public const int Most = 1_000;
}
