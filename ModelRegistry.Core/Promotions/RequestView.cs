using System.Text.Json.Serialization;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;

namespace ModelRegistry.Core.Promotions;

/// <summary>A promotion request with all that is needed to decide it, as its page and the API show it.</summary>
public sealed record RequestView(
    long Id,
    string Model,
    int? Version,
    string Stage,
    RequestState State,
    string Comment,
    string RequestedBy,
    DateTimeOffset RequestedAt,
    bool Automatic,
    int? ExpectedOccupant,
    DateTimeOffset? OccupantSince,
    string Subject,
    int PolicyVersion,
    int RequiredApprovals,
    int Approvals,
    ExecutionMode Execution,
    IReadOnlyList<GateVerdict> Gates,
    IReadOnlyList<ReviewView> Reviews,
    IReadOnlyList<string> Eligible,
    int EligibleCount,
    IReadOnlyList<ExcludedPerson> Excluded,
    IReadOnlyList<Blocker> BlockedBy,
    IReadOnlyList<string> Warnings,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? DecidedAt,
    string? DecidedBy,
    string? Outcome,
    string? Incident,
    string? EmergencySheet = null)
{
    /// <summary>The approvals that must come from teams; <see cref="Approvals"/> counts what fills them, and what the policy asks for beside them.</summary>
    public IReadOnlyList<SeatView> Seats { get; init; } = [];

    /// <summary>Which of those who may approve stand in for somebody now.</summary>
    public IReadOnlyList<StandInLine> StandIns { get; init; } = [];

    /// <summary>What is in the way, a sentence each.</summary>
    public IReadOnlyList<string> Blockers => [.. BlockedBy.Select(blocker => blocker.Sentence)];

    [JsonIgnore]
    public bool IsFinal => RequestStates.IsFinal(State);
}

/// <summary>
/// One decision. <see cref="Stale"/>: it was about another subject than the present one, and <see cref="Changed"/> says what
/// differs; <see cref="Counts"/>: it is an approval that counts; <see cref="Ended"/>: it no longer stands.
/// </summary>
public sealed record ReviewView(string By, ReviewDecision Decision, string Comment, DateTimeOffset At, bool Stale, bool Counts, string? WhyNot,
    IReadOnlyList<SubjectChange> Changed, ReviewEnd? Ended, string? EndedBy, DateTimeOffset? AskedAgainAt, string? EndReason = null)
{
    /// <summary>Which decision about the request it was, the first being 1: the address of its sheet.</summary>
    public int Number { get; init; }

    /// <summary>For whom its author stood in.</summary>
    public IReadOnlyList<string> For { get; init; } = [];

    /// <summary>The digest of what its author had before them.</summary>
    public string? Sheet { get; init; }
}

/// <summary>Somebody who reviews for somebody else for a while.</summary>
public sealed record StandInLine(string Who, string For);

/// <summary>Somebody who may not approve, and the reason.</summary>
public sealed record ExcludedPerson(string Who, string Why);

/// <summary>A request as lists show it.</summary>
public sealed record RequestSummary(
    long Id,
    string Model,
    int? Version,
    string Stage,
    RequestState State,
    string RequestedBy,
    DateTimeOffset RequestedAt,
    int? ExpectedOccupant,
    string Subject,
    int RequiredApprovals,
    int Approvals,
    int StaleApprovals,
    int GatesPassed,
    int GatesWithApproval,
    int GateCount,
    IReadOnlyList<Blocker> BlockedBy,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? DecidedAt,
    string? DecidedBy)
{
    /// <summary>What is in the way, a sentence each.</summary>
    public IReadOnlyList<string> Blockers => [.. BlockedBy.Select(blocker => blocker.Sentence)];
}

/// <summary>What a promotion would be judged by, before it is asked for.</summary>
public sealed record PromotionPreview(
    string Model,
    int? Version,
    string Stage,
    int? ExpectedOccupant,
    int PolicyVersion,
    int RequiredApprovals,
    ExecutionMode Execution,
    IReadOnlyList<GateVerdict> Gates,
    IReadOnlyList<string> Eligible,
    int EligibleCount,
    IReadOnlyList<ExcludedPerson> Excluded,
    IReadOnlyList<Blocker> BlockedBy,
    IReadOnlyList<string> Warnings,
    bool MovesAtOnce)
{
    /// <summary>The approvals that must come from teams, and who could give them.</summary>
    public IReadOnlyList<SeatView> Seats { get; init; } = [];

    /// <summary>What is in the way, a sentence each.</summary>
    public IReadOnlyList<string> Blockers => [.. BlockedBy.Select(blocker => blocker.Sentence)];
}

/// <summary>A remark in the discussion of a request; the text is Markdown.</summary>
public sealed record RequestCommentView(long Id, string By, DateTimeOffset At, string Text)
{
    /// <summary>Who took it back, if somebody did: then it has no text any more.</summary>
    public string? TakenBackBy { get; init; }

    /// <summary>Whether whoever asks may take it back.</summary>
    public bool MayTakeBack { get; init; }

    internal static RequestCommentView Of(RequestComment comment, Model model, Actor actor) =>
        new(comment.Id, comment.ByName, comment.At, comment.Text)
        {
            TakenBackBy = comment.TakenBackByName,
            MayTakeBack = comment.TakenBackAt is null && RequestGuards.MayTakeBack(actor, comment, model),
        };
}

/// <summary>A promotion to ask for; no version empties the stage. The member must be given, so that nobody empties a stage by forgetting it.</summary>
public sealed record NewRequest(int? Version, string? Comment = null);

/// <summary>What a reviewer decides; <see cref="Withdraw"/> takes their standing decision back.</summary>
public enum ReviewAction
{
    [JsonStringEnumMemberName("approve")]
    Approve,
    [JsonStringEnumMemberName("requestChanges")]
    RequestChanges,
    [JsonStringEnumMemberName("reject")]
    Reject,
    [JsonStringEnumMemberName("withdraw")]
    Withdraw,
}

/// <summary>A decision with the subject that the reviewer saw.</summary>
public sealed record NewReview(ReviewAction Decision, string? Comment = null, string? Subject = null);

/// <summary>Why it is done without the approvals that the policy asks for, and for which incident.</summary>
public sealed record Emergency(string Reason, string Incident)
{
    /// <summary>A shorter reason is none.</summary>
    public const int ReasonMinLength = 10;
}

/// <summary>
/// What somebody may do with one request: null, or the sentence that says why not and who may; and what a break-glass
/// execution would skip.
/// </summary>
public sealed record RequestRights(string? ReviewRefusal, string? ExecuteRefusal, string? WithdrawRefusal, string? DismissRefusal, string? EmergencyRefusal,
    string? CommentRefusal,
    IReadOnlyList<string> EmergencySkips);
