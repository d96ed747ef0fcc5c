using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Collections;

/// <summary>Reads the collections that somebody sees.</summary>
public sealed class CollectionQueries(RegistryStore store)
{
    /// <summary>By path, so that each stands before what is in it; <paramref name="under"/> lists one and all below it.</summary>
    public Task<Page<CollectionView>> ListAsync(string? under, int? pageSize, string? pageToken, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            RequireUnlimited(actor);
            var size = PageToken.Size(pageSize);
            var collections = db.Collections.VisibleTo(actor);
            if (under is not null && await db.FindCollectionAsync(actor, under, "under", ct) is { } top)
            {
                collections = collections.Where(found => db.CollectionAncestors.Any(link => link.CollectionId == found.Id && link.AncestorId == top.Id));
            }

            if (PageToken.Decode(pageToken, 1) is [var after])
            {
                collections = collections.Where(found => string.Compare(found.NormalizedPath, after) > 0);
            }

            var rows = await collections.OrderBy(found => found.NormalizedPath).Take(size + 1).AsNoTracking().ToListAsync(ct);
            var views = await ViewsAsync(db, rows.Take(size).ToList(), actor, ct);
            return new Page<CollectionView>(views, rows.Count > size ? PageToken.Encode(rows[size - 1].NormalizedPath) : null);
        }, ct);

    /// <summary>Paths that begin with what was typed, at most so many.</summary>
    public Task<IReadOnlyList<string>> StartingWithAsync(string text, int most, Actor actor, CancellationToken ct) =>
        store.ReadAsync<IReadOnlyList<string>>(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            RequireUnlimited(actor);
            if (CollectionPath.TryNormalize(text) is not { } start)
            {
                return [];
            }

            var next = await db.Collections.VisibleTo(actor).Where(found => string.Compare(found.NormalizedPath, start) >= 0)
                .OrderBy(found => found.NormalizedPath).Take(most).Select(found => new { found.Path, found.NormalizedPath }).ToListAsync(ct);
            return [.. next.TakeWhile(found => found.NormalizedPath.StartsWith(start, StringComparison.Ordinal)).Select(found => found.Path)];
        }, ct);

    public Task<CollectionView> GetAsync(string path, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            RequireUnlimited(actor);
            return (await ViewsAsync(db, [await db.FindAsync(actor, path, ct)], actor, ct))[0];
        }, ct);

    internal static async Task<IReadOnlyList<CollectionView>> ViewsAsync(RegistryDbContext db, IReadOnlyList<Collection> collections, Actor actor,
        CancellationToken ct)
    {
        var ids = collections.Select(found => found.Id).ToArray();
        var above = (await db.CollectionAncestors.Where(link => ids.Contains(link.CollectionId))
            .Join(db.Collections, link => link.AncestorId, found => found.Id, (link, found) => new
            {
                link.CollectionId,
                found.Path,
                found.Restricted,
                found.OwnerId,
                Owner = db.Users.Where(user => user.Id == found.OwnerId).Select(user => user.Email).FirstOrDefault(),
            }).ToListAsync(ct)).ToLookup(row => row.CollectionId);
        var counts = await db.Models.VisibleTo(actor).Where(model => model.CollectionId != null && ids.Contains(model.CollectionId.Value))
            .GroupBy(model => model.CollectionId!.Value).Select(group => new { Id = group.Key, Count = group.Count() }).ToDictionaryAsync(row => row.Id, ct);
        var experiments = await db.VisibleExperiments(actor)
            .Where(experiment => experiment.CollectionId != null && ids.Contains(experiment.CollectionId.Value) && experiment.DeletedAt == null)
            .GroupBy(experiment => experiment.CollectionId!.Value).Select(group => new { Id = group.Key, Count = group.Count() })
            .ToDictionaryAsync(row => row.Id, row => row.Count, ct);
        return [.. collections.Select(found =>
        {
            var nearest = above[found.Id].OrderByDescending(row => row.Path.Length).ToList();
            var (says, owns) = (nearest.Find(row => row.Restricted is not null), nearest.Find(row => row.OwnerId is not null));
            return new CollectionView(found.Path, found.Description, found.Restricted, found.Closed, found.Closed ? says?.Path : null,
                nearest.Find(row => row.Path == found.Path)?.Owner, owns?.Path, counts.TryGetValue(found.Id, out var row) ? row.Count : 0,
                experiments.GetValueOrDefault(found.Id),
                found.CreatedAt, found.CreatedByName);
        })];
    }

    /// <summary>A token that is limited reads what it reaches and nothing about where that lies.</summary>
    internal static void RequireUnlimited(Actor actor)
    {
        if (actor.Token is { IsLimited: true })
        {
            throw RegistryException.Forbidden("token_limited", "This access token is limited to named models or collections and does not see collections.");
        }
    }
}

internal static class CollectionFinding
{
    /// <summary>The collection of that path in an address.</summary>
    public static async Task<Collection> FindAsync(this RegistryDbContext db, Actor actor, string path, CancellationToken ct)
    {
        var normalized = CollectionPath.TryNormalize(path) ?? "";
        return await db.Collections.VisibleTo(actor).SingleOrDefaultAsync(found => found.NormalizedPath == normalized, ct)
            ?? throw RegistryException.NotFound("collection_not_found", $"There is no collection '{path}' here, or you may not see it.");
    }
}
