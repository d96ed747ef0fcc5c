using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Versions;

/// <summary>One page of a model's versions: few that match are sorted, of many those of the page are read along the indexes of the order.</summary>
public sealed class VersionPages(VersionWords words)
{
    /// <summary>A page of the versions that match, in the order that is asked for.</summary>
    /// <param name="db">The database.</param>
    /// <param name="model">The model.</param>
    /// <param name="search">What is asked.</param>
    /// <param name="actor">Whose token it is.</param>
    /// <param name="limits">Which are sorted.</param>
    /// <param name="ct">Cancels the read.</param>
    internal async Task<Page<ModelVersion>> ReadAsync(RegistryDbContext db, Model model, VersionSearch search, Actor actor, FewLimits limits,
        CancellationToken ct)
    {
        var size = PageToken.Size(search.PageSize);
        var (places, order) = await PlacesAsync(db, model, search, actor, limits, size + 1, ct);
        var numbers = places.Take(size).Select(place => place.Number).ToArray();
        var versions = numbers.Length == 0 ? []
            : await db.Versions.Where(version => version.ModelId == model.Id && numbers.Contains(version.Number))
                .ToDictionaryAsync(version => version.Number, ct);
        return new Page<ModelVersion>([.. numbers.Where(versions.ContainsKey).Select(number => versions[number])],
            places.Count > size ? order.Keys.Token(places[size - 1].Keys) : null);
    }

    /// <summary>The numbers of the newest versions that match, at most <paramref name="most"/>.</summary>
    internal async Task<int[]> NewestAsync(RegistryDbContext db, Model model, string? filter, bool archived, int most, Actor actor, CancellationToken ct) =>
        [.. (await PlacesAsync(db, model, new VersionSearch(filter, null, archived), actor, FewLimits.OfMany, most, ct)).Places.Select(place => place.Number)];

    private async Task<(List<VersionPlace> Places, VersionOrder Order)> PlacesAsync(RegistryDbContext db, Model model, VersionSearch search, Actor actor,
        FewLimits limits, int most, CancellationToken ct)
    {
        var filter = VersionFilter.Read(search.Filter);
        var versions = db.Versions.Where(version => version.ModelId == model.Id);
        if (!search.Archived)
        {
            versions = versions.Where(version => version.ArchivedAt == null);
        }

        var order = VersionOrder.Read(search.OrderBy, model.Id, versions, filter.Node, search.Question(model.Id, actor), db);
        var keys = order.Keys.Read(search.PageToken);
        var asked = versions.Matching(filter, db); // refuses what is wrong with the filter, before anything is read
        var known = await new FewVersions(db, model, words, limits).ReadAsync(filter, ct);
        return (await new VersionWalk(order, limits, ct).ReadAsync(asked, filter, known, keys, most), order);
    }
}
