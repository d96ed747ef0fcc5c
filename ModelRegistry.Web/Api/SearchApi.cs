using Microsoft.AspNetCore.Http.HttpResults;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Search;
using ModelRegistry.Web.Access;
using ModelRegistry.Web.Components.Layout;

namespace ModelRegistry.Web.Api;

/// <summary>One thing that was found: <c>model</c>, <c>version</c>, <c>request</c> or <c>command</c>, and the page that shows it.</summary>
internal sealed record SearchResult(string Kind, string Title, string Url);

internal static class SearchApi
{
    public static void MapSearch(this RouteGroupBuilder api) => api.MapGet("/search", Find).WithTags("Search").ProducesProblem(422);

    [EndpointSummary("Search everything that you see")]
    [EndpointDescription("The same as Ctrl+K: q is words of a model's name, a version (fraud v12, fraud 2.1.0, or the first six or more digits of its digest), "
        + "a request (#91), or compare fraud 8 9. The best first, a few of each; url is the path of a page.")]
    private static async Task<Ok<Page<SearchResult>>> Find(string? q, SearchQueries search, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(new Page<SearchResult>(
            [
                .. PaletteSearch.Entries(await search.FindAsync(q, context.Actor(), ct))
                    .Select(found => new SearchResult(found.Kind.ToLowerInvariant(), found.Title, $"{context.Request.PathBase}/{found.Href}")),
            ], null));
}
