using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Accounts;

/// <summary>Reads and replaces the roles of accounts.</summary>
internal static class UserRoles
{
    public static IReadOnlyList<string> Check(IReadOnlyList<string>? roles)
    {
        if (roles is null)
        {
            throw RegistryException.Invalid("roles", "field_required", "roles must be a list of roles; an empty list takes all away.");
        }

        var unknown = roles.Except(Roles.All).ToList();
        return unknown.Count == 0
            ? [.. roles.Distinct().Order(StringComparer.Ordinal)]
            : throw RegistryException.Invalid("roles", "role_unknown", $"'{unknown[0]}' is no role. The roles are {string.Join(", ", Roles.All)}.");
    }

    public static async Task<ILookup<Guid, string>> OfAsync(RegistryDbContext db, IReadOnlyList<Guid> userIds, CancellationToken ct)
    {
        var rows = await db.UserRoles.Where(row => userIds.Contains(row.UserId))
            .Join(db.Roles, row => row.RoleId, role => role.Id, (row, role) => new { row.UserId, role.Name })
            .ToListAsync(ct);
        return rows.OrderBy(row => row.Name, StringComparer.Ordinal).ToLookup(row => row.UserId, row => row.Name!);
    }

    /// <summary>Whether one of somebody's roles asks for a second factor.</summary>
    public static Task<bool> NeedSecondFactorAsync(RegistryDbContext db, Guid userId, CancellationToken ct) =>
        db.UserRoles.AnyAsync(row => row.UserId == userId && db.Roles.Any(role => role.Id == row.RoleId && role.NeedsSecondFactor), ct);

    public static async Task SetAsync(RegistryDbContext db, Guid userId, IReadOnlyList<string> roles, CancellationToken ct)
    {
        var wanted = await db.Roles.Where(role => roles.Contains(role.Name!)).Select(role => role.Id).ToListAsync(ct);
        var present = await db.UserRoles.Where(row => row.UserId == userId).ToListAsync(ct);
        db.UserRoles.RemoveRange(present.Where(row => !wanted.Contains(row.RoleId)));
        db.UserRoles.AddRange(wanted.Except(present.Select(row => row.RoleId)).Select(id => new IdentityUserRole<Guid> { UserId = userId, RoleId = id }));
    }
}
