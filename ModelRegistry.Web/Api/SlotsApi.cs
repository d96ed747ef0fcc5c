using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Consumers;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Stages;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Api;

/// <summary>Which version a slot shall point at.</summary>
internal sealed record AliasTarget(int Version);

/// <summary>Names of stages, in the order in which a version passes them.</summary>
internal sealed record StageNameList(IReadOnlyList<string> Stages);

internal static class SlotsApi
{
    public static void MapSlots(this RouteGroupBuilder api)
    {
        var model = api.MapGroup("/models/{name}").WithTags("Slots").ProducesProblem(404);
        model.MapGet("/slots", List).ProducesProblem(422);
        model.MapGet("/slots/{slot}/history", History).ProducesProblem(422);
        model.MapPut("/aliases/{alias}", SetAlias).ProducesProblem(409).ProducesProblem(422);
        model.MapDelete("/aliases/{alias}", DeleteAlias).ProducesProblem(409);
        model.MapGet("/stages", ModelStages);
        model.MapPut("/stages", SetModelStages).ProducesProblem(409).ProducesProblem(422);
        model.MapDelete("/stages", ResetModelStages).ProducesProblem(409);
        model.MapGet("/consumers", Consumers);
        var server = api.MapGroup("").WithTags("Slots");
        server.MapGet("/resolve/{name}@{slot}", Resolve).Produces(StatusCodes.Status304NotModified).ProducesProblem(404);
        server.MapGet("/stages", Stages);
        server.MapPut("/stages", SetStages).ProducesProblem(409).ProducesProblem(422);
    }

    [EndpointSummary("List what is in the slots of a model")]
    [EndpointDescription("Stages in their order, also empty ones, then aliases by name. asOf: as they were at that instant (an offset is required); without "
        + "it as they are now.")]
    private static async Task<Ok<IReadOnlyList<SlotView>>> List(string name, string? asOf, SlotQueries queries, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await queries.ListAsync(name, Instant("asOf", asOf), context.Actor(), ct));

    [EndpointSummary("List every stay of a version in a slot")]
    [EndpointDescription("Newest first; without until it is there now.")]
    private static async Task<Ok<Page<SlotStayView>>> History(string name, string slot, int? pageSize, string? pageToken, SlotHistory history,
        HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await history.ListAsync(name, slot, pageSize, pageToken, context.Actor(), ct));

    [EndpointSummary("Resolve a slot to a version")]
    [EndpointDescription("For serving hosts: the address is the model's name, @ and the slot's. The ETag changes with every move; ask again with "
        + "If-None-Match and get 304 until then. 404 while the slot is empty. The scope resolve is enough for this and for the files of what is in a slot.")]
    private static async Task<Results<Ok<ResolvedSlot>, StatusCodeHttpResult>> Resolve(string name, string slot, SlotResolution resolution, HttpContext context,
        CancellationToken ct)
    {
        var resolved = await resolution.ResolveAsync(name, slot, context.Actor(), ct);
        var etag = new EntityTagHeaderValue(
            string.Create(CultureInfo.InvariantCulture, $"\"{resolved.Digest}-{resolved.Version}-{resolved.Since.ToUnixTimeMilliseconds()}\""));
        context.Response.Headers.ETag = etag.ToString();
        context.Response.Headers.CacheControl = "private, no-cache";
        return context.Request.GetTypedHeaders().IfNoneMatch.Any(known =>
            known.Compare(etag, useStrongComparison: false) || known.Equals(EntityTagHeaderValue.Any))
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(resolved);
    }

    [EndpointSummary("List the hosts that resolve slots of a model")]
    [EndpointDescription("Each by the name of its access token, with the version that it was told last; current: whether that is the occupant now.")]
    private static async Task<Ok<Page<ConsumerView>>> Consumers(string name, int? pageSize, string? pageToken, ConsumerQueries queries, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await queries.ListAsync(name, pageSize, pageToken, context.Actor(), ct));

    [EndpointSummary("Point an alias at a version")]
    [EndpointDescription("For free aliases and open stages; every other slot moves by a promotion request, and 409 says so. The version must be READY.")]
    private static async Task<Ok<SlotView>> SetAlias(string name, string alias, AliasTarget target, AliasWorkflow workflow, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await workflow.SetAsync(name, alias, target.Version.ToString(CultureInfo.InvariantCulture), context.Actor(), ct));

    [EndpointSummary("Remove an alias")]
    private static async Task<NoContent> DeleteAlias(string name, string alias, AliasWorkflow workflow, HttpContext context, CancellationToken ct)
    {
        await workflow.DeleteAsync(name, alias, context.Actor(), ct);
        return TypedResults.NoContent();
    }

    [EndpointSummary("List the stages of the server")]
    private static async Task<Ok<StageList>> Stages(StageWorkflow workflow, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await workflow.GetAsync(null, context.Actor(), ct));

    [EndpointSummary("Set the stages of the server")]
    [EndpointDescription("1 to 10 names in order, for every model without stages of its own. A stage that holds a version or is asked for cannot go; a new "
        + "one gets a policy of one approval.")]
    private static async Task<Ok<StageList>> SetStages(StageNameList stages, StageWorkflow workflow, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await workflow.SetAsync(null, stages.Stages, context.Actor(), ct));

    [EndpointSummary("List the stages that apply to a model")]
    [EndpointDescription("own: whether the model has a list of its own in the place of the server's.")]
    private static async Task<Ok<StageList>> ModelStages(string name, StageWorkflow workflow, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await workflow.GetAsync(name, context.Actor(), ct));

    [EndpointSummary("Give a model stages of its own")]
    private static async Task<Ok<StageList>> SetModelStages(string name, StageNameList stages, StageWorkflow workflow, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await workflow.SetAsync(name, stages.Stages, context.Actor(), ct));

    [EndpointSummary("Take a model's own stages away")]
    [EndpointDescription("The server's apply to it again.")]
    private static async Task<NoContent> ResetModelStages(string name, StageWorkflow workflow, HttpContext context, CancellationToken ct)
    {
        await workflow.ResetAsync(name, context.Actor(), ct);
        return TypedResults.NoContent();
    }

    /// <summary>An instant in the query. Without an offset the framework would take the server's own time zone.</summary>
    private static DateTimeOffset? Instant(string field, string? text) => text is null ? null
        : UtcTimeConverter.TryRead(text, out var instant) ? instant
        : throw RegistryException.Malformed("parameter_invalid",
            $"{field} must be an instant with its offset, such as 2026-03-14T09:00:00Z. (A + in an address is written %2B.)", field);
}
