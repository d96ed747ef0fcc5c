using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Promotions;

/// <summary>
/// Who may answer a post-review (rule 13), as a condition for the database, so that counts and lists hold only what waits for somebody. Decisions never use it.
/// A test compares it with what <see cref="PostReviews"/> says to everybody.
/// </summary>
internal static class PostReviewsInSql
{
    /// <summary>
    /// Those that wait for this person: open, not answered by them, and they are a reviewer without a hand in it who sees the model; or there is no such
    /// reviewer, and they are an admin or the model's owner and did not do it themselves.
    /// </summary>
    public static IQueryable<PostReview> WaitingFor(this IQueryable<PostReview> reviews, RegistryDbContext db, Actor actor)
    {
        var (me, isReviewer, isAdmin) = (actor.UserId ?? Guid.Empty, Rights.Allows(actor, Right.Review), actor.Is(Roles.Admin));
        var (models, own, able) = (db.Models.VisibleTo(actor), db.Models.OwnedBy(actor), Able(db));
        return reviews.Where(review => review.State == PostReviewState.Open && review.ActorId != me
            && models.Any(model => model.Id == review.ModelId)
            && !db.PostReviewDecisions.Any(decision => decision.PostReviewId == review.Id && decision.ById == me)
            && ((isReviewer && able.Any(pair => pair.ReviewId == review.Id && pair.UserId == me))
                || ((isAdmin || own.Any(model => model.Id == review.ModelId)) && !able.Any(pair => pair.ReviewId == review.Id))));
    }

    /// <summary>The active people who may review the stage of a post-review and had no hand in it.</summary>
    private static IQueryable<Pair> Able(RegistryDbContext db)
    {
        var (hands, granted, standIns) = (Hands(db), GrantedModels.Reviewing(db), PresentStandIns.InForce(db));
        return
            from review in db.PostReviews
            join model in db.Models on review.ModelId equals model.Id
            from user in db.Users
            where user.DisabledAt == null
                && db.UserRoles.Any(row => row.UserId == user.Id && db.Roles.Any(role => role.Id == row.RoleId && role.Name == Roles.Reviewer))
                && (!model.Closed || model.OwnerId == user.Id
                    || db.UserRoles.Any(row => row.UserId == user.Id
                        && db.Roles.Any(role => role.Id == row.RoleId && (role.Name == Roles.Admin || role.Name == Roles.Auditor)))
                    || granted.Any(grant => grant.PersonId == user.Id && grant.ModelId == model.Id
                        && (grant.NormalizedStage == null || grant.NormalizedStage == review.NormalizedSlot)))
                && !hands.Any(hand => hand.ReviewId == review.Id && (hand.UserId == user.Id || hand.ResponsibleId == user.Id))
                && !standIns.Any(pair => pair.StandInId == user.Id && hands.Any(hand => hand.ReviewId == review.Id
                    && (hand.UserId == pair.PersonId || hand.ResponsibleId == pair.PersonId)))
            select new Pair { ReviewId = review.Id, UserId = user.Id };
    }

    /// <summary>The accounts that had a hand in what was done: the doer, and whoever <see cref="Involvement"/> finds for the request or the version.</summary>
    private static IQueryable<Hand> Hands(RegistryDbContext db)
    {
        var ofRequests = StandingInSql.Hands(db);
        return
            from review in db.PostReviews
            from account in db.Users
            where account.Id == review.ActorId
                || (review.RequestNumber != null
                    && ofRequests.Any(hand => hand.Request.Number == review.RequestNumber && hand.Account.Id == account.Id))
                || (review.RequestNumber == null
                    && (db.Versions.Any(version => version.Id == review.VersionId && version.Digest != null
                            && db.Versions.IgnoreQueryFilters(Deletion.Filters).Any(other => other.Digest == version.Digest && other.CreatedById == account.Id))
                        || db.VersionFiles.Any(file => file.VersionId == review.VersionId && file.UploadedById == account.Id)
                        || db.Versions.Any(version => version.Id == review.VersionId && version.RunCreatedById == account.Id)
                        || db.Metrics.Any(metric => metric.VersionId == review.VersionId && metric.IsCurrent && metric.ById == account.Id)))
            select new Hand { ReviewId = review.Id, UserId = account.Id, ResponsibleId = account.ResponsibleId };
    }

    private sealed class Pair
    {
        public required Guid ReviewId { get; init; }

        public required Guid UserId { get; init; }
    }

    private sealed class Hand
    {
        public required Guid ReviewId { get; init; }

        public required Guid UserId { get; init; }

        public required Guid? ResponsibleId { get; init; }
    }
}
