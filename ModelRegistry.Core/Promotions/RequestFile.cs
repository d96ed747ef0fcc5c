using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
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
    /// <summary>What the request must satisfy: the policy it was opened under and the one in force (rule 6).</summary>
    public PolicyContent Policy => InForce is null ? OpenedUnder.Content : OpenedUnder.Content.Union(InForce);
}

/// <summary>A review that stands, and whether its author may still review at all.</summary>
internal sealed record StandingReview(Review Review, bool AuthorIsReviewer, string? Exclusion);

/// <summary>Reads the files of many requests in a fixed number of queries.</summary>
internal static class RequestFiles
{
    public static async Task<RequestFile> ReadAsync(RegistryDbContext db, PromotionRequest request, CancellationToken ct) =>
        (await ReadAsync(db, [request], ct))[0];

    public static async Task<IReadOnlyList<RequestFile>> ReadAsync(RegistryDbContext db, IReadOnlyList<PromotionRequest> requests, CancellationToken ct)
    {
        if (requests.Count == 0)
        {
            return [];
        }

        var modelIds = requests.Select(request => request.ModelId).Distinct().ToArray();
        var names = requests.Select(request => request.NormalizedSlot).Distinct().ToArray();
        var models = await db.Models.Where(model => modelIds.Contains(model.Id)).ToDictionaryAsync(model => model.Id, ct);
        var slots = await db.Slots.Where(slot => modelIds.Contains(slot.ModelId) && names.Contains(slot.NormalizedName)).ToListAsync(ct);
        var facts = await FactsReader.ReadAsync(db, [.. requests.Select(request => request.VersionId).Concat(slots.Select(slot => slot.VersionId)).OfType<Guid>()], ct);
        var policies = await PoliciesAsync(db, requests, modelIds, names, ct);
        var involved = await Involvement.ReadAsync(db, requests, ct);
        var reviews = await ReviewsAsync(db, requests, involved, ct);
        var objected = await db.PostReviews.Where(review => modelIds.Contains(review.ModelId) && review.State == PostReviewState.Objected)
            .Select(review => new { review.ModelId, review.NormalizedSlot }).ToListAsync(ct);
        return
        [
            .. requests.Select(request =>
            {
                var slot = slots.Find(found => found.ModelId == request.ModelId && found.NormalizedName == request.NormalizedSlot);
                return new RequestFile(request, models[request.ModelId], Facts(facts, request.VersionId), slot, Facts(facts, slot?.VersionId),
                    policies.Opened[request.OpenedUnderId], policies.InForce(request), [.. reviews[request.Id]], [.. involved[request.Id]],
                    objected.Exists(row => row.ModelId == request.ModelId && row.NormalizedSlot == request.NormalizedSlot));
            }),
        ];
    }

    private static VersionFacts? Facts(IReadOnlyDictionary<Guid, VersionFacts> facts, Guid? id) => id is { } known ? facts.GetValueOrDefault(known) : null;

    private static async Task<Policies> PoliciesAsync(RegistryDbContext db, IReadOnlyList<PromotionRequest> requests, Guid[] modelIds, string[] slots, CancellationToken ct)
    {
        var openedIds = requests.Select(request => request.OpenedUnderId).Distinct().ToArray();
        var opened = await db.PolicyVersions.AsNoTracking().Where(policy => openedIds.Contains(policy.Id)).ToDictionaryAsync(policy => policy.Id, ct);
        var inForce = await db.PolicyVersions.AsNoTracking()
            .Where(policy => slots.Contains(policy.NormalizedSlot) && (policy.ModelId == null || modelIds.Contains(policy.ModelId.Value))
                && !db.PolicyVersions.Any(later => later.ModelId == policy.ModelId && later.NormalizedSlot == policy.NormalizedSlot && later.Number > policy.Number))
            .ToListAsync(ct);
        return new Policies(opened, inForce);
    }

    private static async Task<ILookup<Guid, StandingReview>> ReviewsAsync(
        RegistryDbContext db, IReadOnlyList<PromotionRequest> requests, ILookup<Guid, Involved> involved, CancellationToken ct)
    {
        var ids = requests.Select(request => request.Id).ToArray();
        var rows = await db.Reviews.Where(review => ids.Contains(review.RequestId) && review.EndedAt == null).OrderBy(review => review.Id).ToListAsync(ct);
        var people = rows.Select(review => review.ById).Distinct().ToArray();
        var active = await db.Users.Where(user => people.Contains(user.Id) && user.DisabledAt == null).Select(user => user.Id).ToListAsync(ct);
        var roles = await UserRoles.OfAsync(db, people, ct);
        return rows.ToLookup(review => review.RequestId, review => new StandingReview(
            review,
            active.Contains(review.ById) && roles[review.ById].Contains(Roles.Reviewer),
            involved[review.RequestId].FirstOrDefault(found => found.UserId == review.ById)?.Why));
    }

    private sealed record Policies(IReadOnlyDictionary<Guid, PolicyVersion> Opened, List<PolicyVersion> Latest)
    {
        /// <summary>The model's own policy, else the server's; an alias that lost its name as a stage keeps what it was opened under.</summary>
        public PolicyContent? InForce(PromotionRequest request) =>
            (Latest.Find(policy => policy.ModelId == request.ModelId && policy.NormalizedSlot == request.NormalizedSlot)
             ?? Latest.Find(policy => policy.ModelId is null && policy.NormalizedSlot == request.NormalizedSlot))?.Content;
    }
}
