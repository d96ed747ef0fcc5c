using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Teams;

namespace ModelRegistry.Core.Grants;

/// <summary>Reads grants: all of them for admins, those on a model or collection for its owner, and one's own.</summary>
public sealed class GrantQueries(RegistryStore store)
{
    /// <summary>The oldest first.</summary>
    public Task<Page<GrantView>> ListAsync(GrantSearch search, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            var size = PageToken.Size(search.PageSize);
            var grants = await SearchedAsync(db, search, actor, ct);
            if (PageToken.Decode(search.PageToken, 1) is [var key])
            {
                var after = PageToken.Id(key);
                grants = grants.Where(grant => grant.Id.CompareTo(after) > 0);
            }

            var rows = await grants.OrderBy(grant => grant.Id).Include(grant => grant.Stages).Take(size + 1).AsNoTracking().ToListAsync(ct);
            var views = await ViewsAsync(db, rows.Take(size).ToList(), ct);
            return new Page<GrantView>(views, rows.Count > size ? PageToken.Encode(views[^1].Id.ToString()) : null);
        }, ct);

    /// <summary>As they are shown; of models also those that were deleted.</summary>
    internal static async Task<IReadOnlyList<GrantView>> ViewsAsync(RegistryDbContext db, IReadOnlyList<Grant> grants, CancellationToken ct)
    {
        var ids = grants.Select(grant => grant.Id).ToArray();
        var names = ids.Length == 0 ? [] : await db.Grants.Where(grant => ids.Contains(grant.Id)).Select(grant => new
        {
            grant.Id,
            Person = db.Users.Where(user => user.Id == grant.PersonId).Select(user => user.Email).FirstOrDefault(),
            Team = db.Teams.Where(team => team.Id == grant.TeamId).Select(team => team.Name).FirstOrDefault(),
            Model = db.Models.IgnoreQueryFilters(Deletion.Filters).Where(model => model.Id == grant.ModelId).Select(model => model.Name).FirstOrDefault(),
            Collection = db.Collections.Where(collection => collection.Id == grant.CollectionId).Select(collection => collection.Path).FirstOrDefault(),
        }).ToDictionaryAsync(row => row.Id, ct);
        return [.. grants.Select(grant => (Grant: grant, Names: names[grant.Id])).Select(row => new GrantView(row.Grant.Id,
            new GrantTo(row.Names.Person, row.Names.Team), new GrantOn(row.Names.Collection, row.Names.Model), row.Grant.Right,
            row.Grant.HasStages ? [.. row.Grant.Stages.Select(stage => stage.Name).Order(StringComparer.Ordinal)] : null,
            row.Grant.Until, row.Grant.CreatedAt, row.Grant.CreatedByName))];
    }

    private static async Task<IQueryable<Grant>> SearchedAsync(RegistryDbContext db, GrantSearch search, Actor actor, CancellationToken ct)
    {
        Rights.Require(actor, Right.Browse);
        var model = search.Model is null ? null : await db.FindModelAsync(actor, search.Model, ct);
        var collection = search.Collection is null ? null : await db.FindCollectionAsync(actor, search.Collection, "collection", ct);
        var isOwn = (search.Person ?? search.Holder) is { } asked && (search.Person is null || search.Holder is null) && actor.Token is null
            && asked.Trim().Equals(actor.Name, StringComparison.OrdinalIgnoreCase);
        if (!isOwn)
        {
            Rights.Require(actor, Right.ManageGrants, model?.Place ?? collection?.Place);
        }

        IQueryable<Grant> grants = db.Grants;
        if (model is not null)
        {
            grants = grants.Where(grant => grant.ModelId == model.Id);
        }

        if (collection is not null)
        {
            grants = grants.Where(grant => grant.CollectionId == collection.Id);
        }

        if (search.Person is { } person)
        {
            var normalized = person.Trim().ToUpperInvariant();
            grants = grants.Where(grant => db.Users.Any(user => user.Id == grant.PersonId && user.NormalizedEmail == normalized));
        }

        if (search.Holder is { } holder)
        {
            var normalized = holder.Trim().ToUpperInvariant();
            var held = db.Users.Where(user => user.NormalizedEmail == normalized).Select(user => user.Id);
            grants = grants.Where(grant => (grant.PersonId != null && held.Contains(grant.PersonId.Value))
                || db.TeamMembers.Any(member => member.TeamId == grant.TeamId && held.Contains(member.PersonId)));
        }

        if (search.Team is { } team)
        {
            var teamId = (await db.FindTeamAsync(team, ct)).Id;
            grants = grants.Where(grant => grant.TeamId == teamId);
        }

        return grants;
    }
}
