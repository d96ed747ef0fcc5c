using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Promotions;

public enum PostReviewAnswer
{
    [JsonStringEnumMemberName("confirm")]
    Confirm,
    [JsonStringEnumMemberName("object")]
    Object,
}

/// <summary>An answer to a post-review; an objection says why.</summary>
public sealed record NewPostReview(PostReviewAnswer Decision, string? Comment = null);

/// <summary>A post-review as lists, its page and the API show it.</summary>
public sealed record PostReviewView(long Id, PostReviewKind Kind, PostReviewState State, string Model, string Slot, int? Version, long? RequestId,
    long? RollbackId, string By, DateTimeOffset At,
    string Reason, string? Incident, int RequiredConfirmations, IReadOnlyList<PostReviewDecisionView> Decisions, DateTimeOffset? ClosedAt);

public sealed record PostReviewDecisionView(string By, PostReviewAnswer Decision, string Comment, DateTimeOffset At);

/// <summary>
/// The later look at what was done without approval (rule 13): confirmed by as many eligible people as the policy asks for, at
/// least one; one objection blocks promotions to the slot until a rollback.
/// </summary>
public sealed class PostReviews(RegistryStore store)
{
    /// <summary>Newest first; open and objected ones only, unless all are asked for.</summary>
    public Task<Page<PostReviewView>> ListAsync(bool all, int? pageSize, string? pageToken, Actor actor, CancellationToken ct) =>
        ListAsync(db => Visible(db, actor)
            .Where(row => all || row.Review.State == PostReviewState.Open || row.Review.State == PostReviewState.Objected), pageSize, pageToken, actor, ct);

    /// <summary>Newest first, those that wait for the actor: open, not answered by them, and they may answer.</summary>
    public Task<Page<PostReviewView>> WaitingAsync(int? pageSize, string? pageToken, Actor actor, CancellationToken ct) =>
        ListAsync(db =>
        {
            var waiting = db.PostReviews.WaitingFor(db, actor);
            return Visible(db, actor).Where(row => waiting.Any(review => review.Id == row.Review.Id));
        }, pageSize, pageToken, actor, ct);

    private Task<Page<PostReviewView>> ListAsync(
        Func<RegistryDbContext, IQueryable<PostReviewRow>> listed, int? pageSize, string? pageToken, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var size = PageToken.Size(pageSize);
            var before = PageToken.DecodeLong(pageToken) ?? long.MaxValue;
            var rows = await listed(db).Where(row => row.Review.Number < before)
                .OrderByDescending(row => row.Review.Number).Take(size + 1).ToListAsync(ct);
            var ids = rows.Select(row => row.Review.Id).ToArray();
            var decisions = (await db.PostReviewDecisions.Where(decision => ids.Contains(decision.PostReviewId)).OrderBy(decision => decision.At)
                .ToListAsync(ct)).ToLookup(decision => decision.PostReviewId);
            return new Page<PostReviewView>([.. rows.Take(size).Select(row => View(row, decisions[row.Review.Id]))],
                rows.Count > size ? PageToken.Encode(rows[size - 1].Review.Number) : null);
        }, ct);

    public Task<PostReviewView> GetAsync(long number, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var row = await FindAsync(db, actor, number, ct);
            return View(row, await db.PostReviewDecisions.Where(decision => decision.PostReviewId == row.Review.Id).OrderBy(decision => decision.At)
                .ToListAsync(ct));
        }, ct);

    /// <summary>Why the actor may not answer this post-review; null when they may.</summary>
    public Task<string?> WhyNotAsync(long number, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var row = await FindAsync(db, actor, number, ct);
            return Rights.WhyNot(actor, Right.DecidePostReview) ?? await WhyNotAsync(db, actor, row, ct);
        }, ct);

    public Task<PostReviewView> DecideAsync(long number, NewPostReview command, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.DecidePostReview);
            var db = transaction.Db;
            var row = await FindAsync(db, actor, number, ct);
            await db.LockAsync(row.Model, ct);
            await transaction.TakeTurnAsync(ct);
            await db.Entry(row.Review).ReloadAsync(ct);
            await db.Entry(row.Review).Collection(review => review.Decisions).LoadAsync(ct);
            if (await WhyNotAsync(db, actor, row, ct) is { } sentence)
            {
                throw RegistryException.Forbidden("not_eligible", sentence);
            }

            Decide(transaction, row.Review, command);
            transaction.Record(new PostReviewDecided(row.Model.Ref, row.Review.VersionNumber, new(number, row.Review.Slot, command.Decision, row.Review.State),
                string.IsNullOrWhiteSpace(command.Comment) ? null : command.Comment));
            await db.SaveChangesAsync(ct);
            return View(row, row.Review.Decisions);
        }, ct);

    private static void Decide(RegistryTransaction transaction, PostReview review, NewPostReview command)
    {
        var objects = command.Decision == PostReviewAnswer.Object;
        var comment = Text.Check("comment", command.Comment, PromotionRequest.CommentMaxLength, required: objects);
        if (review.State != PostReviewState.Open || review.Decisions.Exists(decision => decision.ById == transaction.Actor.UserId))
        {
            throw new RegistryException(RefusalKind.Conflict, "post_review_decided",
                review.State == PostReviewState.Open ? "You have answered this post-review already."
                    : $"This post-review is {review.State.ToString().ToLowerInvariant()} already.")
            {
                Details = new Dictionary<string, object?> { ["state"] = review.State },
            };
        }

        review.Decisions.Add(new PostReviewDecision
        {
            PostReviewId = review.Id,
            ById = transaction.Actor.UserId!.Value,
            ByName = transaction.Actor.Name,
            Confirms = !objects,
            Comment = comment,
            At = transaction.Now,
        });
        if (objects || review.Decisions.Count(decision => decision.Confirms) >= review.RequiredConfirmations)
        {
            review.State = objects ? PostReviewState.Objected : PostReviewState.Confirmed;
            review.ClosedAt = transaction.Now;
        }
    }

    private static async Task<string?> WhyNotAsync(RegistryDbContext db, Actor actor, PostReviewRow row, CancellationToken ct)
    {
        if (actor.UserId == row.Review.ActorId)
        {
            return "You did it yourself; somebody else must look at it.";
        }

        var involved = await InvolvedAsync(db, row.Review, ct);
        var pool = await Reviewers.ReadAsync(db, row.Model, row.Review.Slot, involved, ct);
        if (pool.Count == 0)
        {
            return actor.Is(Roles.Admin) || Rights.Owns(actor, row.Model.Place) ? null
                : "No reviewer is free of a hand in it, so an admin or the model's owner must look at it.";
        }

        var hand = involved.Where(person => person.UserId == actor.UserId).Select(person => person.Why).ToList();
        return hand.Count > 0 ? $"You may not look at this, because you {string.Join(" and ", hand)}." : Rights.WhyNot(actor, Right.Review, row.Model.Place,
            stage: row.Review.NormalizedSlot);
    }

    private static async Task<List<Involved>> InvolvedAsync(RegistryDbContext db, PostReview review, CancellationToken ct)
    {
        var doer = new Involved(review.ActorId, review.ActorName, "did it");
        var request = review.RequestNumber is null ? null : await db.PromotionRequests.FirstOrDefaultAsync(found => found.Number == review.RequestNumber, ct);
        IEnumerable<Involved> others = request is not null ? (await Involvement.ReadAsync(db, [request], ct))[request.Id]
            : review.VersionId is { } id ? await Involvement.OfVersionAsync(db, id, ct) : [];
        return await Involvement.WithBoundAsync(db, [doer, .. others], ct);
    }

    private static async Task<PostReviewRow> FindAsync(RegistryDbContext db, Actor actor, long number, CancellationToken ct) =>
        await Visible(db, actor).FirstOrDefaultAsync(row => row.Review.Number == number, ct)
        ?? throw RegistryException.NotFound("post_review_not_found", $"There is no post-review #{number} here, or you may not see it.");

    private static IQueryable<PostReviewRow> Visible(RegistryDbContext db, Actor actor) =>
        db.PostReviews.Join(db.Models.VisibleTo(actor), review => review.ModelId, model => model.Id, (review, model) =>
            new PostReviewRow { Review = review, Model = model });

    private static PostReviewView View(PostReviewRow row, IEnumerable<PostReviewDecision> decisions)
    {
        var review = row.Review;
        return new PostReviewView(review.Number,
            review.Kind, review.State, row.Model.Name, review.Slot, review.VersionNumber, review.RequestNumber, review.RollbackNumber, review.ActorName,
            review.OpenedAt,
            review.Reason, review.Incident, review.RequiredConfirmations,
            [.. decisions.Select(decision =>
                new PostReviewDecisionView(decision.ByName, decision.Confirms ? PostReviewAnswer.Confirm : PostReviewAnswer.Object, decision.Comment,
                decision.At))],
            review.ClosedAt);
    }

    private sealed class PostReviewRow
    {
        public required PostReview Review { get; init; }

        public required Model Model { get; init; }
    }
}
