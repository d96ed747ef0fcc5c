using Microsoft.AspNetCore.Http.HttpResults;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Grants;
using ModelRegistry.Core.Moves;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Api;

internal static class GrantsApi
{
    public static void MapGrants(this RouteGroupBuilder api)
    {
        var grants = api.MapGroup("/grants").WithTags("Access").ProducesProblem(404).ProducesProblem(422);
        grants.MapGet("", List);
        grants.MapPost("", Give).ProducesProblem(409);
        grants.MapDelete("/{id:guid}", End);
        api.MapGet("/explain", Explain).WithTags("Access").ProducesProblem(404).ProducesProblem(422);
        api.MapGet("/explain/viewers", Viewers).WithTags("Access").ProducesProblem(404).ProducesProblem(422);
        api.MapGet("/explain/move", ExplainMove).WithTags("Access").ProducesProblem(404).ProducesProblem(422);
        api.MapGet("/explain/person", ExplainPerson).WithTags("Access").ProducesProblem(404).ProducesProblem(422);
    }

    [EndpointSummary("List grants")]
    [EndpointDescription("All of them for admins; with model or collection those on it, for its owner too; with person your own, for "
        + "you; with holder those of your teams too. team lists a team's.")]
    private static async Task<Ok<Page<GrantView>>> List(string? model, string? collection, string? person, string? holder, string? team, int? pageSize,
        string? pageToken, GrantQueries queries, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await queries.ListAsync(new GrantSearch(model, collection, person, team, pageSize, pageToken, holder), context.Actor(), ct));

    [EndpointSummary("Give a grant")]
    [EndpointDescription("to is {person} or {team}; on is \"server\", {collection} or {model}; right is read, contribute, review or own. On what is restricted "
        + "a grant lets its holder see it, and do there what their roles allow elsewhere; own alone gives more than the roles do: what the owner may. stages, "
        + "with review, names the stages it is about; until is its end.")]
    private static async Task<Created<GrantView>> Give(NewGrant command, GrantWorkflow workflow, HttpContext context, CancellationToken ct)
    {
        var grant = await workflow.GiveAsync(command, context.Actor(), ct);
        return TypedResults.Created(Addresses.Grant(context, grant.Id), grant);
    }

    [EndpointSummary("Take a grant away")]
    [EndpointDescription("It ends at once, in open pages too.")]
    private static async Task<NoContent> End(Guid id, GrantWorkflow workflow, HttpContext context, CancellationToken ct)
    {
        await workflow.EndAsync(id, context.Actor(), ct);
        return TypedResults.NoContent();
    }

    [EndpointSummary("List who sees a model, and why")]
    [EndpointDescription("By address, each with relation and reason as explain says them. For who manages the grants of the model, and auditors.")]
    private static async Task<Ok<Page<ModelViewer>>> Viewers(string? model, int? pageSize, string? pageToken, Explaining explaining, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await explaining.ViewersAsync(model ?? "", pageSize, pageToken, context.Actor(), ct));

    [EndpointSummary("Say what a move would change")]
    [EndpointDescription("Of a model, or of an experiment by its number, to the collection to: who begins to see it, who ceases to, which grants reach it "
        + "only then or no more, and which stages have another policy there; whyNot says that only an admin may lower "
        + "what is asked so. For whoever may move it; nothing is moved.")]
    private static async Task<Ok<MovePreview>> ExplainMove(string? model, string? experiment, string? to, MovePreviews previews, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await previews.ReadAsync(model, experiment, to ?? "", context.Actor(), ct));

    [EndpointSummary("Explain what somebody may do")]
    [EndpointDescription("Roles, teams, how many models are theirs, and each right where nothing is restricted, with the reason; GET /grants?holder= lists "
        + "what they were given beside it. Ask about yourself, or, as an admin or auditor, about anybody.")]
    private static async Task<Ok<PersonExplanation>> ExplainPerson(string? person, Explaining explaining, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await explaining.ExplainPersonAsync(person ?? "", context.Actor(), ct));

    [EndpointSummary("Explain what somebody may do with a model")]
    [EndpointDescription("relation is none, visible, contributor, reviewer or owner; each right says whether it is allowed and why. Ask about yourself, or, as "
        + "who manages the grants of the model or as an auditor, about anybody.")]
    private static async Task<Ok<Explanation>> Explain(string? model, string? person, Explaining explaining, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await explaining.ExplainAsync(model ?? "", person ?? "", context.Actor(), ct));
}
