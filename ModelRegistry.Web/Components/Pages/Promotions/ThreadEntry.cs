using System.Globalization;
using ModelRegistry.Core.Promotions;

namespace ModelRegistry.Web.Components.Pages.Promotions;

/// <summary>One line of a request's discussion: its opening, a decision, a comment or its end.</summary>
public sealed record ThreadEntry(string Key, DateTimeOffset At, string By, string Did, string Text, string? Note, string? Sheet = null)
{
    /// <summary>The comment that whoever looks may take back; null where there is none.</summary>
    public long? TakesBack { get; init; }

    /// <summary>In the order in which it happened; the end only when every comment before it is there.</summary>
    public static IReadOnlyList<ThreadEntry> Of(RequestView request, IReadOnlyList<RequestCommentView> comments, bool complete) =>
    [
        new("opened", request.RequestedAt, request.RequestedBy, request.Automatic ? "was asked for by the policy" : "asked for this", "", null),
        .. request.Reviews.Select((review, index) => Decision(request, review, index)).Concat(comments.Select(Comment)).OrderBy(entry => entry.At),
        .. request.DecidedAt is { } at
            && complete ? new[] { new ThreadEntry("ended", at, request.DecidedBy ?? "registry", RequestWords.State(request.State).Text, request.Outcome ?? "",
            null, request.EmergencySheet is null ? null : Urls.Sheet(request.Id, null)) } : [],
    ];

    private static ThreadEntry Decision(RequestView request, ReviewView review, int index) => new(
        string.Create(CultureInfo.InvariantCulture, $"review-{index}"), review.At, review.By, RequestWords.Decided(review.Decision), review.Comment,
            NoteOf(review), review.Sheet is null ? null : Urls.Sheet(request.Id, review.Number));

    private static ThreadEntry Comment(RequestCommentView comment) => new(
        string.Create(CultureInfo.InvariantCulture, $"comment-{comment.Id}"), comment.At, comment.By, "commented", comment.Text,
            comment.TakenBackBy is { } by ? $"taken back by {by}" : null)
    {
        TakesBack = comment.MayTakeBack ? comment.Id : null,
    };

    private static string? NoteOf(ReviewView review) => review switch
    {
        { Ended: ReviewEnd.Withdrawn } => "taken back",
        { Ended: ReviewEnd.Replaced } => "decided anew later",
        { Ended: ReviewEnd.Dismissed } => $"dismissed by {review.EndedBy}{(string.IsNullOrEmpty(review.EndReason) ? "" : $": {review.EndReason}")}",
        { Stale: true } => "about what was there before",
        _ => null,
    };
}
