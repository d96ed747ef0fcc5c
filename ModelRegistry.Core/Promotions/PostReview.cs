using System.Text.Json.Serialization;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Promotions;

public enum PostReviewKind
{
    [JsonStringEnumMemberName("breakGlass")]
    BreakGlass,
    [JsonStringEnumMemberName("rollback")]
    Rollback,
}

public enum PostReviewState
{
    [JsonStringEnumMemberName("open")]
    Open,

    /// <summary>Enough people found it right.</summary>
    [JsonStringEnumMemberName("confirmed")]
    Confirmed,

    /// <summary>Somebody objected: no promotion to that slot until a rollback.</summary>
    [JsonStringEnumMemberName("objected")]
    Objected,

    /// <summary>A rollback took back what was objected to.</summary>
    [JsonStringEnumMemberName("settled")]
    Settled,
}

/// <summary>The later look at what was done without approval: by break-glass or rollback.</summary>
public sealed class PostReview : Entity
{
    private PostReview()
    {
    }

    public PostReview(long number, PostReviewKind kind, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        Number = number;
        Kind = kind;
        OpenedAt = now;
    }

    public long Number { get; private set; }

    public PostReviewKind Kind { get; private set; }

    public PostReviewState State { get; internal set; }

    public Guid ModelId { get; init; }

    public string Slot { get; init; } = "";

    public string NormalizedSlot { get; init; } = "";

    /// <summary>The version that the act put into the slot; null when it emptied the slot.</summary>
    public Guid? VersionId { get; init; }

    public int? VersionNumber { get; init; }

    public long? RequestNumber { get; init; }

    public long? RollbackNumber { get; init; }

    public Guid ActorId { get; init; }

    public string ActorName { get; init; } = "";

    public string Reason { get; init; } = "";

    public string? Incident { get; init; }

    public DateTimeOffset OpenedAt { get; private set; }

    public int RequiredConfirmations { get; init; }

    public DateTimeOffset? ClosedAt { get; internal set; }

    public List<PostReviewDecision> Decisions { get; } = [];
}

/// <summary>One person's answer to a post-review; each person answers once.</summary>
public sealed class PostReviewDecision
{
    public Guid PostReviewId { get; init; }

    public Guid ById { get; init; }

    public string ByName { get; init; } = "";

    /// <summary>True confirms, false objects.</summary>
    public bool Confirms { get; init; }

    public string Comment { get; init; } = "";

    public DateTimeOffset At { get; init; }
}
