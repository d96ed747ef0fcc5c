using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Promotions;

/// <summary>
/// Reads requests as lists show them: three statements for any page (one when all have ended), and one more for each kind of evidence that a gate
/// of an open one asks for. What a row does not show is not read: the subject is known by its digest, and whose approval counts is found in SQL.
/// </summary>
internal static class RequestSummaries
{
    public static async Task<Page<RequestSummary>> PageAsync(RegistryDbContext db, IQueryable<PromotionRequest> ordered, int size, DateTimeOffset now,
        CancellationToken ct)
    {
        var rows = await Rows(db, ordered.Take(size + 1)).AsNoTracking().ToListAsync(ct);
        var page = rows.Take(size).ToList();
        var open = page.FindAll(row => !row.Request.IsFinal);
        List<PolicyContent> policies = [.. open.SelectMany(row => row.Policies).Distinct().Select(PolicyContent.FromText)];
        var gates = policies.SelectMany(policy => policy.Gates).ToList();
        var facts = await FactsReader.ForGatesAsync(db, [.. open.SelectMany(row => new[] { row.Request.VersionId, row.Slot?.VersionId }).OfType<Guid>()],
            gates, ct);
        var reviews = await ReviewsAsync(db, [.. open.Select(row => row.Request.Id)], policies, ct);
        return new Page<RequestSummary>([.. page.Select(row => Summary(row.File(facts, [.. reviews[row.Request.Id]]), now))],
            rows.Count > size ? PageToken.Encode(page[^1].Request.Number) : null);
    }

    private static RequestSummary Summary(RequestFile file, DateTimeOffset now)
    {
        var request = file.Request;
        var standing = RequestStanding.Of(file, new SubjectText { Digest = request.FinalSubject ?? request.PresentSubject }, now);
        var gates = standing.Gates;
        var stale = standing.End?.StaleApprovals
            ?? file.Reviews.Count(review => review.Review.Decision == ReviewDecision.Approve && standing.IsStale(review.Review));
        return new RequestSummary(
            request.Number, file.Model.Name, request.VersionNumber, request.Slot, standing.State, request.RequestedByName, request.RequestedAt,
            request.ExpectedVersionNumber, Subject.Show(standing.Subject.Digest), standing.Policy.RequiredApprovals,
            standing.Approvals, stale,
            gates.Count(gate => gate.Passes), gates.Count(gate => gate.CheckedWithApproval), gates.Count, standing.Blockers,
            request.ExpiresAt, request.DecidedAt, request.DecidedByName);
    }

    private static IQueryable<Row> Rows(RegistryDbContext db, IQueryable<PromotionRequest> requests)
    {
        var above = PolicyAccess.FromAbove(db);
        return
        from request in requests
        join model in db.Models on request.ModelId equals model.Id
        join opened in db.PolicyVersions on request.OpenedUnderId equals opened.Id
        from slot in db.Slots.Where(slot => slot.ModelId == request.ModelId && slot.NormalizedName == request.NormalizedSlot).DefaultIfEmpty()
        select new Row
        {
            Request = request,
            Model = model,
            Opened = opened,
            Slot = slot,
            Own = db.PolicyVersions.Where(policy => policy.ModelId == request.ModelId && policy.NormalizedSlot == request.NormalizedSlot)
                .OrderByDescending(policy => policy.Number).Select(policy => policy.ContentText).FirstOrDefault(),
            OfCollection = above.Where(policy => policy.ModelId == request.ModelId && policy.NormalizedSlot == request.NormalizedSlot)
                .Select(policy => policy.ContentText).FirstOrDefault(),
            Servers = db.PolicyVersions
                .Where(policy => policy.ModelId == null && policy.CollectionId == null && policy.NormalizedSlot == request.NormalizedSlot)
                .OrderByDescending(policy => policy.Number).Select(policy => policy.ContentText).FirstOrDefault(),
            Objected = db.PostReviews.Any(review => review.ModelId == request.ModelId && review.NormalizedSlot == request.NormalizedSlot
                && review.State == PostReviewState.Objected),
        };
    }

    private static async Task<ILookup<Guid, StandingReview>> ReviewsAsync(RegistryDbContext db, Guid[] requestIds, IReadOnlyList<PolicyContent> policies,
        CancellationToken ct)
    {
        var able = StandingInSql.MayCount(db);
        if (requestIds.Length == 0)
        {
            return Enumerable.Empty<StandingReview>().ToLookup(_ => Guid.Empty);
        }

        var rows = await db.Reviews.Where(review => requestIds.Contains(review.RequestId) && review.EndedAt == null).OrderBy(review => review.Id)
            .Select(review => new
            {
                review.Id,
                review.RequestId,
                review.ById,
                review.ByName,
                review.Decision,
                review.Subject,
                MayCount = able.Any(found => found.Id == review.Id),
            }).ToListAsync(ct);
        var teams = await RequestFiles.TeamsAsync(db, policies, rows.Select(row => row.ById), ct);
        var counting = await StandingInSql.FirstOfPairsAsync(db,
            [.. rows.Where(row => row.MayCount).Select(row => new StandingInSql.Approval(row.Id, row.RequestId, row.ById))], ct);
        return rows.ToLookup(row => row.RequestId, row => new StandingReview(
            new Review { Id = row.Id, RequestId = row.RequestId, ById = row.ById, ByName = row.ByName, Decision = row.Decision, Subject = row.Subject },
            counting.Contains(row.Id), null, teams[row.ById].ToHashSet()));
    }

    /// <summary>A request beside what its row is judged by.</summary>
    private sealed class Row
    {
        public required PromotionRequest Request { get; init; }

        public required Model Model { get; init; }

        public required PolicyVersion Opened { get; init; }

        public Slot? Slot { get; init; }

        /// <summary>The policies that reach it: the model's own, of the nearest collection, the server's.</summary>
        public string? Own { get; init; }

        public string? OfCollection { get; init; }

        public string? Servers { get; init; }

        public bool Objected { get; init; }

        public IEnumerable<string> Policies => new[] { Opened.ContentText, InForce }.OfType<string>();

        private string? InForce => Own ?? OfCollection ?? Servers;

        public RequestFile File(IReadOnlyDictionary<Guid, VersionFacts> facts, IReadOnlyList<StandingReview> reviews) => new(
            Request, Model, Facts(facts, Request.VersionId), Slot, Facts(facts, Slot?.VersionId), Opened,
            InForce is { } inForce ? PolicyContent.FromText(inForce) : null, reviews, [], Objected);

        private static VersionFacts? Facts(IReadOnlyDictionary<Guid, VersionFacts> facts, Guid? id) => id is { } known ? facts.GetValueOrDefault(known) : null;
    }
}
