using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Rollbacks;

public enum RollbackKind
{
    /// <summary>An earlier occupant became the occupant again.</summary>
    Back,

    /// <summary>The version that a rollback removed became the occupant again.</summary>
    Forward,

    /// <summary>Nothing was left to go back to: the slot was emptied.</summary>
    TakenOut,
}

/// <summary>
/// One rollback of one slot (rule 11): what was removed and what took its place, by whom and why, and what was proven before it
/// moved.
/// </summary>
public sealed class Rollback : Entity
{
    private Rollback()
    {
    }

    public Rollback(long number, RollbackKind kind, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        Number = number;
        Kind = kind;
        At = now;
    }

    /// <summary>Counted together with requests, post-reviews and quarantines.</summary>
    public long Number { get; private set; }

    public RollbackKind Kind { get; private set; }

    public Guid ModelId { get; init; }

    public string Slot { get; init; } = "";

    public string NormalizedSlot { get; init; } = "";

    public Guid FromVersionId { get; init; }

    public int FromVersionNumber { get; init; }

    public Guid? ToVersionId { get; init; }

    public int? ToVersionNumber { get; init; }

    public string Reason { get; init; } = "";

    /// <summary>The incident, where the target came without approval and break-glass was needed.</summary>
    public string? Incident { get; init; }

    public Guid ActorId { get; init; }

    public string ActorName { get; init; } = "";

    /// <summary>The instant of the move.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>Files whose SHA-256 was recomputed just before the move, their bytes together, and how long that took.</summary>
    public int VerifiedFiles { get; init; }

    public long VerifiedBytes { get; init; }

    public long VerifiedMilliseconds { get; init; }

    /// <summary>The quarantine it set on the version it removed; null when that was unticked.</summary>
    public long? QuarantineNumber { get; init; }

    public long PostReviewNumber { get; init; }
}
