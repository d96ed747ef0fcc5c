using Microsoft.AspNetCore.Http.HttpResults;
using ModelRegistry.Core.Cards;
using ModelRegistry.Core.Common;
using ModelRegistry.Web.Access;
using ModelRegistry.Web.Components.Pages.Cards;

namespace ModelRegistry.Web.Api;

internal static class CardsApi
{
    public static void MapCards(this RouteGroupBuilder api)
    {
        var card = api.MapGroup("/models/{name}/card").WithTags("Cards").ProducesProblem(404);
        card.MapGet("", Get);
        card.MapPut("", Put).ProducesProblem(409).ProducesProblem(422);
        card.MapPost("/approve", Approve).ProducesProblem(409).ProducesProblem(422);
        card.MapGet("/versions", History).ProducesProblem(422);
        card.MapGet("/versions/{number:int}", GetVersion);
        card.MapGet("/html", Html).Produces(200, contentType: CardDocument.ContentType);
    }

    [EndpointSummary("Read the card of a model")]
    [EndpointDescription("markdown is the card as it was written; content is the same by its parts: what stands under a heading of the first level such as "
        + "'# Intended use', and all the rest in text. state is none, draft or approved.")]
    private static async Task<Ok<CardView>> Get(string name, CardQueries queries, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await queries.GetAsync(name, null, context.Actor(), ct));

    [EndpointSummary("Write the card of a model")]
    [EndpointDescription("The whole card, as markdown or by its parts (content), and not both. It is a draft until it is approved. version is the one that you "
        + "read: another one by now answers 409 card_changed. The same again makes no new version.")]
    private static async Task<Ok<CardView>> Put(string name, CardEdit card, CardWorkflow workflow, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await workflow.WriteAsync(name, card, context.Actor(), ct));

    [EndpointSummary("Approve the card of a model")]
    [EndpointDescription("For reviewers who wrote none of what was changed since the card was approved last; never by an access token. version is the one that "
        + "you read: another one by now answers 409 card_changed.")]
    private static async Task<Ok<CardView>> Approve(string name, CardApproval approval, CardWorkflow workflow, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await workflow.ApproveAsync(name, approval.Version, context.Actor(), ct));

    [EndpointSummary("List the versions of a card")]
    [EndpointDescription("The last first, with who wrote and who approved each.")]
    private static async Task<Ok<Page<CardVersionView>>> History(string name, int? pageSize, string? pageToken, CardQueries queries, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await queries.HistoryAsync(name, pageSize, pageToken, context.Actor(), ct));

    [EndpointSummary("Read a version of a card")]
    private static async Task<Ok<CardView>> GetVersion(string name, int number, CardQueries queries, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await queries.GetAsync(name, number, context.Actor(), ct));

    [EndpointSummary("Read the card of a model as one HTML file")]
    [EndpointDescription("It needs nothing else and prints well. version: another one than the last; download: as a file to keep.")]
    private static async Task<ContentHttpResult> Html(string name, int? version, bool? download, CardQueries queries, HttpContext context, CancellationToken ct)
    {
        var card = await queries.GetAsync(name, version, context.Actor(), ct);
        context.Response.Headers.ContentSecurityPolicy = CardDocument.ContentPolicy;
        if (download == true)
        {
            context.Response.Headers.ContentDisposition = CardDocument.Disposition(card);
        }

        return TypedResults.Text(CardDocument.Of(card), CardDocument.ContentType);
    }

    /// <summary>The version of the card that was read.</summary>
    internal sealed record CardApproval(int? Version = null);
}
