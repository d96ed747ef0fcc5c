using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Promotions;

/// <summary>Who may approve, and who may not and why. Lists are cut to the first twenty; <see cref="Count"/> is the whole number.</summary>
internal sealed record Reviewers(IReadOnlyList<Guid> Ids, IReadOnlyList<string> Names, int Count, IReadOnlyList<ExcludedPerson> Excluded)
{
    private const int Shown = 20;
    private const int MostTold = 500;

    /// <summary>The active people with the Reviewer role who see the model and had no hand in the subject.</summary>
    public static async Task<Reviewers> ReadAsync(RegistryDbContext db, Model model, IReadOnlyCollection<Involved> involved, CancellationToken ct)
    {
        var excluded = involved.Select(person => person.UserId).Distinct().ToArray();
        var eligible = Seeing(db, model).Where(user => !excluded.Contains(user.Id));
        var first = await eligible.OrderBy(user => user.NormalizedEmail).Take(MostTold).Select(user => new { user.Id, user.Email }).ToListAsync(ct);
        var count = first.Count < MostTold ? first.Count : await eligible.CountAsync(ct);
        var why = involved.GroupBy(person => person.Name).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new ExcludedPerson(group.Key, string.Join(", ", group.Select(person => person.Why).Distinct()))).Take(Shown);
        return new Reviewers([.. first.Select(user => user.Id)], [.. first.Take(Shown).Select(user => user.Email!)], count, [.. why]);
    }

    /// <summary>Reviews by active people who have the Reviewer role.</summary>
    public static IQueryable<Review> ByReviewers(RegistryDbContext db) => db.Reviews.Where(review =>
        db.Users.Any(user => user.Id == review.ById && user.DisabledAt == null)
        && db.UserRoles.Any(row => row.UserId == review.ById && db.Roles.Any(role => role.Id == row.RoleId && role.Name == Roles.Reviewer)));

    /// <summary>Reviews by people who see the model now: what a person may not see they do not decide about any more.</summary>
    public static IQueryable<Review> BySeeing(RegistryDbContext db) => db.Reviews.Where(review =>
        db.PromotionRequests.Any(request => request.Id == review.RequestId && db.Models.Any(model => model.Id == request.ModelId
            && (!model.Restricted || model.OwnerId == review.ById || db.UserRoles.Any(row => row.UserId == review.ById
                && db.Roles.Any(role => role.Id == row.RoleId && (role.Name == Roles.Admin || role.Name == Roles.Auditor)))))));

    private static IQueryable<RegistryUser> Seeing(RegistryDbContext db, Model model)
    {
        var reviewers = WithRole(db, [Roles.Reviewer]);
        return model.Restricted
            ? reviewers.Where(user => user.Id == model.OwnerId || WithRole(db, new[] { Roles.Admin, Roles.Auditor }).Any(other => other.Id == user.Id))
            : reviewers;
    }

    private static IQueryable<RegistryUser> WithRole(RegistryDbContext db, string[] roles) =>
        db.Users.Where(user => user.DisabledAt == null
            && db.UserRoles.Any(row => row.UserId == user.Id && db.Roles.Any(role => role.Id == row.RoleId && roles.Contains(role.Name!))));
}
