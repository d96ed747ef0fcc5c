using System.Text.Json.Serialization;

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

    /// <summary>For whom its author stood in, an address a line; null for nobody.</summary>
    public string? ForNames { get; init; }

    public ReviewDecision Decision { get; init; }

    public string Comment { get; init; } = "";

    public DateTimeOffset At { get; init; }

    /// <summary>SHA-256 of the subject that was decided upon; another subject now makes the decision stale.</summary>
    public string Subject { get; init; } = "";

    /// <summary>SHA-256 of the sheet that its author had before them.</summary>
    public string Sheet { get; init; } = "";

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

    /// <summary>Empty once it was taken back; the audit trail keeps what was said.</summary>
    public string Text { get; set; } = "";

    public DateTimeOffset? TakenBackAt { get; private set; }

    public string? TakenBackByName { get; private set; }

    /// <summary>False when it was taken back before.</summary>
    internal bool TakeBack(string byName, DateTimeOffset now)
    {
        if (TakenBackAt is not null)
        {
            return false;
        }

        (Text, TakenBackByName, TakenBackAt) = ("", byName, now);
        return true;
    }
}

/// <summary>The text of a subject, kept once under its SHA-256, so that what changed since an approval can be shown.</summary>
public sealed class SubjectText
{
    /// <summary>SHA-256 of <see cref="Text"/> as 64 hex characters.</summary>
    public string Digest { get; init; } = "";

    public string Text { get; init; } = "";
}
