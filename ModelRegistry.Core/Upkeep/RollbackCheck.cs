using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Upkeep;

/// <summary>
/// What was done without approval: each rollback moved its slot, has its post-review and the quarantine it set; each post-review has its act and its answers.
/// </summary>
internal static class RollbackCheck
{
    private const int Batch = 200;

    private static readonly EventSet Kinds = new(typeof(RollbackExecuted), typeof(SlotMoved));
    private static readonly EventSet Executed = new(typeof(RollbackExecuted));
    private static readonly EventSet Answers = new(typeof(PostReviewDecided));

    public static async Task RunAsync(CheckScope scope, CancellationToken ct)
    {
        scope.Progress.Step("Checking rollbacks, post-reviews and quarantines.");
        await CheckRollbacksAsync(scope, ct);
        await RequireRowsAsync(scope, ct);
        await CheckPostReviewsAsync(scope, ct);
        await QuarantineCheck.RunAsync(scope, ct);
    }

    private static async Task CheckRollbacksAsync(CheckScope scope, CancellationToken ct)
    {
        for (var after = 0L; ;)
        {
            var rollbacks = await scope.Db.Rollbacks.Where(rollback => rollback.Number > after).OrderBy(rollback => rollback.Number).Take(Batch)
                .ToListAsync(ct);
            await CheckAsync(scope, rollbacks, ct);
            scope.Log.Count("rollbacks", rollbacks.Count);
            if (rollbacks.Count < Batch)
            {
                return;
            }

            after = rollbacks[^1].Number;
        }
    }

    private static async Task CheckAsync(CheckScope scope, List<Rollback> rollbacks, CancellationToken ct)
    {
        var db = scope.Db;
        var numbers = rollbacks.Select(rollback => (long?)rollback.Number).ToArray();
        var quarantineNumbers = rollbacks.Select(rollback => rollback.QuarantineNumber).OfType<long>().ToArray();
        var modelIds = rollbacks.Select(rollback => rollback.ModelId).Distinct().ToArray();
        var models = await db.Models.IgnoreQueryFilters(Deletion.Filters).Where(model => modelIds.Contains(model.Id))
            .ToDictionaryAsync(model => model.Id, model => model.Name, ct);
        var postReviews = (await db.PostReviews.Where(review => numbers.Contains(review.RollbackNumber))
            .Select(review => new { review.Number, review.RollbackNumber, review.OpenedAt }).ToListAsync(ct)).ToLookup(review => review.RollbackNumber);
        // The move may be a few milliseconds after the change, to come after the last move; the post-review is of the same instant as the event.
        var events = await db.AtAsync(Kinds, postReviews.SelectMany(found => found).Select(found => found.OpenedAt), ct);
        var quarantines = await db.Quarantines.Where(quarantine => quarantineNumbers.Contains(quarantine.Number))
            .ToDictionaryAsync(quarantine => quarantine.Number, quarantine => quarantine.VersionId, ct);
        foreach (var rollback in rollbacks)
        {
            var place = new Place(models.GetValueOrDefault(rollback.ModelId), rollback.ToVersionNumber ?? rollback.FromVersionNumber, rollback.Slot);
            var postReview = postReviews[rollback.Number].FirstOrDefault(found => found.Number == rollback.PostReviewNumber);
            if (postReview is null)
            {
                scope.Log.Error("post_review_missing", $"Rollback #{rollback.Number} has no post-review.", place);
            }
            else
            {
                CheckEvent(scope.Log, rollback, [.. events[postReview.OpenedAt]], place);
            }

            CheckQuarantine(scope.Log, rollback, quarantines, place);
        }
    }

    private static void CheckQuarantine(FindingLog log, Rollback rollback, Dictionary<long, Guid> quarantines, Place place)
    {
        if (rollback.QuarantineNumber is { } number && !(quarantines.TryGetValue(number, out var quarantined) && quarantined == rollback.FromVersionId))
        {
            log.Error("quarantine_missing", $"Rollback #{rollback.Number} quarantined the version it removed, but quarantine #{number} is not there.", place);
        }
    }

    private static void CheckEvent(FindingLog log, Rollback rollback, List<TrailEvent> events, Place place)
    {
        var told = events.Find(found => found.Event is RollbackExecuted && found.Number == rollback.Number);
        if (told is null)
        {
            log.Error("rollback_unrecorded", $"Rollback #{rollback.Number} is there, but the audit trail does not tell of it.", place);
        }
        else if (told.Event is RollbackExecuted { Before: var was, After: var now }
            && (was.Version != rollback.FromVersionNumber || now.Version != rollback.ToVersionNumber
            || now.Quarantine != rollback.QuarantineNumber || now.PostReview != rollback.PostReviewNumber || told.Body.Reason != rollback.Reason
                || told.Body.Actor.Name != rollback.ActorName))
        {
            log.Error("rollback_differs", $"Rollback #{rollback.Number} is not the one that was recorded.", place with { Seq = told.Seq });
        }

        var move = events.Select(RecordedMove.Of).FirstOrDefault(found => found?.Rollback == rollback.Number);
        if (move is null || move.At != rollback.At || move.To != rollback.ToVersionNumber)
        {
            log.Error("rollback_without_move", $"Rollback #{rollback.Number} is there, but did not move {rollback.Slot} as it says.",
                place with { Seq = told?.Seq });
        }
    }

    /// <summary>The other way round: what was recorded is there.</summary>
    private static async Task RequireRowsAsync(CheckScope scope, CancellationToken ct)
    {
        await foreach (var batch in scope.Db.WalkAsync(Executed, null, ct))
        {
            var numbers = batch.Select(told => told.Number).OfType<long>().Distinct().ToArray();
            var there = (await scope.Db.Rollbacks.Where(rollback => numbers.Contains(rollback.Number)).Select(rollback => rollback.Number).ToListAsync(ct))
                .ToHashSet();
            foreach (var told in batch.Where(told => !there.Contains(told.Number ?? 0)))
            {
                scope.Log.Error("rollback_missing", $"The audit trail tells of rollback #{told.Number}, but it is not there.",
                    new Place(told.Body.Model, told.Body.Version, Seq: told.Seq));
            }
        }
    }

    private static async Task CheckPostReviewsAsync(CheckScope scope, CancellationToken ct)
    {
        for (var after = 0L; ;)
        {
            var reviews = await scope.Db.PostReviews.Include(review => review.Decisions).Where(review => review.Number > after).OrderBy(review => review.Number)
                .Take(Batch).ToListAsync(ct);
            await CheckAsync(scope, reviews, ct);
            scope.Log.Count("postReviews", reviews.Count);
            if (reviews.Count < Batch)
            {
                return;
            }

            after = reviews[^1].Number;
        }
    }

    private static async Task CheckAsync(CheckScope scope, List<PostReview> reviews, CancellationToken ct)
    {
        var requestNumbers = reviews.Select(review => review.RequestNumber).OfType<long>().ToArray();
        var rollbackNumbers = reviews.Select(review => review.RollbackNumber).OfType<long>().ToArray();
        var requests = (await scope.Db.PromotionRequests.Where(request =>
            requestNumbers.Contains(request.Number) && request.State == RequestState.Executed && request.Incident != null).Select(request => request.Number)
            .ToListAsync(ct)).ToHashSet();
        var rollbacks = (await scope.Db.Rollbacks.Where(rollback => rollbackNumbers.Contains(rollback.Number)).Select(rollback => rollback.Number)
            .ToListAsync(ct)).ToHashSet();
        var events = await scope.Db.AtAsync(Answers, reviews.SelectMany(review => review.Decisions).Select(decision => decision.At), ct);
        foreach (var review in reviews)
        {
            var act = review.Kind == PostReviewKind.BreakGlass && review.RollbackNumber
                is null ? review.RequestNumber is { } request && requests.Contains(request) : review.RollbackNumber is { } rollback
                && rollbacks.Contains(rollback);
            if (!act)
            {
                scope.Log.Error("post_review_of_nothing", $"Post-review #{review.Number} is of an act that is not there.",
                    new Place(Version: review.VersionNumber, Slot: review.Slot));
            }

            CheckAnswers(scope.Log, review, events);
        }
    }

    private static void CheckAnswers(FindingLog log, PostReview review, ILookup<DateTimeOffset, TrailEvent> events)
    {
        var place = new Place(Version: review.VersionNumber, Slot: review.Slot);
        foreach (var decision in review.Decisions)
        {
            var told = events[decision.At].FirstOrDefault(told => told.Number == review.Number && told.ActorId == decision.ById);
            if (told is not { Event: PostReviewDecided { After.Decision: var answer } } || (answer == PostReviewAnswer.Confirm) != decision.Confirms)
            {
                log.Error("review_unrecorded", $"The answer of {decision.ByName} to post-review #{review.Number} is not the one in the audit trail.",
                    place with { Seq = told?.Seq });
            }
        }

        var confirmed = review.Decisions.Count(decision => decision.Confirms);
        if ((review.State == PostReviewState.Confirmed && confirmed < review.RequiredConfirmations)
            || (review.State == PostReviewState.Objected && confirmed == review.Decisions.Count))
        {
            log.Error("post_review_differs", $"Post-review #{review.Number} is {review.State}, but its answers do not make it so.", place);
        }
    }
}
