using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Promotions;

/// <summary>
/// What <see cref="RequestStanding"/> says of one request, as conditions for the database, so that lists are filtered before
/// they are cut into pages. Decisions never use it. A test compares the two after every kind of change.
/// </summary>
internal static class StandingInSql
{
    /// <summary>
    /// Those that wait for this reviewer: nobody blocks them, approvals are missing, one of which this reviewer could give, and the reviewer had no hand in
    /// them and has not decided about the present subject; or the reviewer asked for changes and was answered.
    /// </summary>
    /// <remarks>
    /// Of seats: the most that any set of teams is short of people is what is missing in all. An approval beside the seats helps while more are needed than
    /// these and those that are there; one for a seat helps where its author is in each set that is short of the most.
    /// </remarks>
    public static async Task<IQueryable<PromotionRequest>> WaitingForAsync(this IQueryable<PromotionRequest> requests, RegistryDbContext db, Guid reviewer,
        DateTimeOffset now, CancellationToken ct)
    {
        var approvals = await CountingAsync(db, now, ct);
        var (reviews, hands, needs, gaps) = (FreshReviews(db), Hands(db), Needs(db), Gaps(db, approvals));
        var (standIns, sitting) = (PresentStandIns.InForce(db), PresentStandIns.Sitting(db));
        var mine = db.RequestSeats.Where(seat => sitting.Any(member => member.TeamId == seat.TeamId && member.PersonId == reviewer));
        return requests.InTime(now).Where(request => request.RequestedById != reviewer
            && (reviews.Any(review => review.RequestId == request.Id && review.ById == reviewer
                    && review.Decision == ReviewDecision.RequestChanges && review.AskedAgainAt != null)
                || (!reviews.Any(review => review.RequestId == request.Id && (review.ById == reviewer || review.Decision == ReviewDecision.RequestChanges))
                    && (needs.Any(need => need.RequestId == request.Id && need.Approvals > approvals.Count(review => review.RequestId == request.Id)
                            && !gaps.Any(gap => gap.RequestId == request.Id
                                && need.Approvals <= approvals.Count(review => review.RequestId == request.Id) + gap.Missing))
                        || (gaps.Any(gap => gap.RequestId == request.Id && gap.Missing > 0)
                            && !gaps.Any(gap => gap.RequestId == request.Id && !mine.Any(seat => seat.RequestId == request.Id && seat.Set == gap.Set)
                                && !gaps.Any(other => other.RequestId == request.Id && other.Missing > gap.Missing))))))
            && !standIns.Any(pair => (pair.StandInId == reviewer || pair.PersonId == reviewer) && approvals.Any(review => review.RequestId == request.Id
                && (review.ById == pair.PersonId || review.ById == pair.StandInId)))
            && !hands.Any(hand => hand.Request.Id == request.Id && (hand.Account.Id == reviewer || hand.Account.ResponsibleId == reviewer))
            && !standIns.Any(pair => pair.StandInId == reviewer && hands.Any(hand => hand.Request.Id == request.Id
                && (hand.Account.Id == pair.PersonId || hand.Account.ResponsibleId == pair.PersonId))));
    }

    /// <summary>Those that a request for changes blocks now.</summary>
    public static IQueryable<PromotionRequest> Blocked(this IQueryable<PromotionRequest> requests, RegistryDbContext db, DateTimeOffset now)
    {
        var reviews = FreshReviews(db);
        return requests.InTime(now).Where(request => reviews.Any(review => review.RequestId == request.Id && review.Decision == ReviewDecision.RequestChanges));
    }

    /// <summary>Those that have every approval they need now.</summary>
    public static async Task<IQueryable<PromotionRequest>> ApprovedAsync(this IQueryable<PromotionRequest> requests, RegistryDbContext db, DateTimeOffset now,
        CancellationToken ct)
    {
        var approvals = await CountingAsync(db, now, ct);
        var (reviews, needs, gaps) = (FreshReviews(db), Needs(db), Gaps(db, approvals));
        return requests.InTime(now).Where(request => needs.Any(need => need.RequestId == request.Id && need.Approvals > 0)
            && !gaps.Any(gap => gap.RequestId == request.Id && gap.Missing > 0)
            && !needs.Any(need => need.RequestId == request.Id && need.Approvals > approvals.Count(review => review.RequestId == request.Id))
            && !reviews.Any(review => review.RequestId == request.Id && review.Decision == ReviewDecision.RequestChanges));
    }

    /// <summary>Those that have ended, or have not. By a parameter: for NOT, SQLite uses no index, and those that have ended are many.</summary>
    public static IQueryable<PromotionRequest> Ended(this IQueryable<PromotionRequest> requests, bool ended) =>
        requests.Where(request => request.IsFinal == ended);

    private static IQueryable<PromotionRequest> InTime(this IQueryable<PromotionRequest> requests, DateTimeOffset now) =>
        requests.Ended(false).Where(request => request.ExpiresAt > now);

    /// <summary>Decisions that stand and are about the present subject.</summary>
    private static IQueryable<Review> FreshReviews(RegistryDbContext db) =>
        db.Reviews.Where(review => review.EndedAt == null
            && db.PromotionRequests.Any(request => request.Id == review.RequestId && request.PresentSubject == review.Subject));

    /// <summary>
    /// How many approvals each policy asks for that a request must satisfy: the one it was opened under, and the one in force, which
    /// is the nearest to its model (<see cref="PolicyAccess"/>); and the risk of its model.
    /// </summary>
    private static IQueryable<Need> Needs(RegistryDbContext db)
    {
        var (policies, above) = (db.PolicyVersions, PolicyAccess.FromAbove(db));
        var ofPolicies =
            from request in db.PromotionRequests
            from policy in policies
            where policy.Id == request.OpenedUnderId
                || (policy.ModelId == request.ModelId && policy.NormalizedSlot == request.NormalizedSlot
                    && !policies.Any(later => later.ModelId == request.ModelId
                        && later.NormalizedSlot == request.NormalizedSlot && later.Number > policy.Number))
                || (policy.ModelId == null && policy.CollectionId == null && policy.NormalizedSlot == request.NormalizedSlot
                    && !policies.Any(own => own.ModelId == request.ModelId && own.NormalizedSlot == request.NormalizedSlot)
                    && !above.Any(nearer => nearer.ModelId == request.ModelId && nearer.NormalizedSlot == request.NormalizedSlot)
                    && !policies.Any(later => later.ModelId == null && later.CollectionId == null && later.NormalizedSlot == request.NormalizedSlot
                        && later.Number > policy.Number))
            select new Need { RequestId = request.Id, Approvals = policy.RequiredApprovals };
        var ofCollections =
            from request in db.PromotionRequests
            join policy in above on new { request.ModelId, request.NormalizedSlot } equals new { policy.ModelId, policy.NormalizedSlot }
            where !policies.Any(own => own.ModelId == request.ModelId && own.NormalizedSlot == request.NormalizedSlot)
            select new Need { RequestId = request.Id, Approvals = policy.RequiredApprovals };
        return ofPolicies.Concat(ofCollections).Concat(db.PromotionRequests.Where(request => request.RiskApprovals > 0)
            .Select(request => new Need { RequestId = request.Id, Approvals = request.RiskApprovals }));
    }

    /// <summary>By how many people each set of teams is short, that must fill seats together; a row for each team of a set.</summary>
    private static IQueryable<Gap> Gaps(RegistryDbContext db, IQueryable<Review> approvals)
    {
        var sitting = PresentStandIns.Sitting(db);
        return db.RequestSeats.Select(seat => new Gap
        {
            RequestId = seat.RequestId,
            Set = seat.Set,
            Missing = seat.Needed - approvals.Count(review => review.RequestId == seat.RequestId
                && db.RequestSeats.Any(other => other.RequestId == seat.RequestId && other.Set == seat.Set
                    && sitting.Any(member => member.TeamId == other.TeamId && member.PersonId == review.ById))),
        });
    }

    /// <summary>
    /// The approvals that count of all that are open, by their numbers: read beforehand, because the conditions above ask for them many times, and a database
    /// takes longer to understand so long a question than to answer it.
    /// </summary>
    private static async Task<IQueryable<Review>> CountingAsync(RegistryDbContext db, DateTimeOffset now, CancellationToken ct)
    {
        var able = MayCount(db);
        var approvals = await db.PromotionRequests.InTime(now).Join(able, request => request.Id, review => review.RequestId, (_, review) => review)
            .Select(review => new Approval(review.Id, review.RequestId, review.ById)).ToListAsync(ct);
        var numbers = (await FirstOfPairsAsync(db, approvals, ct)).ToArray();
        return db.Reviews.Where(review => EF.Parameter(numbers).Contains(review.Id));
    }

    /// <summary>The numbers of those that count among approvals that <see cref="MayCount"/> found: of a person and their stand-in the first.</summary>
    public static async Task<IReadOnlySet<long>> FirstOfPairsAsync(RegistryDbContext db, IReadOnlyCollection<Approval> approvals, CancellationToken ct)
    {
        var several = approvals.GroupBy(approval => approval.RequestId).Where(group => group.Skip(1).Any()).Select(group => group.ToList()).ToList();
        var people = several.SelectMany(group => group.Select(approval => approval.ById)).Distinct().ToArray();
        var pairs = people.Length == 0
            ? []
            : (await PresentStandIns.InForce(db)
                .Where(pair => EF.Parameter(people).Contains(pair.StandInId) && EF.Parameter(people).Contains(pair.PersonId))
                .Select(pair => new { pair.StandInId, pair.PersonId }).ToListAsync(ct))
                .SelectMany(pair => new[] { (pair.StandInId, pair.PersonId), (pair.PersonId, pair.StandInId) }).ToHashSet();
        var second = several.SelectMany(group => group.Where(approval =>
            group.Any(other => other.Id < approval.Id && pairs.Contains((approval.ById, other.ById)))));
        return approvals.Except(second).Select(approval => approval.Id).ToHashSet();
    }

    /// <summary>Fresh approvals by active reviewers who may review the model and had no hand in it, in person or as a stand-in.</summary>
    public static IQueryable<Review> MayCount(RegistryDbContext db)
    {
        var (hands, reviewers, able, standIns) = (Hands(db), Reviewers.ByReviewers(db), Reviewers.ByAble(db), PresentStandIns.InForce(db));
        return FreshReviews(db).Where(review => review.Decision == ReviewDecision.Approve
            && reviewers.Any(other => other.Id == review.Id) && able.Any(other => other.Id == review.Id)
            && !hands.Any(hand => hand.Request.Id == review.RequestId && (hand.Account.Id == review.ById || hand.Account.ResponsibleId == review.ById))
            // Asked by itself: in one condition with the hands of their own, every account would be looked at for each of these.
            && !standIns.Any(pair => pair.StandInId == review.ById && hands.Any(hand => hand.Request.Id == review.RequestId
                && (hand.Account.Id == pair.PersonId || hand.Account.ResponsibleId == pair.PersonId))));
    }

    /// <summary>The accounts that had a hand in a request, as <see cref="Involvement"/> finds them; who answers for one of them had it too.</summary>
    internal static IQueryable<Hand> Hands(RegistryDbContext db)
    {
        var (versionEdited, modelEdited) = (EventKind.NameOf<VersionEdited>(), EventKind.NameOf<ModelEdited>());
        return
        from request in db.PromotionRequests
        from account in db.Users
        where request.RequestedById == account.Id
            || db.Versions.Any(version => version.Id == request.VersionId && version.Digest != null
                && db.Versions.IgnoreQueryFilters(Deletion.Filters).Any(other => other.Digest == version.Digest && other.CreatedById == account.Id))
            || db.VersionFiles.Any(file => file.VersionId == request.VersionId && file.UploadedById == account.Id)
            || db.Versions.Any(version => version.Id == request.VersionId && version.RunCreatedById == account.Id)
            || db.Metrics.Any(metric => metric.VersionId == request.VersionId && metric.IsCurrent && metric.ById == account.Id)
            || (request.VersionId != null && db.AuditEvents.Any(edit => edit.ModelId == request.ModelId
                && edit.ActorId == account.Id && edit.At >= request.RequestedAt
                && ((edit.Action == versionEdited && edit.Version == request.VersionNumber) || (edit.Action == modelEdited && edit.Version == null))))
        select new Hand { Request = request, Account = account };
    }

    /// <summary>An approval by its number, of a request, by somebody.</summary>
    internal sealed record Approval(long Id, Guid RequestId, Guid ById);

    private sealed class Need
    {
        public required Guid RequestId { get; init; }

        public required int Approvals { get; init; }
    }

    private sealed class Gap
    {
        public required Guid RequestId { get; init; }

        public required int Set { get; init; }

        public required int Missing { get; init; }
    }

    internal sealed class Hand
    {
        public required PromotionRequest Request { get; init; }

        public required RegistryUser Account { get; init; }
    }
}
