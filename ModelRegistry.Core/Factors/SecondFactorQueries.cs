using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Factors;

/// <summary>Reads how accounts are secured.</summary>
public sealed class SecondFactorQueries(RegistryStore store, UserManagers managers)
{
    /// <summary>The actor's own account.</summary>
    public Task<SecondFactorView> MineAsync(Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            var user = await db.Users.FirstOrDefaultAsync(found => found.Id == actor.UserId && actor.Token == null, ct)
                ?? throw RegistryException.Forbidden("scope_missing", "Access tokens cannot do this. Sign in with a person's account.");
            var codes = user.TwoFactorEnabled ? await managers.Over(db).CountRecoveryCodesAsync(user) : 0;
            var roles = await db.UserRoles.Where(row => row.UserId == user.Id)
                .Join(db.Roles.Where(role => role.NeedsSecondFactor), row => row.RoleId, role => role.Id, (_, role) => role.Name!).ToListAsync(ct);
            return new SecondFactorView(user.TwoFactorEnabled, codes, [.. roles.Order(StringComparer.Ordinal)], actor.Missing);
        }, ct);

    /// <summary>Which roles need a second factor, and whether admins prove that it is them, for admins.</summary>
    public Task<FactorRoles> RolesAsync(Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.ManagePeople);
            var roles = await db.Roles.Where(role => role.NeedsSecondFactor || role.NeedsProof).AsNoTracking().ToListAsync(ct);
            return new FactorRoles([.. roles.Where(role => role.NeedsSecondFactor).Select(role => role.Name!).Order(StringComparer.Ordinal)])
            {
                Proof = roles.Exists(role => role.NeedsProof),
            };
        }, ct);
}
