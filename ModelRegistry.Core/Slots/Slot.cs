using System.Text.Json.Serialization;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Slots;

public enum SlotKind
{
    [JsonStringEnumMemberName("stage")]
    Stage,
    [JsonStringEnumMemberName("alias")]
    Alias,
}

/// <summary>How a version came into a slot or left it; what may be proposed for a rollback depends on it.</summary>
public enum MoveKind
{
    /// <summary>By a request that met its policy: the approvals and the gates that it asks for.</summary>
    Promotion,

    /// <summary>While the stage was open: its policy asked for nothing.</summary>
    Open,

    /// <summary>By somebody with the Emergency role, without the approvals that were needed.</summary>
    BreakGlass,

    /// <summary>Back to an earlier occupant.</summary>
    Rollback,

    /// <summary>A free alias, set by hand.</summary>
    Alias,
}

/// <summary>
/// A name under a model that points at one version or at none: one row, updated in place, so that no reader ever sees two
/// occupants. <see cref="SlotInterval"/> keeps its history; <c>SlotMoves</c> writes both and nothing else does.
/// </summary>
public sealed class Slot : Entity
{
    private Slot()
    {
    }

    public Slot(Guid modelId, string name, SlotKind kind, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        ModelId = modelId;
        Name = name;
        NormalizedName = SlotName.Normalize(name);
        Kind = kind;
    }

    public Guid ModelId { get; private set; }

    public string Name { get; internal set; } = "";

    public string NormalizedName { get; private set; } = "";

    public SlotKind Kind { get; internal set; }

    public Guid? VersionId { get; private set; }

    public int? VersionNumber { get; private set; }

    /// <summary>The last move, also of one that emptied the slot; moves of a slot are at least a millisecond apart.</summary>
    public DateTimeOffset? MovedAt { get; private set; }

    public Guid? MovedById { get; private set; }

    public string MovedByName { get; private set; } = "";

    public MoveKind? MovedVia { get; private set; }

    /// <summary>The promotion request that moved it last, if one did.</summary>
    public long? RequestNumber { get; private set; }

    /// <summary>The rollback that moved it last, if one did.</summary>
    public long? RollbackNumber { get; private set; }

    /// <summary>The instant of a move that happens now: never at or before the last one.</summary>
    internal DateTimeOffset NextMoveAt(DateTimeOffset now) => MovedAt is { } last && last >= now ? last.AddMilliseconds(1) : now;

    internal void Move(SlotInterval? stay, SlotDeparture move)
    {
        VersionId = stay?.VersionId;
        VersionNumber = stay?.VersionNumber;
        MovedAt = move.At;
        MovedById = move.ById;
        MovedByName = move.ByName;
        MovedVia = move.Via;
        RequestNumber = move.RequestNumber;
        RollbackNumber = move.RollbackNumber;
    }
}

/// <summary>When, by whom and how an occupant was replaced or taken out.</summary>
internal sealed record SlotDeparture(DateTimeOffset At, Guid? ById, string ByName, MoveKind Via, string? Reason, long? RequestNumber, long? RollbackNumber);

/// <summary>One stay of one version in one slot: from (inclusive) until (exclusive; null: it is there now), and why.</summary>
public sealed class SlotInterval
{
    public const int ReasonMaxLength = 2_000;

    public long Id { get; init; }

    public Guid SlotId { get; init; }

    public Guid VersionId { get; init; }

    public int VersionNumber { get; init; }

    public DateTimeOffset From { get; init; }

    [NotInLedger("the move that ended it", Compared = true)]
    public DateTimeOffset? Until { get; private set; }

    public Guid? ById { get; init; }

    public string ByName { get; init; } = "";

    public MoveKind Via { get; init; }

    public string? Reason { get; init; }

    public long? RequestNumber { get; init; }

    public long? RollbackNumber { get; init; }

    [NotInLedger("the move that ended it", Compared = true)]
    public MoveKind? LeftVia { get; private set; }

    [NotInLedger("the move that ended it", Compared = true)]
    public string? LeftByName { get; private set; }

    internal void End(SlotDeparture departure)
    {
        Until = departure.At;
        LeftVia = departure.Via;
        LeftByName = departure.ByName;
    }
}

/// <summary>
/// A governed slot that every model has, in order: the server's list (no model), or in its place a model's own list.
/// </summary>
public sealed class Stage
{
    public const string Staging = "staging";
    public const string Production = "production";

    /// <summary>Most stages of one list.</summary>
    public const int Most = 10;

    public Guid Id { get; init; }

    public Guid? ModelId { get; init; }

    public string Name { get; init; } = "";

    public string NormalizedName { get; init; } = "";

    public int Position { get; init; }
}
