using Microsoft.AspNetCore.Http.HttpResults;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Views;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Api;

internal static class ViewsApi
{
    public static void MapViews(this RouteGroupBuilder api)
    {
        var views = api.MapGroup("/views").WithTags("Views").ProducesProblem(404).ProducesProblem(422);
        views.MapGet("", List);
        views.MapPost("", Save).ProducesProblem(409);
        views.MapDelete("/{id:guid}", Remove);
    }

    [EndpointSummary("List saved views")]
    [EndpointDescription("Your own and those that are shared, by name. list is models or versions; model names the model whose versions are listed. "
        + "query is the part of the page's address after the question mark.")]
    private static async Task<Ok<Page<ViewOfList>>> List(string? list, string? model, int? pageSize, string? pageToken, ViewQueries queries,
        HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await queries.ListAsync(list, model, pageSize, pageToken, context.Actor(), ct));

    [EndpointSummary("Save a view")]
    [EndpointDescription("A list with its filter, order and columns under a name: your own, or shared with everybody who sees the list. Under a name that you "
        + "use already for the same list it replaces the former. default: the model's versions open with it; for the model's owner and admins.")]
    private static async Task<Created<ViewOfList>> Save(NewView view, ViewWorkflow workflow, HttpContext context, CancellationToken ct)
    {
        var saved = await workflow.SaveAsync(view, context.Actor(), ct);
        return TypedResults.Created(Addresses.View(context, saved.Id), saved);
    }

    [EndpointSummary("Remove a saved view")]
    [EndpointDescription("Your own; a shared one of a model also as its owner or as an admin.")]
    private static async Task<NoContent> Remove(Guid id, ViewWorkflow workflow, HttpContext context, CancellationToken ct)
    {
        await workflow.RemoveAsync(id, context.Actor(), ct);
        return TypedResults.NoContent();
    }
}
