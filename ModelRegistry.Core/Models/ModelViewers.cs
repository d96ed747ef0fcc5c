using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Models;

/// <summary>The people who see a model, as rows: what <see cref="ModelAccess.VisibleTo"/> says of models, said of people.</summary>
internal static class ModelViewers
{
    /// <summary>Whoever is active and has a role: they see what is not restricted.</summary>
    public static IQueryable<RegistryUser> All(RegistryDbContext db) =>
        db.Users.Where(user => user.DisabledAt == null && db.UserRoles.Any(row => row.UserId == user.Id));

    /// <summary>Of them those who see a restricted model (null: one that is not there yet) of this owner in this collection (null: the root).</summary>
    public static IQueryable<RegistryUser> OfRestricted(RegistryDbContext db, IQueryable<Guid> owner, Guid? model, Guid? collection)
    {
        var granted = GrantedModels.Seeing(db, model, collection);
        return All(db).Where(user => owner.Contains(user.Id) || granted.Contains(user.Id)
            || db.UserRoles.Any(row => row.UserId == user.Id
                && db.Roles.Any(role => role.Id == row.RoleId && (role.Name == Roles.Admin || role.Name == Roles.Auditor))));
    }

    /// <summary>Of a model, or of an experiment, that lies there.</summary>
    public static IQueryable<RegistryUser> Of(RegistryDbContext db, Place place)
    {
        var owner = place.OwnerId;
        return place.Closed ? OfRestricted(db, db.Users.Where(user => user.Id == owner).Select(user => user.Id), place.ModelId, place.CollectionId) : All(db);
    }
}
