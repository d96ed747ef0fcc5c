using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Grants;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Collections;

/// <summary>Makes, changes and deletes collections: admins do, and below a collection whoever owns it.</summary>
public sealed class CollectionWorkflow(RegistryStore store)
{
    public Task<CollectionView> CreateAsync(NewCollection command, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var db = transaction.Db;
            await transaction.TakeTurnAsync(ct);
            var names = CollectionPath.Check(command.Path).Split('/');
            var (parent, depth) = await NearestAsync(db, actor, names, ct);
            Rights.Require(actor, Right.ManageCollections, parent?.Place);
            if (depth == names.Length)
            {
                throw Taken(command.Path);
            }

            for (; depth < names.Length; depth++)
            {
                parent = await AddAsync(transaction, parent, string.Join('/', names[..(depth + 1)]), depth + 1 == names.Length ? command : null, ct);
            }

            return (await CollectionQueries.ViewsAsync(db, [parent!], actor, ct))[0];
        }, ct);

    public Task<CollectionView> EditAsync(string path, CollectionEdit edit, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var db = transaction.Db;
            Rights.Require(actor, Right.Browse);
            await transaction.TakeTurnAsync(ct);
            var collection = await db.FindAsync(actor, path, ct);
            Rights.Require(actor, Right.ManageCollections, collection.Place);
            var before = await RecordedAsync(db, collection, ct);
            collection.Description = edit.Description is null ? collection.Description
                : Text.Check("description", edit.Description, Collection.DescriptionMaxLength);
            collection.OwnerId = edit.Owner is null ? collection.OwnerId : await OwnerAsync(db, edit.Owner, ct);
            collection.Restricted = edit.InheritRestriction ? null : edit.Restricted ?? collection.Restricted;
            await db.SaveChangesAsync(ct);
            await CloseAsync(transaction, collection, ct);
            var after = await RecordedAsync(db, collection, ct);
            if (before != after)
            {
                transaction.Record(new CollectionEdited(before, after));
            }

            return (await CollectionQueries.ViewsAsync(db, [collection], actor, ct))[0];
        }, ct);

    /// <summary>Only an empty one, in which no deleted model is either, and that no policies were published for; grants on it end.</summary>
    public Task DeleteAsync(string path, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var db = transaction.Db;
            Rights.Require(actor, Right.Browse);
            await transaction.TakeTurnAsync(ct);
            var collection = await db.FindAsync(actor, path, ct);
            Rights.Require(actor, Right.ManageCollections, collection.Place);
            if (await db.Models.IgnoreQueryFilters(Deletion.Filters).AnyAsync(model => model.CollectionId == collection.Id, ct)
                || await db.Experiments.AnyAsync(experiment => experiment.CollectionId == collection.Id, ct)
                || await db.Collections.AnyAsync(found => found.ParentId == collection.Id, ct))
            {
                throw RegistryException.Conflict("collection_not_empty",
                    $"'{collection.Path}' is not empty: models (some may be in the bin), experiments (some may be deleted) or collections are in it. "
                        + "Move them first.");
            }

            await transaction.FollowAsync(new EndingCollection(collection), ct);
            var recorded = await RecordedAsync(db, collection, ct);
            await GrantWorkflow.EndAsync(transaction,
                await db.Grants.Include(grant => grant.Stages).Where(grant => grant.CollectionId == collection.Id).ToListAsync(ct),
                    "The collection was deleted.", ct);
            db.CollectionAncestors.RemoveRange(await db.CollectionAncestors.Where(link => link.CollectionId == collection.Id).ToListAsync(ct));
            db.Collections.Remove(collection);
            transaction.Record(new CollectionDeleted(recorded));
        }, ct);

    /// <summary>The deepest collection of these names that is there, and how deep it is. One that is there and hidden is refused as if the name were
    /// taken.</summary>
    private static async Task<(Collection? Parent, int Depth)> NearestAsync(RegistryDbContext db, Actor actor, string[] names, CancellationToken ct)
    {
        string[] paths = [.. Enumerable.Range(1, names.Length).Select(depth => CollectionPath.TryNormalize(string.Join('/', names[..depth]))!)];
        var there = await db.Collections.Where(found => paths.Contains(found.NormalizedPath)).ToListAsync(ct);
        var seen = await db.Collections.VisibleTo(actor).Where(found => paths.Contains(found.NormalizedPath)).Select(found => found.Id).ToListAsync(ct);
        return there.Exists(found => !seen.Contains(found.Id)) ? throw Taken(string.Join('/', names))
            : (there.MaxBy(found => found.NormalizedPath.Length), there.Count);
    }

    private static async Task<Collection> AddAsync(RegistryTransaction transaction, Collection? parent, string path, NewCollection? asked, CancellationToken ct)
    {
        var db = transaction.Db;
        var collection = new Collection(Guid.CreateVersion7(transaction.Now))
        {
            Path = path,
            NormalizedPath = CollectionPath.TryNormalize(path)!,
            ParentId = parent?.Id,
            Description = Text.Check("description", asked?.Description, Collection.DescriptionMaxLength),
            Restricted = asked?.Restricted,
            Closed = asked?.Restricted ?? parent?.Closed ?? false,
            OwnerId = await OwnerAsync(db, asked?.Owner, ct),
            CreatedAt = transaction.Now,
            CreatedByName = transaction.Actor.Name,
        };
        var above = parent is null ? []
            : await db.CollectionAncestors.Where(link => link.CollectionId == parent.Id).Select(link => link.AncestorId).ToListAsync(ct);
        db.Collections.Add(collection);
        db.CollectionAncestors.AddRange(above.Append(collection.Id).Select(id => new CollectionAncestor { CollectionId = collection.Id, AncestorId = id }));
        await db.SaveChangesAsync(ct);
        transaction.Record(new CollectionCreated(await RecordedAsync(db, collection, ct)));
        return collection;
    }

    /// <summary>What the restriction comes to, here and below: the nearest that says something wins, and a model's own restriction stays.</summary>
    private static async Task CloseAsync(RegistryTransaction transaction, Collection top, CancellationToken ct)
    {
        var db = transaction.Db;
        var below = await db.Collections.Where(found => db.CollectionAncestors.Any(link => link.CollectionId == found.Id && link.AncestorId == top.Id))
            .OrderBy(found => found.NormalizedPath.Length).ToListAsync(ct);
        var closed = await db.Collections.Where(found => found.Id == top.ParentId).ToDictionaryAsync(found => found.Id, found => found.Closed, ct);
        foreach (var collection in below)
        {
            collection.Closed = collection.Restricted ?? (collection.ParentId is { } parent && closed[parent]);
            closed[collection.Id] = collection.Closed;
        }

        foreach (var side in below.Where(found => db.Entry(found).Property(row => row.Closed).IsModified).ToLookup(found => found.Closed, found => found.Id))
        {
            var (ids, isClosed) = (side.ToArray(), side.Key);
            await transaction.ChangeAllAsync(
                db.Models.IgnoreQueryFilters(Deletion.Filters).Where(model => model.CollectionId != null && ids.Contains(model.CollectionId.Value)
                    && !model.Restricted),
                model => model.Closed = isClosed, set => set.SetProperty(model => model.Closed, isClosed), ct);
            await transaction.ChangeAllAsync(
                db.Experiments.Where(experiment => experiment.CollectionId != null && ids.Contains(experiment.CollectionId.Value) && !experiment.Restricted),
                experiment => experiment.Closed = isClosed, set => set.SetProperty(experiment => experiment.Closed, isClosed), ct);
        }
    }

    private static async Task<Guid?> OwnerAsync(RegistryDbContext db, string? owner, CancellationToken ct) =>
        string.IsNullOrWhiteSpace(owner) ? null : (await ActivePeople.FindAsync(db, "owner", "owner_unknown", owner, ct)).Id;

    private static async Task<RecordedCollection> RecordedAsync(RegistryDbContext db, Collection collection, CancellationToken ct) =>
        new(collection.Path, collection.Description, collection.Restricted, collection.OwnerId is null ? null
            : await db.Users.Where(user => user.Id == collection.OwnerId).Select(user => user.Email).FirstAsync(ct));

    private static RegistryException Taken(string path) =>
        RegistryException.Conflict("collection_taken", $"There is a collection '{path}' already (case and width make no difference).", "path");
}
