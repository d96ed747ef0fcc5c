using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Accounts;

/// <summary>
/// Who answers for a service account, and counts as having done what it did (four eyes). Always a person without such a person of
/// their own: of a chain nobody could say who is meant.
/// </summary>
internal static class Responsibility
{
    private const string Field = "responsible";

    /// <summary>Roles by which somebody decides. Behind a service account that would be its person a second time, or nobody.</summary>
    private static readonly string[] OfPeople = [Roles.Admin, Roles.Emergency, Roles.Reviewer];

    /// <summary>Null leaves it as it is, an empty text takes the person away. Call it where nobody else changes accounts meanwhile.</summary>
    public static async Task SetAsync(RegistryDbContext db, RegistryUser user, string? email, CancellationToken ct)
    {
        if (email is null)
        {
            return;
        }

        user.ResponsibleId = string.IsNullOrWhiteSpace(email) ? null : await FindAsync(db, user, email.Trim(), ct);
    }

    /// <summary>Refuses roles that only people have to an account for which somebody answers.</summary>
    public static void RequireFitting(RegistryUser user, IEnumerable<string> roles, string field)
    {
        if (user.ResponsibleId is not null && roles.Intersect(OfPeople).FirstOrDefault() is { } role)
        {
            throw RegistryException.Invalid(field, "service_account_role",
                $"A service account cannot have the role {role}: decisions are made by people. Take the role away, or the responsible person.");
        }
    }

    /// <summary>A service account signs in with access tokens alone.</summary>
    public static RegistryException NoPassword(string field) => RegistryException.Invalid(field, "service_account_password",
        "A service account has no password and gets no invitation: it signs in with access tokens, which an admin or its responsible person makes.");

    /// <summary>The addresses of those who are responsible for these accounts, by id.</summary>
    public static Task<Dictionary<Guid, string>> EmailsAsync(RegistryDbContext db, IReadOnlyList<RegistryUser> users, CancellationToken ct)
    {
        var ids = users.Select(user => user.ResponsibleId).OfType<Guid>().Distinct().ToArray();
        return ids.Length == 0
            ? Task.FromResult(new Dictionary<Guid, string>())
            : db.Users.Where(user => ids.Contains(user.Id)).ToDictionaryAsync(user => user.Id, user => user.Email ?? "", ct);
    }

    private static async Task<Guid> FindAsync(RegistryDbContext db, RegistryUser user, string email, CancellationToken ct)
    {
        var normalized = Text.Check(Field, email, RegistryUser.EmailMaxLength).ToUpperInvariant();
        var person = await db.Users.Where(found => found.NormalizedEmail == normalized && found.DisabledAt == null)
            .Select(found => new { found.Id, found.ResponsibleId }).FirstOrDefaultAsync(ct)
            ?? throw RegistryException.Invalid(Field, "responsible_unknown",
                $"There is no active account '{email}'. Name the responsible person by e-mail address.");
        if (person.Id == user.Id)
        {
            throw RegistryException.Invalid(Field, "responsible_self", "An account cannot answer for itself. Name another person, or leave responsible empty.");
        }

        if (person.ResponsibleId is not null || await db.Users.AnyAsync(other => other.ResponsibleId == user.Id, ct))
        {
            throw RegistryException.Invalid(Field, "responsible_chain", person.ResponsibleId is not null
                ? $"'{email}' is a service account, for which somebody else answers. Name that person."
                : $"'{user.Email}' itself answers for another account. Name somebody else for that one first.");
        }

        return person.Id;
    }
}
