using System.Text.Json.Serialization;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Policies;

namespace ModelRegistry.Core.Promotions;

/// <summary>Something happened to a promotion request, a review of it, or a post-review; its version is null for one that empties a stage.</summary>
public abstract record RequestEvent(ModelRef Model, int? Version, string? Reason = null) : RegistryEvent(Model, Version, Reason);

[Event(EventSubject.Requests, "request.opened", "Request opened")]
public sealed record RequestOpened(ModelRef Model, int? Version, RequestOpened.Wish After, string? Reason) : RequestEvent(Model, Version, Reason)
{
    public sealed record Wish(long Number, string Slot, int? Version, string RequestedBy, bool Automatic, int? Replaces, string Subject, int Policy,
        int Required,
        IReadOnlyList<GateVerdict> Gates);
}

[Event(EventSubject.Requests, "request.commented", "Request commented")]
public sealed record RequestCommented(ModelRef Model, int? Version, RequestCommented.Remark After) : RequestEvent(Model, Version)
{
    public sealed record Remark(long Number, string Slot, string Comment);
}

/// <summary>Its author, the owner of the model or an admin took a comment off the page; what it said is in the event of then.</summary>
[Event(EventSubject.Requests, "request.comment_taken_back", "Comment taken back")]
public sealed record RequestCommentTakenBack(ModelRef Model, int? Version, RequestCommentTakenBack.Remark Before) : RequestEvent(Model, Version)
{
    public sealed record Remark(long Number, string Slot, string By, DateTimeOffset At);
}

/// <summary>Somebody approved, asked for changes or rejected; for those whom they stand in for, if they do.</summary>
[Event(EventSubject.Requests, "request.reviewed", "Request reviewed")]
public sealed record RequestReviewed(ModelRef Model, int? Version, RequestReviewed.Decided After, string? Reason) : RequestEvent(Model, Version, Reason)
{
    public sealed record Decided(long Number, string Slot, ReviewDecision Decision, string Subject, string Sheet,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? For = null);
}

[Event(EventSubject.Requests, "review.withdrawn", "Review withdrawn")]
public sealed record ReviewWithdrawn(ModelRef Model, int? Version, ReviewWithdrawn.Taken After, string? Reason) : RequestEvent(Model, Version, Reason)
{
    public sealed record Taken(long Number, string Slot, ReviewDecision Decision);
}

[Event(EventSubject.Requests, "review.dismissed", "Review dismissed")]
public sealed record ReviewDismissed(ModelRef Model, int? Version, ReviewDismissed.Block After, string? Reason) : RequestEvent(Model, Version, Reason)
{
    public sealed record Block(long Number, string Slot, string Reviewer);
}

/// <summary>The names are of those whose approvals counted.</summary>
[Event(EventSubject.Requests, "request.executed", "Request executed", Checkpointed = true)]
public sealed record RequestExecuted(ModelRef Model, int? Version, RequestExecuted.Outcome After, string? Reason) : RequestEvent(Model, Version, Reason)
{
    public sealed record Outcome(long Number, string Slot, int? Version, int? Replaced, string Subject, IReadOnlyList<string> Approvals, int Required,
        IReadOnlyList<GateVerdict> Gates,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<Seat>? Seats = null);

    /// <summary>Whose approvals filled the seat of a team.</summary>
    public sealed record Seat(string Team, IReadOnlyList<string> By);
}

/// <summary>Executed without approvals and gates; what was skipped is named.</summary>
[Event(EventSubject.Requests, "request.emergency", "Executed in an emergency", Checkpointed = true)]
public sealed record RequestForced(ModelRef Model, int? Version, RequestForced.Outcome After, string? Reason) : RequestEvent(Model, Version, Reason)
{
    public sealed record Outcome(long Number, string Slot, int? Version, int? Replaced, string Subject, string Sheet, IReadOnlyList<string> Skipped,
        string Incident, long PostReview);
}

[Event(EventSubject.Requests, "request.withdrawn", "Request withdrawn")]
public sealed record RequestWithdrawn(ModelRef Model, int? Version, EndedRequest After, string? Reason) : RequestEvent(Model, Version, Reason);

[Event(EventSubject.Requests, "request.expired", "Request expired")]
public sealed record RequestExpired(ModelRef Model, int? Version, EndedRequest After) : RequestEvent(Model, Version);

[Event(EventSubject.Requests, "request.superseded", "Request superseded")]
public sealed record RequestSuperseded(ModelRef Model, int? Version, EndedRequest After, string? Reason) : RequestEvent(Model, Version, Reason);

[Event(EventSubject.Requests, "post_review.decided", "Post-review decided")]
public sealed record PostReviewDecided(ModelRef Model, int? Version, PostReviewDecided.Answer After, string? Reason)
    : RequestEvent(Model, Version, Reason), IChangesFitness
{
    public sealed record Answer(long Number, string Slot, PostReviewAnswer Decision, PostReviewState State);
}

/// <summary>A request that ended without being executed.</summary>
public sealed record EndedRequest(long Number, string Slot, int? Version)
{
    public static EndedRequest Of(PromotionRequest request) => new(request.Number, request.Slot, request.VersionNumber);
}
