using Microsoft.AspNetCore.Http.HttpResults;
using ModelRegistry.Core.Collections;
using ModelRegistry.Core.Common;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Api;

internal static class CollectionsApi
{
    public static void MapCollections(this RouteGroupBuilder api)
    {
        var collections = api.MapGroup("/collections").WithTags("Models").ProducesProblem(422);
        collections.MapGet("", List);
        collections.MapPost("", Create).ProducesProblem(409);
        collections.MapGet("/{**path}", Get).ProducesProblem(404);
        collections.MapPatch("/{**path}", Edit).ProducesProblem(404);
        collections.MapDelete("/{**path}", Delete).ProducesProblem(404).ProducesProblem(409);
    }

    [EndpointSummary("List collections")]
    [EndpointDescription("Those that you may see, by path; under names one to be listed with all below it. The root, /, is not one of them.")]
    private static async Task<Ok<Page<CollectionView>>> List(string? under, int? pageSize, string? pageToken, CollectionQueries queries, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await queries.ListAsync(under, pageSize, pageToken, context.Actor(), ct));

    [EndpointSummary("Make a collection")]
    [EndpointDescription("path has up to five names, risk/emea; what is missing above it is made with it. restricted left out: as the one above. "
        + "owner owns what is registered in it without naming an owner.")]
    private static async Task<Created<CollectionView>> Create(NewCollection command, CollectionWorkflow workflow, HttpContext context, CancellationToken ct)
    {
        var made = await workflow.CreateAsync(command, context.Actor(), ct);
        return TypedResults.Created(Addresses.Collection(context, made.Path), made);
    }

    [EndpointSummary("Read a collection")]
    [EndpointDescription("What it says itself, and what holds for it by those above: closed and closedBy, owner and ownerFrom.")]
    private static async Task<Ok<CollectionView>> Get(string path, CollectionQueries queries, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await queries.GetAsync(path, context.Actor(), ct));

    [EndpointSummary("Change a collection")]
    [EndpointDescription("Fields left out stay; an empty owner is none; inheritRestriction makes it as the one above again.")]
    private static async Task<Ok<CollectionView>> Edit(string path, CollectionEdit edit, CollectionWorkflow workflow, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await workflow.EditAsync(path, edit, context.Actor(), ct));

    [EndpointSummary("Delete a collection")]
    [EndpointDescription("Only an empty one; grants on it end.")]
    private static async Task<NoContent> Delete(string path, CollectionWorkflow workflow, HttpContext context, CancellationToken ct)
    {
        await workflow.DeleteAsync(path, context.Actor(), ct);
        return TypedResults.NoContent();
    }
}
