using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Models;

/// <summary>The one visibility filter: every query for models, or for what belongs to one, goes through it.</summary>
public static class ModelAccess
{
    /// <summary>The code of a refusal because there is no such model, or none that the actor may see.</summary>
    public const string Missing = "model_not_found";

    public static IQueryable<Model> VisibleTo(this IQueryable<Model> models, Actor actor)
    {
        if (actor.Token is { IsLimited: true } token)
        {
            models = models.Within(token.Reach);
        }

        if (Rights.SeesAll(actor))
        {
            return models;
        }

        return actor.Roles.Count == 0 ? models.Where(_ => false) : models.Open(actor, actor.Grants);
    }

    /// <summary>Those that are the actor's, as their owner or by a grant: <see cref="Rights.Owns"/>.</summary>
    internal static IQueryable<Model> OwnedBy(this IQueryable<Model> models, Actor actor)
    {
        var (me, granted) = (actor.UserId, Reach.Of(actor.Grants.Where(grant => grant.Right == GrantRight.Own)));
        return granted.IsNothing
            ? models.Where(model => model.OwnerId == me)
            : models.Where(model => granted.Everywhere || model.OwnerId == me || granted.Models.Contains(model.Id)
                || (model.CollectionId != null && granted.Collections.Contains(model.CollectionId.Value)));
    }

    /// <summary>What a token is limited to: the models that it names, and what lies now in its collections.</summary>
    private static IQueryable<Model> Within(this IQueryable<Model> models, Reach reach) =>
        reach.Collections.Length == 0 ? models.Where(model => reach.Models.Contains(model.Id))
        : reach.Models.Length == 0 ? models.Where(model => model.CollectionId != null && reach.Collections.Contains(model.CollectionId.Value))
        : models.Where(model => reach.Models.Contains(model.Id)
            || (model.CollectionId != null && reach.Collections.Contains(model.CollectionId.Value)));

    /// <summary>What is not restricted, one's own, and what these grants reach.</summary>
    private static IQueryable<Model> Open(this IQueryable<Model> models, Actor actor, IEnumerable<HeldGrant> grants)
    {
        var (me, granted) = (actor.UserId, Reach.Of(grants));
        if (granted.Everywhere)
        {
            return models;
        }

        return granted.IsNothing
            ? models.Where(model => !model.Closed || model.OwnerId == me)
            : models.Where(model => !model.Closed || model.OwnerId == me || granted.Models.Contains(model.Id)
                || (model.CollectionId != null && granted.Collections.Contains(model.CollectionId.Value)));
    }

    /// <summary>The model of that name, or the same "not found" whether it does not exist or may not be seen.</summary>
    internal static async Task<Model> FindModelAsync(this RegistryDbContext db, Actor actor, string name, CancellationToken ct)
    {
        var model = await ReadMemory.OnceAsync(db, (nameof(FindModelAsync), actor.UserId, name), async () =>
            await db.Named(actor, name).FirstOrDefaultAsync(ct) ?? throw NotFound(name));
        db.Met(actor, name, model.Name);
        return model;
    }

    /// <summary>The same model for the reads that follow on one page, where it was read by another way.</summary>
    internal static Task RememberAsync(this RegistryDbContext db, Actor actor, string name, Model model) =>
        ReadMemory.OnceAsync(db, (nameof(FindModelAsync), actor.UserId, name), () => Task.FromResult(model));

    /// <summary>The model that has or had this name. Whoever reads it so says what became of the name: <see cref="Met"/>.</summary>
    internal static IQueryable<Model> Named(this RegistryDbContext db, Actor actor, string name) => db.Named(db.Models, actor, name);

    /// <inheritdoc cref="Named(RegistryDbContext, Actor, string)"/>
    internal static IQueryable<Model> Named(this RegistryDbContext db, IQueryable<Model> models, Actor actor, string name)
    {
        var normalized = ModelName.TryNormalize(name) ?? "";
        var names = db.ReservedNames.Where(reserved => reserved.NormalizedName == normalized);
        return models.VisibleTo(actor).Join(names, model => model.Id, reserved => reserved.ModelId, (model, _) => model);
    }

    /// <summary>
    /// A model was found under the name that was asked for. If that is a former one, a read notes the present one for its caller; a change is refused
    /// with it, so that nobody changes a model that they take for another.
    /// </summary>
    internal static void Met(this RegistryDbContext db, Actor actor, string asked, string present)
    {
        if (db.Database.CurrentTransaction is null)
        {
            Note(actor, asked, present);
        }
        else
        {
            RequirePresent(asked, present);
        }
    }

    /// <summary>Tells the caller of a read under which name the model is found now.</summary>
    internal static void Note(Actor actor, string asked, string present)
    {
        if (actor.Canonical is { } canonical && IsFormer(asked, present))
        {
            canonical.Name = present;
        }
    }

    internal static void RequirePresent(string asked, string present)
    {
        if (IsFormer(asked, present))
        {
            throw Renamed(asked, present);
        }
    }

    internal static bool IsFormer(string asked, string present) => asked != present && ModelName.TryNormalize(asked) != ModelName.Normalize(present);

    internal static RegistryException Renamed(string asked, string present, string field = "name") =>
        new(RefusalKind.Conflict, "model_renamed", $"'{asked}' is called '{present}' now. Use that name to change it.", field)
        {
            Details = new Dictionary<string, object?> { ["name"] = present },
        };

    /// <summary>The model of that name for a change of what belongs to it: others wait from before it is read.</summary>
    internal static async Task<Model> TakeModelAsync(this RegistryDbContext db, Actor actor, string name, CancellationToken ct)
    {
        await db.LockNamedAsync(name, ct);
        return await db.FindModelAsync(actor, name, ct);
    }

    /// <summary>The lock alone, of the model of that name if there is one.</summary>
    internal static Task LockNamedAsync(this RegistryDbContext db, string name, CancellationToken ct)
    {
        var normalized = ModelName.TryNormalize(name) ?? "";
        return db.LockRowsAsync(db.Models.Where(found => found.NormalizedName == normalized), ct);
    }

    /// <summary>Makes other changes of these models wait for this one. To be asked before they are read, else see <see cref="LockAsync"/>.</summary>
    internal static async Task LockRowsAsync(this RegistryDbContext db, IQueryable<Model> models, CancellationToken ct)
    {
        if (db.LocksRows)
        {
            await models.ExecuteUpdateAsync(set => set.SetProperty(found => found.LastVersionNumber, found => found.LastVersionNumber), ct);
        }
    }

    /// <summary>
    /// Makes other changes of the model wait for this one and reads it again. For changes that many make at once, such as
    /// logging metrics: those would otherwise run again and again on SQL Server. A model is locked before its versions. Not
    /// found when it was deleted since it was read.
    /// </summary>
    internal static async Task LockAsync(this RegistryDbContext db, Model model, CancellationToken ct)
    {
        await db.LockAlsoDeletedAsync(model, ct);
        model.RequireThere();
    }

    /// <summary>The same, for the few changes that are about deleted models.</summary>
    internal static async Task LockAlsoDeletedAsync(this RegistryDbContext db, Model model, CancellationToken ct)
    {
        if (db.LocksRows)
        {
            await db.LockRowsAsync(db.Models.IgnoreQueryFilters(Deletion.Filters).Where(found => found.Id == model.Id), ct);
            await db.Entry(model).ReloadAsync(ct);
        }
    }

    /// <summary>
    /// Refuses an answer that was given before to somebody who may not see one of its models any more. That a model was deleted since is no reason:
    /// the answer may be that of its deletion.
    /// </summary>
    internal static async Task FollowReplayAsync(RegistryTransaction transaction, ReplayedAnswer replayed, CancellationToken ct)
    {
        var ids = replayed.Models.ToArray();
        if (ids.Length > 0 && await transaction.Db.Models.IgnoreQueryFilters(Deletion.Filters).VisibleTo(transaction.Actor)
            .CountAsync(model => ids.Contains(model.Id), ct) < ids.Length)
        {
            throw RegistryException.NotFound(Missing, "The model that this call changed is not here any more, or you may not see it.");
        }
    }

    internal static void RequireThere(this Model model)
    {
        if (model.DeletedAt is not null)
        {
            throw NotFound(model.Name);
        }
    }

    internal static RegistryException NotFound(string name) =>
        RegistryException.NotFound(Missing, $"There is no model '{name}' here, or you may not see it.");
}
