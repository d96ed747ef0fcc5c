using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Accounts;

/// <summary>Finds accounts that are not disabled: by the addresses that a call names, and who of them can sign in.</summary>
internal static class ActivePeople
{
    /// <summary>Those who can sign in: with a password of their own, or through a provider that knows them.</summary>
    public static IQueryable<RegistryUser> WhoSignIn(this RegistryDbContext db) => db.Users.Where(user => user.DisabledAt == null
        && (user.PasswordHash != null || db.ExternalLogins.Any(login => login.PersonId == user.Id)));

    public static async Task<(Guid Id, string Email)> FindAsync(RegistryDbContext db, string field, string code, string email, CancellationToken ct) =>
        (await FindAsync(db, field, code, [email], ct))[0];

    /// <summary>Each once, in the order of their addresses. Refuses the first that is nobody's.</summary>
    public static async Task<IReadOnlyList<(Guid Id, string Email)>> FindAsync(RegistryDbContext db, string field, string code,
        IReadOnlyCollection<string> emails, CancellationToken ct)
    {
        var asked = emails.Select(email => Text.Check(field, email, RegistryUser.EmailMaxLength, required: true).Trim())
            .DistinctBy(email => email.ToUpperInvariant()).ToDictionary(email => email.ToUpperInvariant());
        string[] normalized = [.. asked.Keys];
        var found = await db.Users.Where(user => user.DisabledAt == null && normalized.Contains(user.NormalizedEmail))
            .OrderBy(user => user.NormalizedEmail).Select(user => new { user.Id, user.Email, user.NormalizedEmail }).ToListAsync(ct);
        if (normalized.Except(found.Select(user => user.NormalizedEmail!)).FirstOrDefault() is { } missing)
        {
            throw RegistryException.Invalid(field, code, $"There is no active account '{asked[missing]}'. Name people by e-mail address.");
        }

        return found.ConvertAll(user => (user.Id, user.Email!));
    }
}
