using System.Text.Json.Serialization;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Promotions;

public enum ReviewDecision
{
    [JsonStringEnumMemberName("approve")]
    Approve,
    [JsonStringEnumMemberName("requestChanges")]
    RequestChanges,
    [JsonStringEnumMemberName("reject")]
    Reject,
}

public enum ReviewEnd
{
    /// <summary>Its author took it back.</summary>
    Withdrawn,

    /// <summary>Its author decided anew.</summary>
    Replaced,

    /// <summary>An admin lifted the block.</summary>
    Dismissed,
}

/// <summary>
/// One reviewer's decision: who, when, what, why, and the subject they saw. A person has at most one that stands
/// (<see cref="EndedAt"/> null); earlier ones stay as history.
/// </summary>
public sealed class Review
{
    public long Id { get; init; }

    public Guid RequestId { get; init; }

    public Guid ById { get; init; }

    public string ByName { get; init; } = "";

    public ReviewDecision Decision { get; init; }

    public string Comment { get; init; } = "";

    public DateTimeOffset At { get; init; }

    /// <summary>SHA-256 of the subject that was decided upon; another subject now makes the decision stale.</summary>
    public string Subject { get; init; } = "";

    /// <summary>When the requester answered a RequestChanges with a comment.</summary>
    public DateTimeOffset? AskedAgainAt { get; internal set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public ReviewEnd? End { get; private set; }

    public string? EndedByName { get; private set; }

    public string? EndReason { get; private set; }

    internal void Close(ReviewEnd end, string byName, string? reason, DateTimeOffset now)
    {
        EndedAt = now;
        End = end;
        EndedByName = byName;
        EndReason = reason;
    }
}

/// <summary>A remark in the discussion of a request, in Markdown.</summary>
public sealed class RequestComment
{
    public long Id { get; init; }

    public Guid RequestId { get; init; }

    public Guid? ById { get; init; }

    public string ByName { get; init; } = "";

    public DateTimeOffset At { get; init; }

    public string Text { get; init; } = "";
}

/// <summary>The text of a subject, kept once under its SHA-256, so that what changed since an approval can be shown.</summary>
public sealed class SubjectText
{
    /// <summary>SHA-256 of <see cref="Text"/> as 64 hex characters.</summary>
    public string Digest { get; init; } = "";

    public string Text { get; init; } = "";
}

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
