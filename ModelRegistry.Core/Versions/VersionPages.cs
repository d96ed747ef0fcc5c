using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Filters;

namespace ModelRegistry.Core.Versions;

/// <summary>One page of a model's versions: few that match are sorted, of many those of the page are read along the index of the order.</summary>
internal static class VersionPages
{
    /// <summary>A page of the versions that match, in the order that is asked for.</summary>
    /// <param name="db">The database.</param>
    /// <param name="model">The model.</param>
    /// <param name="search">What is asked.</param>
    /// <param name="actor">Whose token it is.</param>
    /// <param name="few">Up to how many are sorted.</param>
    /// <param name="ct">Cancels the read.</param>
    public static async Task<Page<ModelVersion>> ReadAsync(RegistryDbContext db, Guid model, VersionSearch search, Actor actor, int few, CancellationToken ct)
    {
        var size = PageToken.Size(search.PageSize);
        var filter = VersionFilter.Read(search.Filter);
        var versions = db.Versions.Where(version => version.ModelId == model);
        if (!search.Archived)
        {
            versions = versions.Where(version => version.ArchivedAt == null);
        }

        var order = VersionOrder.Read(search.OrderBy, model, versions, filter.Node, search.Question(model, actor), db);
        var keys = order.Keys.Read(search.PageToken);
        var asked = versions.Matching(filter, db); // refuses what is wrong with the filter, before anything is read
        var numbers = await new FewVersions(db, model, few).ReadAsync(filter, ct);
        var found = numbers is not null || order.Stretches.Count == 0
            ? await SortAsync(order, asked, numbers?.ToArray(), search.PageToken, size + 1, ct)
            : await LoadAsync(db, model, await WalkAsync(order, keys, asked, isFiltered: filter.Asks, size + 1, ct), ct);
        return new Page<ModelVersion>([.. found.Take(size).Select(row => row.Row)],
            found.Count > size ? order.Keys.Token(found[size - 1].Keys) : null);
    }

    /// <summary>The numbers of the newest versions that match, at most <paramref name="most"/>.</summary>
    public static async Task<int[]> NewestAsync(RegistryDbContext db, Guid model, string? filter, bool archived, int most, Actor actor, CancellationToken ct)
    {
        var (numbers, token) = (new List<int>(), (string?)null);
        do
        {
            var search = new VersionSearch(filter, null, archived, Math.Min(most - numbers.Count, PageToken.MaxSize), token);
            var page = await ReadAsync(db, model, search, actor, FewVersions.Most, ct);
            numbers.AddRange(page.Items.Select(version => version.Number));
            token = page.NextPageToken;
        }
        while (token is not null && numbers.Count < most);

        return [.. numbers];
    }

    private static async Task<List<Keyed<ModelVersion>>> SortAsync(VersionOrder order, IQueryable<ModelVersion> asked, int[]? numbers, string? pageToken,
        int most, CancellationToken ct)
    {
        if (numbers is not null)
        {
            asked = asked.Where(version => EF.Parameter(numbers).Contains(version.Number));
        }

        return await order.Keys.Keyed(order.Keys.Page(asked, pageToken).Take(most)).ToListAsync(ct);
    }

    private static async Task<List<(object[] Keys, int Number)>> WalkAsync(VersionOrder order, object[]? keys, IQueryable<ModelVersion> asked, bool isFiltered,
        int most, CancellationToken ct)
    {
        // Not Any: SQLite makes a join of that and then seeks by the filter instead of by the number.
        Expression<Func<int, bool>> isAsked = number =>
            asked.Where(version => version.Number == number).Select(version => (int?)version.Number).FirstOrDefault() != null;
        var found = new List<(object[] Keys, int Number)>();
        var stretches = keys is null ? order.Stretches : order.Stretches.SkipWhile(stretch => !stretch.Holds(keys));
        foreach (var stretch in stretches)
        {
            foreach (var steps in stretch.After(keys, isFiltered || !stretch.IsOfVersions ? isAsked : null))
            {
                found.AddRange((await steps.Take(most - found.Count).ToListAsync(ct)).Select(step => (stretch.Keys(step), step.Number)));
                if (found.Count == most)
                {
                    return found;
                }
            }

            keys = null;
        }

        return found;
    }

    private static async Task<List<Keyed<ModelVersion>>> LoadAsync(RegistryDbContext db, Guid model, List<(object[] Keys, int Number)> places,
        CancellationToken ct)
    {
        var numbers = places.Select(place => place.Number).ToArray();
        var versions = numbers.Length == 0 ? []
            : await db.Versions.Where(version => version.ModelId == model && numbers.Contains(version.Number)).ToDictionaryAsync(version => version.Number, ct);
        return [.. places.Where(place => versions.ContainsKey(place.Number))
            .Select(place => new Keyed<ModelVersion> { Row = versions[place.Number], Keys = place.Keys })];
    }
}
