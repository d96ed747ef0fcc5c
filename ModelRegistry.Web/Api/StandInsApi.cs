using Microsoft.AspNetCore.Http.HttpResults;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.StandIns;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Api;

internal static class StandInsApi
{
    public static void MapStandIns(this RouteGroupBuilder api)
    {
        var own = api.MapGroup("/account/stand-in").WithTags("Access");
        own.MapGet("", Get).ProducesProblem(404);
        own.MapPut("", Name).ProducesProblem(422);
        own.MapDelete("", EndOwn).ProducesProblem(404);
        var all = api.MapGroup("/stand-ins").WithTags("Access");
        all.MapGet("", List).ProducesProblem(422);
        all.MapDelete("/{id:guid}", End).ProducesProblem(404);
    }

    [EndpointSummary("Read your stand-in")]
    [EndpointDescription("Also one whose time is yet to come.")]
    private static async Task<Ok<StandInView>> Get(StandInQueries queries, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await queries.GetAsync(context.Actor(), ct));

    [EndpointSummary("Name your stand-in")]
    [EndpointDescription("A reviewer, by e-mail address, in place of the one before; without from, from now on. Until the end they sit in the seats of your "
        + "teams and review what you review by grants. What either of you had a hand in the stand-in may not approve, and of your two approvals the first "
        + "counts. What you do for others yourself they do not do.")]
    private static async Task<Ok<StandInView>> Name(NewStandIn command, StandInWorkflow workflow, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await workflow.NameAsync(command, context.Actor(), ct));

    [EndpointSummary("End your stand-in")]
    [EndpointDescription("At once. What they approved counts no more where it needed your seat or your grants.")]
    private static async Task<NoContent> EndOwn(StandInWorkflow workflow, HttpContext context, CancellationToken ct)
    {
        await workflow.EndAsync(context.Actor(), ct);
        return TypedResults.NoContent();
    }

    [EndpointSummary("List stand-ins")]
    [EndpointDescription("Of now and of a time to come: whom you named and for whom you stand in; for admins and auditors all of them. person, an e-mail "
        + "address, finds those of somebody.")]
    private static async Task<Ok<Page<StandInView>>> List(string? person, int? pageSize, string? pageToken, StandInQueries queries, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await queries.ListAsync(person, pageSize, pageToken, context.Actor(), ct));

    [EndpointSummary("End a stand-in")]
    [EndpointDescription("For either of the two, and for admins.")]
    private static async Task<NoContent> End(Guid id, StandInWorkflow workflow, HttpContext context, CancellationToken ct)
    {
        await workflow.EndAsync(id, context.Actor(), ct);
        return TypedResults.NoContent();
    }
}
