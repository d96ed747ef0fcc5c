using ModelRegistry.Core.Audit;
using static ModelRegistry.Core.Audit.AuditSentence;

namespace ModelRegistry.Core.Promotions;

/// <summary>Tells how a promotion request was opened, judged and ended, and how what was done in an emergency was judged later.</summary>
internal static class RequestSentences
{
    private const int MostSkipped = 5;

    public static EventSentences All { get; } = new EventSentences()
        .Say<RequestOpened>((entry, opened) => Opened(entry, opened.After))
        .Say<RequestCommented>((entry, commented) => About(entry, $"commented on request #{commented.After.Number} for"))
        .Say<RequestCommentTakenBack>((entry, taken) => About(entry,
            $"took back {(taken.Before.By == entry.Actor ? "a comment" : $"a comment of {taken.Before.By}")} on request #{taken.Before.Number} for"))
        .Say<RequestReviewed>((entry, reviewed) => About(entry, $"{Decided(reviewed.After.Decision)} request #{reviewed.After.Number} for",
            reviewed.After.For is { } stoodInFor ? $", standing in for {string.Join(" and ", stoodInFor)}" : ""))
        .Say<ReviewWithdrawn>((entry, withdrawn) => About(entry, $"withdrew their review of request #{withdrawn.After.Number} for"))
        .Say<ReviewDismissed>((entry, dismissed) => About(entry, $"dismissed a review of request #{dismissed.After.Number} for", Because(entry)))
        .Say<RequestExecuted>((entry, executed) => About(entry, $"executed request #{executed.After.Number} for"))
        .Say<RequestForced>((entry, forced) => Forced(entry, forced.After))
        .Say<RequestWithdrawn>((entry, withdrawn) => About(entry, $"withdrew request #{withdrawn.After.Number} for", Because(entry)))
        .Say<RequestExpired>((entry, expired) => Ended(entry, expired.After, " expired"))
        .Say<RequestSuperseded>((entry, superseded) => Ended(entry, superseded.After, " was superseded"))
        .Say<PostReviewDecided>((entry, decided) =>
            About(entry, $"{(decided.After.Decision == PostReviewAnswer.Confirm ? "confirmed" : "objected")} in post-review #{decided.After.Number} of"));

    private static AuditSentence Opened(AuditEntry entry, RequestOpened.Wish wish) => wish.Version is { } number
        ? About(entry, $"asked to move {wish.Slot} of {entry.Model} to", $" in request #{wish.Number}", Short(number))
        : About(entry, $"asked to empty {wish.Slot} of", $" in request #{wish.Number}", entry.Model);

    private static AuditSentence Forced(AuditEntry entry, RequestForced.Outcome outcome)
    {
        var (did, subject) = outcome.Version is { } number
            ? ($"moved {outcome.Slot} of {entry.Model} in an emergency to", Short(number))
            : ($"emptied, in an emergency, {outcome.Slot} of", entry.Model);
        return About(entry, did, $"{Skipped(outcome.Skipped)} (incident {outcome.Incident}){Because(entry)}", subject);
    }

    // Nobody did it: the time ran out, or another request took its place.
    private static AuditSentence Ended(AuditEntry entry, EndedRequest request, string happened) =>
        new($"Request #{request.Number} for ", entry.SubjectName(), happened);

    private static string Decided(ReviewDecision decision) => decision switch
    {
        ReviewDecision.Approve => "approved",
        ReviewDecision.RequestChanges => "asked for changes in",
        _ => "rejected",
    };

    private static string Skipped(IReadOnlyList<string> skipped)
    {
        var more = skipped.Count > MostSkipped ? $" and {skipped.Count - MostSkipped} more" : "";
        return skipped.Count == 0 ? "" : $", skipping {string.Join(", ", skipped.Take(MostSkipped))}{more}";
    }
}
