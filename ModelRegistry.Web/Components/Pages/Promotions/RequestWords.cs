using System.Globalization;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Web.Components.Shared;

namespace ModelRegistry.Web.Components.Pages.Promotions;

/// <summary>What requests, their states and their verdicts are called on pages.</summary>
public static class RequestWords
{
    public static string Stage(string slot) => slot.Length == 0 ? slot : char.ToUpperInvariant(slot[0]) + slot[1..];

    public static string Version(int? number) => number is { } known ? string.Create(CultureInfo.InvariantCulture, $"v{known}") : "nothing";

    /// <summary>"fraud v12 → Production", or what would be emptied.</summary>
    public static string Wish(string model, int? version, string stage) =>
        version is null ? $"{model}: empty {Stage(stage)}" : $"{model} {Version(version)} → {Stage(stage)}";

    /// <summary>The request as one sentence, for the title of its page.</summary>
    public static string Sentence(RequestView request) => (request.Version, request.ExpectedOccupant) switch
    {
        (null, var occupant) => $"Empty {Stage(request.Stage)} of {request.Model}, where {Version(occupant)} is",
        (var version, null) => $"Promote {request.Model} {Version(version)} to {Stage(request.Stage)}",
        var (version, occupant) => $"Promote {request.Model} {Version(version)} to {Stage(request.Stage)}, replacing {Version(occupant)}",
    };

    public static (ChipKind Kind, string Text) State(RequestState state) => state switch
    {
        RequestState.Open => (ChipKind.Accent, "open"),
        RequestState.ChangesRequested => (ChipKind.Warn, "changes requested"),
        RequestState.Approved => (ChipKind.Good, "approved"),
        RequestState.Executed => (ChipKind.Good, "executed"),
        RequestState.Rejected => (ChipKind.Bad, "rejected"),
        RequestState.Withdrawn => (ChipKind.Neutral, "withdrawn"),
        RequestState.Expired => (ChipKind.Neutral, "expired"),
        RequestState.Superseded => (ChipKind.Neutral, "superseded"),
    };

    public static (ChipKind Kind, string Text) Verdict(GateVerdict gate) =>
        gate.CheckedWithApproval ? (ChipKind.Neutral, "Checked with the approval") : Verdict(gate.Verdict);

    /// <summary>What the button says: with the approval nothing moves while something else is in the way, which is said before it is pressed.</summary>
    public static string Approve(RequestView request, string viewer, bool again)
    {
        var word = again ? "Approve again" : "Approve";
        // An approval lifts one's own request for changes.
        var stays = request.BlockedBy.Where(blocker => !(blocker.IsChanges && blocker.About == viewer)).ToList();
        return stays.Count switch
        {
            0 => word,
            1 => $"{word}; stays blocked by {stays[0].About}",
            var count => string.Create(CultureInfo.InvariantCulture, $"{word}; stays blocked by {stays[0].About} and {count - 1} more"),
        };
    }

    private static (ChipKind Kind, string Text) Verdict(Verdict verdict) => verdict switch
    {
        Core.Policies.Verdict.Pass => (ChipKind.Good, "Pass"),
        Core.Policies.Verdict.Fail => (ChipKind.Bad, "Fail"),
        Core.Policies.Verdict.Missing => (ChipKind.Warn, "Missing"),
        Core.Policies.Verdict.NotComparable => (ChipKind.Warn, "Not comparable"),
    };

    /// <summary>What a reviewer did, as a verb.</summary>
    public static string Decided(ReviewDecision decision) => decision switch
    {
        ReviewDecision.Approve => "approved",
        ReviewDecision.RequestChanges => "asked for changes",
        ReviewDecision.Reject => "rejected",
    };

    public static (ChipKind Kind, string Text) State(PostReviewState state) => state switch
    {
        PostReviewState.Open => (ChipKind.Warn, "to be looked at"),
        PostReviewState.Objected => (ChipKind.Bad, "objected"),
        PostReviewState.Confirmed => (ChipKind.Good, "confirmed"),
        PostReviewState.Settled => (ChipKind.Neutral, "settled by a rollback"),
    };

    public static string Did(PostReviewView review) => (review.Kind, review.Version) switch
    {
        (PostReviewKind.BreakGlass, null) => $"emptied {Stage(review.Slot)} of {review.Model} without approval",
        (PostReviewKind.BreakGlass, var version) => $"put {review.Model} {Version(version)} into {Stage(review.Slot)} without approval",
        (PostReviewKind.Rollback, null) => $"took {review.Model} out of {Stage(review.Slot)}",
        (PostReviewKind.Rollback, var version) => $"took {Stage(review.Slot)} of {review.Model} back to {Version(version)}",
    };

    /// <summary>The same without who did it.</summary>
    public static string Done(PostReviewView review) => (review.Kind, review.Version) switch
    {
        (PostReviewKind.BreakGlass, null) => $"{Stage(review.Slot)} of {review.Model} emptied",
        (PostReviewKind.BreakGlass, var version) => $"{review.Model} {Version(version)} put into {Stage(review.Slot)}",
        (PostReviewKind.Rollback, null) => $"{review.Model} taken out of {Stage(review.Slot)}",
        (PostReviewKind.Rollback, var version) => $"{Stage(review.Slot)} of {review.Model} taken back to {Version(version)}",
    };

    /// <summary>"2 reviews wait for you": what the badge, Home and Reviews count.</summary>
    public static string Waiting(int reviews) => reviews switch
    {
        0 => "No review waits for you",
        1 => "1 review waits for you",
        > Inbox.MostCounted => string.Create(CultureInfo.InvariantCulture, $"More than {Inbox.MostCounted} reviews wait for you"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{reviews} reviews wait for you"),
    };

    /// <summary>"a, b, c and 4 more".</summary>
    public static string People(IReadOnlyList<string> first, int count) => count > first.Count
        ? string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", first)} and {count - first.Count} more")
        : string.Join(", ", first);

    public static string Approvals(int number) => number == 1 ? "1 approval" : string.Create(CultureInfo.InvariantCulture, $"{number} approvals");
}
