using System.Globalization;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Promotions;

/// <summary>
/// Where a request stands: a pure function of its file and the time. Whether approvals are stale, what blocks and what may
/// happen next are all found here, for pages, the API and the transaction that executes alike.
/// </summary>
internal sealed record RequestStanding(
    RequestFile File,
    RequestState State,
    PolicyContent Policy,
    SubjectText Subject,
    IReadOnlyList<GateVerdict> Gates,
    int Approvals,
    IReadOnlyList<Blocker> Blockers)
{
    /// <summary>The seats that the policy asks teams to fill, and who fills them.</summary>
    public IReadOnlyList<FilledSeat> Seats { get; private init; } = [];

    /// <summary>What held at its end, which is all that is said of a request that has ended.</summary>
    public RequestEnd? End { get; init; }

    /// <summary>A click executes it: approved, or open at a policy that needs nobody, and nothing is in the way. Files are verified with the click.</summary>
    public bool CanExecute => Blockers.Count == 0 && (State == RequestState.Approved || (State == RequestState.Open && Policy.RequiredApprovals == 0));

    /// <summary>It moves as it stands: nothing is left that would have to be checked first.</summary>
    public bool MayMove => CanExecute && Gates.All(gate => gate.Passes);

    public bool IsStale(Review review) => review.Subject != Subject.Digest;

    /// <summary>
    /// Whether an approval counts: of the present subject, by somebody who may still review and had no hand in it; of a person and their stand-in, who are
    /// one (rule 8), the first.
    /// </summary>
    public bool Counts(StandingReview review) => MayCount(review) && OneWith(review.Review) is null;

    /// <summary>An approval before this one, of whom its author stands in for, or of who stands in for its author.</summary>
    public Review? OneWith(Review review) => File.Reviews.TakeWhile(other => other.Review.ById != review.ById)
        .Where(other => MayCount(other) && File.AreOne(review.ById, other.Review.ById)).Select(other => other.Review).FirstOrDefault();

    /// <summary>The approval that counts of whom this person stands in for, or of who stands in for them.</summary>
    public Review? OneWith(Guid? person) => File.Reviews.Where(review => Counts(review) && File.AreOne(person, review.Review.ById))
        .Select(review => review.Review).FirstOrDefault();

    private bool MayCount(StandingReview review) =>
        review.Review.Decision == ReviewDecision.Approve && !IsStale(review.Review) && review.AuthorIsReviewer && review.Exclusion is null;

    public static RequestStanding Of(RequestFile file, DateTimeOffset now) => Of(file, file.Request.FinalSubject is { } ended
        ? new SubjectText { Digest = ended }
        : Promotions.Subject.Of(file.Request, file.Model.Name, file.Version, file.Policy), now);

    /// <summary>The same where the subject is known already, as in lists, which read its digest alone.</summary>
    public static RequestStanding Of(RequestFile file, SubjectText subject, DateTimeOffset now)
    {
        if (RequestEnd.Of(file.Request) is { } end)
        {
            return new RequestStanding(file, file.Request.State, PolicyContent.FromText(end.Policy), subject, end.Gates, end.Approvals, []) { End = end };
        }

        var (request, policy) = (file.Request, file.Policy);
        var gates = request.VersionId is null || file.Version is null ? []
            : GateEvaluation.Evaluate(policy.Gates, new GateFacts(file.Version, file.Occupant, now));
        var standing = new RequestStanding(file, request.State, policy, subject, gates, 0, []);
        var counted = file.Reviews.Where(standing.Counts).ToList();
        var seats = FilledSeat.Of(policy.Seats ?? [], counted);
        var approvals = FilledSeat.Approvals(seats, counted.Count, policy.RequiredApprovals);
        var blocks = file.Reviews.Where(review => review.Review.Decision == ReviewDecision.RequestChanges && !standing.IsStale(review.Review)).ToList();
        return standing with
        {
            Approvals = approvals,
            Seats = seats,
            State = StateOf(request, policy, approvals, blocks.Count > 0, now),
            Blockers = [.. Blocking(file, gates, blocks)]
        };
    }

    private static RequestState StateOf(PromotionRequest request, PolicyContent policy, int approvals, bool blocked, DateTimeOffset now)
    {
        if (now >= request.ExpiresAt)
        {
            return RequestState.Expired;
        }

        if (blocked)
        {
            return RequestState.ChangesRequested;
        }

        return policy.RequiredApprovals > 0 && approvals >= policy.RequiredApprovals ? RequestState.Approved : RequestState.Open;
    }

    private static IEnumerable<Blocker> Blocking(RequestFile file, IReadOnlyList<GateVerdict> gates, List<StandingReview> blocks)
    {
        if (file.Version is { Status: not VersionStatus.Ready } version)
        {
            yield return new Blocker(Blocker.NotSealed, $"v{version.Number.Text()} is not sealed.", "a version that is not sealed");
        }

        if (file is { Version: null, Request: { VersionId: not null, VersionNumber: var gone } })
        {
            yield return new Blocker(Blocker.Deleted, string.Create(CultureInfo.InvariantCulture, $"v{gone} was deleted. An admin can restore it."),
                "a deleted version");
        }

        if (file.Version is { Archived: true } archived)
        {
            yield return new Blocker(EntryRules.Archived, EntryRules.ArchivedSentence(archived.Number), "an archived version");
        }

        if (file.Version is { Quarantined: true } quarantined)
        {
            yield return new Blocker(EntryRules.Quarantined, EntryRules.QuarantinedSentence(quarantined.Number), "the quarantine");
        }

        if (file.Slot?.VersionId != file.Request.ExpectedVersionId)
        {
            yield return new Blocker(Blocker.Occupant, $"Another version is in {file.Request.Slot} than this request expects.", "another occupant");
        }

        foreach (var block in blocks)
        {
            yield return new Blocker(Blocker.Changes, $"{block.Review.ByName} asked for changes. They, or an admin, can lift that.", block.Review.ByName);
        }

        foreach (var gate in gates.Where(gate => gate.Blocks))
        {
            yield return OfGate(gate);
        }

        if (file.Objected)
        {
            yield return Objection(file.Request.Slot);
        }
    }

    public static Blocker OfGate(GateVerdict gate) => new(Blocker.Gate, $"{gate.Expression}: {gate.Detail}", gate.Expression);

    public static Blocker Objection(string slot) =>
        new(Blocker.Objected, $"Somebody objected to how the present version came into {slot}. Nothing is promoted there until a rollback.", "an objection");
}
