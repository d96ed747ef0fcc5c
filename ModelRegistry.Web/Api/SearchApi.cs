using Microsoft.AspNetCore.Http.HttpResults;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Filters;
using ModelRegistry.Core.Search;
using ModelRegistry.Web.Access;
using ModelRegistry.Web.Components.Layout;

namespace ModelRegistry.Web.Api;

/// <summary>
/// One thing that was found: <c>model</c>, <c>version</c>, <c>request</c>, <c>experiment</c>, <c>run</c>, <c>person</c>, <c>page</c> or <c>command</c>, and
/// the page that shows it.
/// </summary>
internal sealed record SearchResult(string Kind, string Title, string Url);

internal static class SearchApi
{
    public static void MapSearch(this RouteGroupBuilder api)
    {
        api.MapGet("/search", Find).WithTags("Search").ProducesProblem(422);
        api.MapGet("/completions", Complete).WithTags("Search").ProducesProblem(404).ProducesProblem(422);
    }

    [EndpointSummary("Search everything that you see")]
    [EndpointDescription("The same as Ctrl+K: q is words of a model's name, a version (fraud v12, fraud 2.1.0, or the first six or more digits of its digest), "
        + "a request (#91), words of the name of an experiment or a run (or the first six or more digits of a run's id), somebody's name, a page, "
        + "compare fraud 8 9, promote fraud v9, or roll back fraud. The best first, a few of each; url is the path of a page.")]
    private static async Task<Ok<Page<SearchResult>>> Find(string? q, SearchQueries search, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(new Page<SearchResult>(
            [
                .. PaletteSearch.Entries(await search.FindAsync(q, context.Actor(), ct))
                    .Concat(string.IsNullOrWhiteSpace(q) ? [] : PalettePages.With(q, context.Actor().Is(Roles.Admin)))
                    .Select(found => new SearchResult(found.Kind.ToLowerInvariant(), found.Title, $"{context.Request.PathBase}/{found.Href}")),
            ], null));

    [EndpointSummary("Complete a filter")]
    [EndpointDescription("What may come next in a search box: text is the filter so far, at the place of the caret in it (its end by default), list models, or "
        + "versions together with a model. Fields, operators and values that exist, at most 20 of a kind; each text replaces the characters from (included) "
        + "to to (not included).")]
    private static async Task<Ok<Page<FilterSuggestion>>> Complete(string? list, string? model, string? text, int? at, CompletionQueries completion,
        HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(new Page<FilterSuggestion>(await completion.SuggestAsync(new CompletionAsk(list, model, text, at), context.Actor(), ct), null));
}
