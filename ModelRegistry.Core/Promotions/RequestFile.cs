using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Promotions;

/// <summary>Everything that a decision about one request depends on, as it is at one moment.</summary>
internal sealed record RequestFile(
    PromotionRequest Request,
    Model Model,
    VersionFacts? Version,
    Slot? Slot,
    VersionFacts? Occupant,
    PolicyVersion OpenedUnder,
    PolicyContent? InForce,
    IReadOnlyList<StandingReview> Reviews,
    IReadOnlyList<Involved> Involved,
    bool Objected)
{
    /// <summary>Who stands in now for whom, of those who decided.</summary>
    public IReadOnlySet<(Guid StandIn, Guid Person)> StandIns { get; init; } = new HashSet<(Guid, Guid)>();

    /// <summary>Whether one of these stands in for the other, so that they are one (rule 8).</summary>
    public bool AreOne(Guid? one, Guid other) => one is { } known && (StandIns.Contains((known, other)) || StandIns.Contains((other, known)));

    /// <summary>What the request must satisfy: the policy it was opened under and the one in force (rule 6).</summary>
    public PolicyContent Policy => Union is var union && RiskApprovals(union) is > 0 and var needed
        ? union with { RequiredApprovals = Math.Max(union.RequiredApprovals, needed) } : union;

    private PolicyContent Union => InForce is null ? OpenedUnder.Content : OpenedUnder.Content.Union(InForce);

    /// <summary>Keeps beside the request what lists find it by; to be called after whatever may change its subject.</summary>
    public Task KeepAsync(RegistryDbContext db, RequestStanding standing, CancellationToken ct)
    {
        (Request.PresentSubject, Request.RiskApprovals) = (standing.Subject.Digest, RiskApprovals(Union));
        return RequestSeats.KeepAsync(db, Request, Union.Seats, ct);
    }

    /// <summary>What the risk of the model asks for, and no fewer than it asked for at any time since the request was opened (rule 6).</summary>
    private int RiskApprovals(PolicyContent policy) => Math.Max(Request.RiskApprovals, policy.ByRisk?.For(CardMarkdown.Read(Model.Card).Risk) ?? 0);

    /// <summary>The same after reviews ended in this transaction, and with the one that was added, if one was.</summary>
    public RequestFile After(StandingReview? added = null) =>
        this with { Reviews = [.. Reviews.Where(review => review.Review.EndedAt is null), .. added is null ? Array.Empty<StandingReview>() : [added]] };
}

/// <summary>
/// A review that stands, whether its author may still review at all, and why not this request. <see cref="Teams"/> are the author's, of those that the
/// policies name.
/// </summary>
internal sealed record StandingReview(Review Review, bool AuthorIsReviewer, string? Exclusion, IReadOnlySet<Guid> Teams);

/// <summary>Reads the files of many requests in a fixed number of queries.</summary>
internal static class RequestFiles
{
    public static async Task<RequestFile> ReadAsync(RegistryDbContext db, PromotionRequest request, Model model, CancellationToken ct) =>
        (await ReadAsync(db, [request], new Dictionary<Guid, Model> { [model.Id] = model }, ct))[0];

    public static async Task<IReadOnlyList<RequestFile>> ReadAsync(RegistryDbContext db, IReadOnlyList<PromotionRequest> requests, CancellationToken ct)
    {
        var ids = requests.Select(request => request.ModelId).Distinct().ToArray();
        return ids.Length == 0 ? [] : await ReadAsync(db, requests, await db.Models.Where(model => ids.Contains(model.Id))
            .ToDictionaryAsync(model => model.Id, ct), ct);
    }

    /// <summary>Of models that are known already.</summary>
    public static async Task<IReadOnlyList<RequestFile>> ReadAsync(
        RegistryDbContext db, IReadOnlyList<PromotionRequest> requests, IReadOnlyDictionary<Guid, Model> models, CancellationToken ct)
    {
        if (requests.Count == 0)
        {
            return [];
        }

        var modelIds = requests.Select(request => request.ModelId).Distinct().ToArray();
        var names = requests.Select(request => request.NormalizedSlot).Distinct().ToArray();
        var slots = await db.Slots.Where(slot => modelIds.Contains(slot.ModelId) && names.Contains(slot.NormalizedName))
            .Select(slot => new
            {
                Row = slot,
                Objected = db.PostReviews.Any(review => review.ModelId == slot.ModelId && review.NormalizedSlot == slot.NormalizedName
                    && review.State == PostReviewState.Objected),
            }).ToListAsync(ct);
        var (inForce, opened) = await db.PoliciesInForceAsync(modelIds, names, [.. requests.Select(request => request.OpenedUnderId).Distinct()], ct);
        var gates = opened.Values.SelectMany(policy => policy.Content.Gates);
        var facts = await FactsReader.ReadAsync(db, [.. requests.Select(request => request.VersionId).Concat(slots.Select(slot => slot.Row.VersionId))
            .OfType<Guid>()], gates, ct);
        var involved = await Involvement.ReadAsync(db, requests, ct);
        var (reviews, standIns) = await ReviewsAsync(db, requests, involved, [.. opened.Values.Concat(inForce.All).Select(policy => policy.Content)], ct);
        return
        [
            .. requests.Select(request =>
            {
                var slot = slots.Find(found => found.Row.ModelId == request.ModelId && found.Row.NormalizedName == request.NormalizedSlot);
                return new RequestFile(request, models[request.ModelId], Facts(facts, request.VersionId), slot?.Row, Facts(facts, slot?.Row.VersionId),
                    opened[request.OpenedUnderId], inForce.Of(request.ModelId,
                        request.NormalizedSlot)?.Content, [.. reviews[request.Id]], [.. involved[request.Id]], slot is { Objected: true })
                {
                    StandIns = standIns,
                };
            }),
        ];
    }

    /// <summary>
    /// A review that was written just now, by somebody who had no hand in the subject, as was asked before; whether they are a reviewer still, the call
    /// cannot say.
    /// </summary>
    public static async Task<StandingReview> AddedAsync(RegistryDbContext db, Review review, PolicyContent policy, CancellationToken ct) =>
        new(review, await IsReviewerAsync(db, review.ById, ct), Exclusion: null, (await TeamsAsync(db, [policy], [review.ById], ct))[review.ById].ToHashSet());

    /// <summary>The teams that people sit for, of those that these policies name; no statement where they name none.</summary>
    public static async Task<ILookup<Guid, Guid>> TeamsAsync(RegistryDbContext db, IEnumerable<PolicyContent> policies, IEnumerable<Guid> people,
        CancellationToken ct)
    {
        Guid[] teams = [.. policies.SelectMany(policy => policy.Seats ?? []).Select(seat => seat.TeamId).OfType<Guid>().Distinct()];
        Guid[] ids = [.. people.Distinct()];
        List<Sitting> members = teams.Length == 0 || ids.Length == 0 ? []
            : await PresentStandIns.Sitting(db).Where(member => teams.Contains(member.TeamId) && ids.Contains(member.PersonId)).ToListAsync(ct);
        return members.ToLookup(member => member.PersonId, member => member.TeamId);
    }

    /// <summary>Whether somebody may review at all, now.</summary>
    private static Task<bool> IsReviewerAsync(RegistryDbContext db, Guid userId, CancellationToken ct) =>
        db.Users.AnyAsync(user => user.Id == userId && user.DisabledAt == null
            && db.UserRoles.Any(row => row.UserId == user.Id && db.Roles.Any(role => role.Id == row.RoleId && role.Name == Roles.Reviewer)), ct);

    private static VersionFacts? Facts(IReadOnlyDictionary<Guid, VersionFacts> facts, Guid? id) => id is { } known ? facts.GetValueOrDefault(known) : null;

    private static async Task<(ILookup<Guid, StandingReview>, IReadOnlySet<(Guid, Guid)>)> ReviewsAsync(
        RegistryDbContext db, IReadOnlyList<PromotionRequest> requests, ILookup<Guid, Involved> involved, IReadOnlyList<PolicyContent> policies,
        CancellationToken ct)
    {
        var ids = requests.Select(request => request.Id).ToArray();
        var (reviewers, able, standIns) = (Reviewers.ByReviewers(db), Reviewers.ByAble(db), PresentStandIns.InForce(db));
        var rows = await db.Reviews.Where(review => ids.Contains(review.RequestId) && review.EndedAt == null).OrderBy(review => review.Id).Select(review => new
        {
            Review = review,
            IsReviewer = reviewers.Any(other => other.Id == review.Id),
            IsAble = able.Any(other => other.Id == review.Id),
            StandInId = standIns.Where(standIn => standIn.PersonId == review.ById).Select(standIn => (Guid?)standIn.StandInId).FirstOrDefault(),
            StandsFor = standIns.Where(standIn => standIn.StandInId == review.ById).Select(standIn => standIn.PersonId).ToList(),
        }).ToListAsync(ct);
        var teams = await TeamsAsync(db, policies, rows.Select(row => row.Review.ById), ct);
        var reviews = rows.ToLookup(row => row.Review.RequestId, row => new StandingReview(
            row.Review, row.IsReviewer, involved[row.Review.RequestId].FirstOrDefault(found => found.UserId == row.Review.ById)?.Why
                ?? (row.IsAble ? null : "may not review the model any more"), teams[row.Review.ById].ToHashSet()));
        var pairs = rows.SelectMany(row => row.StandsFor.Select(person => (row.Review.ById, person)))
            .Concat(rows.Where(row => row.StandInId is not null).Select(row => (row.StandInId!.Value, row.Review.ById)));
        return (reviews, pairs.ToHashSet());
    }
}
