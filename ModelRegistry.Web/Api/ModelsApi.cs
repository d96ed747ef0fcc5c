using Microsoft.AspNetCore.Http.HttpResults;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Models;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Api;

internal static class ModelsApi
{
    public static void MapModels(this RouteGroupBuilder api)
    {
        var models = api.MapGroup("/models").WithTags("Models");
        models.MapGet("", List).ProducesProblem(422);
        models.MapPost("", Create).ProducesProblem(409).ProducesProblem(422);
        models.MapGet("/{name}", Get).ProducesProblem(404);
        models.MapPatch("/{name}", Edit).ProducesProblem(404).ProducesProblem(422);
    }

    [EndpointSummary("List registered models")]
    [EndpointDescription("The models that you may see. filter: words that must all occur in the name, the description or a tag's value. orderBy: name, "
        + "updatedAt or createdAt, with asc or desc after it. pageSize: 1 to 200, 50 by default.")]
    private static async Task<Ok<Page<ModelView>>> List(string? filter, string? orderBy, int? pageSize, string? pageToken, ModelQueries queries,
        HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await queries.ListAsync(new ModelSearch(filter, orderBy, pageSize, pageToken), context.Actor(), ct));

    [EndpointSummary("Register a model")]
    [EndpointDescription("The name is unique without regard to case and character width. The owner is an e-mail address, you by default.")]
    private static async Task<Created<ModelView>> Create(NewModel command, ModelWorkflow workflow, HttpContext context, CancellationToken ct)
    {
        var model = await workflow.CreateAsync(command, context.Actor(), ct);
        return TypedResults.Created(Addresses.Model(context, model.Name), model);
    }

    [EndpointSummary("Read a model")]
    private static async Task<Ok<ModelView>> Get(string name, ModelQueries queries, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await queries.GetAsync(name, context.Actor(), ct));

    [EndpointSummary("Change a model")]
    [EndpointDescription("Fields left out stay. A tag set to null is removed; an empty primaryMetric goes back to the automatic one; card is Markdown.")]
    private static async Task<Ok<ModelView>> Edit(string name, ModelEdit edit, ModelWorkflow workflow, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await workflow.EditAsync(name, edit, context.Actor(), ct));
}
