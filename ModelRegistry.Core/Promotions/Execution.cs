using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Promotions;

/// <summary>
/// Makes an approved request happen: everything was evaluated again in this transaction (the standing), and slot, interval,
/// request, audit and notifications are written together.
/// </summary>
internal static class Execution
{
    public static async Task ExecuteAsync(RegistryTransaction transaction, RequestStanding standing, CancellationToken ct)
    {
        Require(standing);
        await OpenRequests.EndAsync(transaction, standing, RequestState.Executed, null, ct);
        var request = standing.File.Request;
        transaction.Record(new RequestExecuted(standing.File.Model.Ref, request.VersionNumber,
            new(request.Number, request.Slot, request.VersionNumber, request.ExpectedVersionNumber, Subject.Show(standing.Subject.Digest),
                [.. standing.File.Reviews.Where(standing.Counts).Select(review => review.Review.ByName)], standing.Policy.RequiredApprovals, standing.Gates,
                standing.Seats.Count == 0 ? null
                    : [.. standing.Seats.Select(seat => new RequestExecuted.Seat(seat.Seat.Team, [.. seat.By.Select(review => review.ByName)]))]),
                    request.Comment.Length == 0 ? null : request.Comment));
        await MoveAsync(transaction, standing, standing.Policy.IsOpen ? MoveKind.Open : MoveKind.Promotion, request.Comment, ct);
        await RequestNotices.Decided(transaction, standing, $"{RequestNotices.Name(standing)} is done: {Result(standing)}");
    }

    /// <summary>Moves the slot without approvals and gates; what was skipped is on record by name, and a post-review is opened.</summary>
    public static async Task BreakGlassAsync(RegistryTransaction transaction, RequestStanding standing, Emergency emergency, SheetText sheet,
        IReadOnlyList<string> skipped, CancellationToken ct)
    {
        var (request, model) = (standing.File.Request, standing.File.Model);
        (request.Incident, request.EmergencySheet) = (emergency.Incident, sheet.Digest);
        await OpenRequests.EndAsync(transaction, standing, RequestState.Executed, $"Break-glass by {transaction.Actor.Name}: {emergency.Reason}", ct);
        var postReview = new PostReview(await transaction.Db.NextRequestNumberAsync(ct), PostReviewKind.BreakGlass, transaction.Now)
        {
            ModelId = model.Id,
            Slot = request.Slot,
            NormalizedSlot = request.NormalizedSlot,
            VersionId = request.VersionId,
            VersionNumber = request.VersionNumber,
            RequestNumber = request.Number,
            ActorId = transaction.Actor.UserId!.Value,
            ActorName = transaction.Actor.Name,
            Reason = emergency.Reason,
            Incident = emergency.Incident,
            RequiredConfirmations = Math.Max(1, standing.Policy.RequiredApprovals),
        };
        transaction.Db.PostReviews.Add(postReview);
        transaction.Record(new RequestForced(model.Ref, request.VersionNumber,
            new(request.Number, request.Slot, request.VersionNumber, request.ExpectedVersionNumber, Subject.Show(standing.Subject.Digest), sheet.Shown,
                skipped, emergency.Incident, postReview.Number),
            emergency.Reason));
        await MoveAsync(transaction, standing, MoveKind.BreakGlass, emergency.Reason, ct);
        await RequestNotices.UnapprovedAsync(transaction, standing,
            $"{transaction.Actor.Name} broke the glass: {Result(standing)} ({emergency.Incident}). Please look at it", ct);
    }

    private static async Task MoveAsync(RegistryTransaction transaction, RequestStanding standing, MoveKind via, string reason, CancellationToken ct)
    {
        var (request, model) = (standing.File.Request, standing.File.Model);
        var slot = await transaction.Db.NamedSlotAsync(model, request.Slot, standing.File.Slot, ct);
        var version = request is { VersionId: { } id, VersionNumber: { } number } ? new Occupant(id, number) : null;
        await SlotMoves.MoveAsync(transaction, model, new SlotMove(slot, version, via, reason.Length == 0 ? null : Cut(reason), request.Number), ct);
    }

    private static void Require(RequestStanding standing)
    {
        if (!standing.MayMove)
        {
            var why = standing.Blockers.Concat(standing.Gates.Where(gate => gate.CheckedWithApproval).Select(RequestStanding.OfGate)).FirstOrDefault();
            throw new RegistryException(RefusalKind.Conflict, Code(standing), why is not null
                ? $"Request #{standing.File.Request.Number} cannot be executed now. {why.Sentence}"
                : $"Request #{standing.File.Request.Number} has {standing.Approvals.Text()} of {standing.Policy.RequiredApprovals.Text()} approvals.")
            {
                Details = new Dictionary<string, object?>
                {
                    ["state"] = standing.State,
                    ["blockers"] = standing.Blockers.Select(blocker => blocker.Sentence)
                    .ToList()
                },
            };
        }
    }

    // What keeps a version out of every stage has a code of its own, so that a script can tell it from a gate that failed.
    private static string Code(RequestStanding standing) => (standing.File.Version is { } version ? EntryRules.Code(version) : null) ?? "request_blocked";

    private static string Cut(string reason) => reason.Length <= SlotInterval.ReasonMaxLength ? reason : reason[..(SlotInterval.ReasonMaxLength - 1)] + "…";

    private static string Result(RequestStanding standing) => standing.File.Request.VersionNumber is { } number
        ? $"v{number.Text()} is in {standing.File.Request.Slot} of {standing.File.Model.Name}"
        : $"{standing.File.Request.Slot} of {standing.File.Model.Name} is empty";
}
