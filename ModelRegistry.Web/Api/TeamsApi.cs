using Microsoft.AspNetCore.Http.HttpResults;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Teams;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Api;

internal static class TeamsApi
{
    public static void MapTeams(this RouteGroupBuilder api)
    {
        var teams = api.MapGroup("/teams").WithTags("Access").ProducesProblem(422);
        teams.MapGet("", List);
        teams.MapPost("", Create).ProducesProblem(409);
        teams.MapGet("/{team}", Get).ProducesProblem(404);
        teams.MapPatch("/{team}", Edit).ProducesProblem(404).ProducesProblem(409);
        teams.MapDelete("/{team}", Delete).ProducesProblem(404);
    }

    [EndpointSummary("List teams")]
    [EndpointDescription("By name, each with its first twenty members by address and their number; q finds those whose name holds it.")]
    private static async Task<Ok<Page<TeamView>>> List(string? q, int? pageSize, string? pageToken, TeamQueries queries, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await queries.ListAsync(q, pageSize, pageToken, context.Actor(), ct));

    [EndpointSummary("Make a team")]
    [EndpointDescription("People are named by e-mail address. The lead adds and removes members beside the admins, and need not be one.")]
    private static async Task<Created<TeamView>> Create(NewTeam command, TeamWorkflow workflow, HttpContext context, CancellationToken ct)
    {
        var team = await workflow.CreateAsync(command, context.Actor(), ct);
        return TypedResults.Created(Addresses.Team(context, team.Name), team);
    }

    [EndpointSummary("Read a team")]
    [EndpointDescription("With all its members, at most 1,000.")]
    private static async Task<Ok<TeamView>> Get(string team, TeamQueries queries, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await queries.GetAsync(team, context.Actor(), ct));

    [EndpointSummary("Change a team")]
    [EndpointDescription("Fields left out stay; an empty lead is none. members replaces all of them, join and leave name those who come and go.")]
    private static async Task<Ok<TeamView>> Edit(string team, TeamEdit edit, TeamWorkflow workflow, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await workflow.EditAsync(team, edit, context.Actor(), ct));

    [EndpointSummary("Delete a team")]
    [EndpointDescription("Its grants end with it. A policy that asks for its approval names a team that is not there any more, and says so.")]
    private static async Task<NoContent> Delete(string team, TeamWorkflow workflow, HttpContext context, CancellationToken ct)
    {
        await workflow.DeleteAsync(team, context.Actor(), ct);
        return TypedResults.NoContent();
    }
}
