using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Models;

/// <summary>
/// Finds collections that the actor sees: those that are not restricted, their own, and those that a grant of theirs reaches, as far as their token does.
/// </summary>
internal static class CollectionAccess
{
    public static IQueryable<Collection> VisibleTo(this IQueryable<Collection> collections, Actor actor)
    {
        if (actor.Token?.Collections is { } limit)
        {
            var reached = limit.ToArray();
            collections = collections.Where(found => reached.Contains(found.Id));
        }

        var (me, granted) = (actor.UserId, Reach.Of(actor.Grants));
        if (Rights.SeesAll(actor) || granted.Everywhere)
        {
            return collections;
        }

        return actor.Roles.Count == 0 ? collections.Where(_ => false)
            : collections.Where(found => !found.Closed || found.OwnerId == me || granted.Collections.Contains(found.Id));
    }

    /// <summary>The collection of that path, null for the root; the same refusal whether it does not exist or may not be seen.</summary>
    public static async Task<Collection?> FindCollectionAsync(this RegistryDbContext db, Actor actor, string path, string field, CancellationToken ct)
    {
        var normalized = CollectionPath.TryNormalize(path);
        return normalized?.Length == 0 ? null
            : await db.Collections.VisibleTo(actor).SingleOrDefaultAsync(found => found.NormalizedPath == (normalized ?? ""), ct)
                ?? throw RegistryException.Invalid(field, "collection_not_found", $"There is no collection '{path}' here, or you may not see it.");
    }

    /// <summary>Their paths, of those that something seen lies in.</summary>
    public static async Task<IReadOnlyDictionary<Guid, string>> PathsAsync(this RegistryDbContext db, Guid[] ids, CancellationToken ct) => ids.Length == 0
        ? new Dictionary<Guid, string>()
        : await db.Collections.Where(found => ids.Contains(found.Id)).ToDictionaryAsync(found => found.Id, found => found.Path, ct);

    /// <summary>Where something is moved or made: it must be seen, and be a place where the actor might make such a thing, by this right.</summary>
    public static async Task<Collection?> FindTargetAsync(this RegistryDbContext db, Actor actor, string path, Guid? present, Right making,
        CancellationToken ct)
    {
        var wanted = await db.FindCollectionAsync(actor, path, "collection", ct);
        if (wanted is null && present is not null && actor.Token is { Collections: not null })
        {
            throw RegistryException.Forbidden("token_limited",
                "This access token is limited to named collections and moves nothing out of them. Use another token.");
        }

        if (wanted?.Id != present && wanted is { Closed: true } closed && !Rights.SeesAll(actor) && !Rights.Owns(actor, closed.Place))
        {
            Rights.Require(actor, making, closed.Place);
        }

        return wanted;
    }

    /// <summary>Who owns what is registered there without naming an owner: of the collection or the nearest above it that says so.</summary>
    public static async Task<Guid?> DefaultOwnerAsync(this RegistryDbContext db, Collection? collection, CancellationToken ct)
    {
        if (collection is null || collection.OwnerId is not null)
        {
            return collection?.OwnerId;
        }

        return await db.CollectionAncestors.Where(link => link.CollectionId == collection.Id)
            .Join(db.Collections, link => link.AncestorId, above => above.Id, (_, above) => above)
            .Where(above => above.OwnerId != null).OrderByDescending(above => above.NormalizedPath.Length)
            .Select(above => above.OwnerId).FirstOrDefaultAsync(ct);
    }
}
