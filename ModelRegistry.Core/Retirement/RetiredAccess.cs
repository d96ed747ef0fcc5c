using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Retirement;

/// <summary>
/// Takes a version or model for a change under the locks that every retirement takes, in this order: the model, so that slots
/// stand still, the version, the turn of decisions, so that roles do.
/// </summary>
internal static class RetiredAccess
{
    /// <summary>A version that is there.</summary>
    public static async Task<FoundVersion> TakeVersionAsync(this RegistryTransaction transaction, string modelName, string selector, CancellationToken ct)
    {
        var db = transaction.Db;
        var (model, version) = await db.FindVersionAsync(transaction.Actor, modelName, selector, ct);
        Rights.Require(transaction.Actor, Right.Retire, model.Place, version.CreatedById);
        await db.LockAsync(model, ct);
        await db.LockAsync(version, ct);
        await transaction.TakeTurnAsync(ct);
        return new FoundVersion(model, version);
    }

    /// <summary>A version that is there or in the bin, alone or with its model. Whether the actor may is the caller's to ask.</summary>
    public static async Task<FoundVersion> TakeAnyVersionAsync(this RegistryTransaction transaction, string modelName, string selector, CancellationToken ct)
    {
        var db = transaction.Db;
        var model = await db.FindAnyModelAsync(transaction.Actor, modelName, ct);
        var version = await db.Versions.IgnoreQueryFilters(Deletion.Filters).FindInAsync(model, selector, ct);
        await db.LockAlsoDeletedAsync(model, ct);
        await db.LockAlsoDeletedAsync(version, ct);
        await transaction.TakeTurnAsync(ct);
        return new FoundVersion(model, version);
    }

    public static async Task<Model> FindAnyModelAsync(this RegistryDbContext db, Actor actor, string name, CancellationToken ct)
    {
        var model = await db.Named(db.Models.IgnoreQueryFilters(Deletion.Filters), actor, name).SingleOrDefaultAsync(ct) ?? throw ModelAccess.NotFound(name);
        db.Met(actor, name, model.Name);
        return model;
    }
}
