namespace ModelRegistry.Core.Rollbacks;

public enum Readiness
{
    /// <summary>The fallback was rehearsed: every check passes.</summary>
    Green,

    /// <summary>It would work, with something to know first; or the rehearsal is too old to trust.</summary>
    Amber,

    /// <summary>A rollback to the fallback would be refused, or there is nothing to go back to.</summary>
    Red,
}

/// <summary>The last rehearsal of a rollback of one stage: every check, no move.</summary>
public sealed class StageReadiness
{
    public const int ReasonMaxLength = 1_000;

    public Guid SlotId { get; init; }

    public Readiness State { get; internal set; }

    /// <summary>Since when the light shows this colour.</summary>
    public DateTimeOffset Since { get; internal set; }

    public DateTimeOffset CheckedAt { get; internal set; }

    /// <summary>The move of the slot that was the last one at the rehearsal; another by now: the light says nothing about it.</summary>
    public DateTimeOffset MovedAt { get; internal set; }

    /// <summary>The version that a rollback would propose; null when there is none.</summary>
    public int? FallbackNumber { get; internal set; }

    /// <summary>What is wrong or worth knowing, as a sentence; empty when green.</summary>
    public string Reason { get; internal set; } = "";

    public long Bytes { get; internal set; }

    /// <summary>How long the files took to be re-hashed: what a rollback would take.</summary>
    public long Milliseconds { get; internal set; }
}
