using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Promotions;

namespace ModelRegistry.Core.Upkeep;

/// <summary>Decisions of reviewers, one by one, against the events that recorded them: none was added, changed, revived or removed since.</summary>
internal static class ReviewCheck
{
    private const int Batch = 200;

    private static readonly EventSet Kinds = new(typeof(RequestReviewed), typeof(ReviewWithdrawn), typeof(ReviewDismissed));

    public static async Task RunAsync(CheckScope scope, CancellationToken ct)
    {
        scope.Progress.Step("Checking decisions against their events.");
        for (var after = long.MinValue; ;)
        {
            var rows = await scope.Db.Reviews.Where(review => review.Id > after).OrderBy(review => review.Id).Take(Batch)
                .Select(review => new Row(review,
                    scope.Db.PromotionRequests.Where(request => request.Id == review.RequestId).Select(request => request.Number).FirstOrDefault()))
                    .ToListAsync(ct);
            await SheetCheck.RunAsync(scope, [.. rows.Where(row => row.Review.Sheet.Length > 0)
                .Select(row => (row.Review.Sheet, $"{row.Review.ByName} about request #{row.Request}"))], ct);
            var instants = rows.Select(row => row.Review.At).Concat(rows.Select(row => row.Review.EndedAt).OfType<DateTimeOffset>());
            var events = await scope.Db.AtAsync(Kinds, instants, ct);
            rows.ForEach(row => Check(scope.Log, row, events));
            scope.Log.Count("reviews", rows.Count);
            if (rows.Count < Batch)
            {
                break;
            }

            after = rows[^1].Review.Id;
        }

        await RequireRowsAsync(scope, ct);
    }

    private static void Check(FindingLog log, Row row, ILookup<DateTimeOffset, TrailEvent> events)
    {
        var review = row.Review;
        var made = events[review.At].FirstOrDefault(told => told.Event is RequestReviewed && told.Number == row.Request && told.ActorId == review.ById);
        if (made is null)
        {
            log.Error("review_unrecorded",
                $"The decision of {review.ByName} about request #{row.Request} at {AuditBody.TimeText(review.At)} is not in the audit trail.");
        }
        else if (made.Event is RequestReviewed { After: var recorded }
            && (recorded.Decision != review.Decision || recorded.Subject != Subject.Show(review.Subject)
                || recorded.Sheet != Subject.Show(review.Sheet) || (made.Body.Reason ?? "") != review.Comment))
        {
            log.Error("review_differs", $"The decision of {review.ByName} about request #{row.Request} is not the one that was recorded: {recorded.Decision}.",
                new Place(made.Body.Model, made.Body.Version, Seq: made.Seq));
        }

        if (review.EndedAt is { } ended && !events[ended].Any(told => told.Number == row.Request && Ended(told, review)))
        {
            log.Error("review_differs", $"The decision of {review.ByName} about request #{row.Request} counts as {review.End}, but the audit trail does not "
                + "say so.");
        }
    }

    private static bool Ended(TrailEvent told, Review review) => review.End switch
    {
        ReviewEnd.Withdrawn => told.Event is ReviewWithdrawn && told.ActorId == review.ById,
        ReviewEnd.Dismissed => told.Event is ReviewDismissed { After: var block } && block.Reviewer == review.ByName,
        ReviewEnd.Replaced => told.Event is RequestReviewed && told.ActorId == review.ById,
        null => false,
    };

    /// <summary>The other way round: every recorded decision is there, and one that was taken back stands no more.</summary>
    private static async Task RequireRowsAsync(CheckScope scope, CancellationToken ct)
    {
        await foreach (var batch in scope.Db.WalkAsync(Kinds, null, ct))
        {
            var (numbers, instants) = (batch.Select(told => told.Number).OfType<long>().Distinct().ToArray(), batch.Select(told => told.At).Distinct()
                .ToArray());
            var rows = await scope.Db.Reviews.Where(review =>
                instants.Contains(review.At) || (review.EndedAt != null && instants.Contains(review.EndedAt.Value)))
                .Join(scope.Db.PromotionRequests.Where(request => numbers.Contains(request.Number)), review => review.RequestId, request =>
                    request.Id, (review, request) => new Row(review, request.Number)).ToListAsync(ct);
            foreach (var told in batch.Where(told => !rows.Exists(row => row.Request == told.Number && IsTold(told, row.Review))))
            {
                scope.Log.Error("review_missing",
                    $"{told.Body.Actor.Name} {(told.Event is RequestReviewed ? "decided about" : "ended a decision about")} request #{told.Number}, but no "
                    + "decision says so.", new Place(told.Body.Model, told.Body.Version, Seq: told.Seq));
            }
        }
    }

    private static bool IsTold(TrailEvent told, Review review) =>
        told.Event is RequestReviewed ? review.At == told.At && review.ById == told.ActorId : review.EndedAt == told.At && Ended(told, review);

    private sealed record Row(Review Review, long Request);
}
