using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Promotions;

/// <summary>Who may approve, and who may not and why. Lists are cut to the first twenty; <see cref="Count"/> is the whole number.</summary>
internal sealed record Reviewers(IReadOnlyList<Guid> Ids, IReadOnlyList<string> Names, int Count, IReadOnlyList<ExcludedPerson> Excluded)
{
    public const int Shown = 20;
    private const int MostTold = 500;

    /// <summary>Who could fill the seats of the policy, in its order.</summary>
    public IReadOnlyList<SeatPool> Seats { get; private init; } = [];

    /// <summary>Which of those who are named stand in for somebody.</summary>
    public IReadOnlyList<StandInLine> StandIns { get; private init; } = [];

    /// <summary>Whose approval is waited for: where every approval must come from some team, the people of these teams.</summary>
    public IEnumerable<Guid> Awaited(PolicyContent policy) => PolicySeats.Sum(policy.Seats) is > 0 and var seats && seats == policy.RequiredApprovals
        ? Seats.SelectMany(pool => pool.People).Select(person => person.Id).Distinct() : Ids;

    /// <summary>Of a request as it stands.</summary>
    public static Task<Reviewers> ReadAsync(RegistryDbContext db, RequestStanding standing, CancellationToken ct) =>
        ReadAsync(db, standing.File.Model, standing.File.Request.Slot, standing.File.Involved, standing.Policy.Seats, ct);

    /// <summary>Where no seats are to be filled.</summary>
    public static Task<Reviewers> ReadAsync(RegistryDbContext db, Model model, string? slot, IReadOnlyCollection<Involved> involved, CancellationToken ct) =>
        ReadAsync(db, model, slot, involved, null, ct);

    /// <summary>
    /// The active people with the Reviewer role who may review this stage of the model (null: any) and had no hand in the subject. Of a restricted one: its
    /// owner, those with a grant to review, admins and auditors.
    /// </summary>
    public static async Task<Reviewers> ReadAsync(RegistryDbContext db, Model model, string? slot, IReadOnlyCollection<Involved> involved,
        IReadOnlyList<PolicySeat>? seats, CancellationToken ct)
    {
        var excluded = involved.Select(person => person.UserId).Distinct().ToArray();
        var eligible = Able(db, model, slot).Where(user => !excluded.Contains(user.Id));
        var pairs = PresentStandIns.Pairs(db);
        var first = await eligible.OrderBy(user => user.NormalizedEmail).Take(MostTold).Select(user => new
        {
            user.Id,
            user.Email,
            For = pairs.Where(pair => pair.StandInId == user.Id).Select(pair => pair.Person).ToList(),
        }).ToListAsync(ct);
        var count = first.Count < MostTold ? first.Count : await eligible.CountAsync(ct);
        var why = involved.GroupBy(person => person.Name).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new ExcludedPerson(group.Key, string.Join(", ", group.Select(person => person.Why).Distinct()))).Take(Shown);
        return new Reviewers([.. first.Select(user => user.Id)], [.. first.Take(Shown).Select(user => user.Email!)], count, [.. why])
        {
            Seats = await SeatPools.ReadAsync(db, seats, eligible, ct),
            StandIns = [.. first.Take(Shown).SelectMany(user => user.For.Select(person => new StandInLine(user.Email!, person)))],
        };
    }

    /// <summary>Reviews by active people who have the Reviewer role.</summary>
    public static IQueryable<Review> ByReviewers(RegistryDbContext db) => db.Reviews.Where(review =>
        db.Users.Any(user => user.Id == review.ById && user.DisabledAt == null)
        && db.UserRoles.Any(row => row.UserId == review.ById && db.Roles.Any(role => role.Id == row.RoleId && role.Name == Roles.Reviewer)));

    /// <summary>Reviews by people who may review that stage of the model now: what a person may not see they do not decide about any more.</summary>
    public static IQueryable<Review> ByAble(RegistryDbContext db)
    {
        var granted = GrantedModels.Reviewing(db);
        return db.Reviews.Where(review =>
            db.PromotionRequests.Any(request => request.Id == review.RequestId && db.Models.Any(model => model.Id == request.ModelId
                && (!model.Closed || model.OwnerId == review.ById
                    || db.UserRoles.Any(row => row.UserId == review.ById
                        && db.Roles.Any(role => role.Id == row.RoleId && (role.Name == Roles.Admin || role.Name == Roles.Auditor)))
                    || granted.Any(grant => grant.PersonId == review.ById && grant.ModelId == model.Id
                        && (grant.NormalizedStage == null || grant.NormalizedStage == request.NormalizedSlot))))));
    }

    private static IQueryable<RegistryUser> Able(RegistryDbContext db, Model model, string? slot)
    {
        var reviewers = WithRole(db, [Roles.Reviewer]);
        if (!model.Closed)
        {
            return reviewers;
        }

        var (id, stage, granted) = (model.Id, slot is null ? null : SlotName.Normalize(slot), GrantedModels.Reviewing(db));
        return reviewers.Where(user => user.Id == model.OwnerId || WithRole(db, new[] { Roles.Admin, Roles.Auditor }).Any(other => other.Id == user.Id)
            || granted.Any(grant => grant.PersonId == user.Id && grant.ModelId == id
                && (stage == null || grant.NormalizedStage == null || grant.NormalizedStage == stage)));
    }

    private static IQueryable<RegistryUser> WithRole(RegistryDbContext db, string[] roles) =>
        db.Users.Where(user => user.DisabledAt == null
            && db.UserRoles.Any(row => row.UserId == user.Id && db.Roles.Any(role => role.Id == row.RoleId && roles.Contains(role.Name!))));
}
