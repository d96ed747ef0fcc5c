using Microsoft.AspNetCore.Http.HttpResults;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Lineage;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Api;

/// <summary>A new token with its secret, which is never shown again.</summary>
internal sealed record ShownToken(Guid Id, string Token, DateTimeOffset ExpiresAt);

/// <summary>How long the old token goes on.</summary>
internal sealed record TokenRotation(int? OverlapHours = null);

internal static class TokensApi
{
    public static void MapTokens(this RouteGroupBuilder api)
    {
        var tokens = api.MapGroup("/tokens").WithTags("Access");
        tokens.MapGet("", List).ProducesProblem(422);
        tokens.MapPost("", Create).ProducesProblem(422);
        tokens.MapDelete("/{id:guid}", Revoke).ProducesProblem(404).ProducesProblem(422);
        tokens.MapPost("/{id:guid}/rotate", Rotate).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        tokens.MapGet("/{id:guid}/touched", Touched).ProducesProblem(404).ProducesProblem(422);
    }

    [EndpointSummary("List access tokens")]
    [EndpointDescription("Your own and those of service accounts that you answer for, newest first; all=true lists everybody's, for admins. q is "
        + "what their name holds, person the e-mail address of whom they act as.")]
    private static async Task<Ok<Page<TokenView>>> List(bool? all, string? q, string? person, int? pageSize, string? pageToken, AccessTokens tokens,
        HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await tokens.ListAsync(new TokenSearch(all ?? false, q, person, pageSize, pageToken), context.Actor(), ct));

    [EndpointSummary("Make an access token")]
    [EndpointDescription("The answer is the only time that the token is shown. It acts with your rights, narrowed to its scopes and, if named, its models, "
        + "what lies in its collections or below at the time of a call, and callers from its networks (such as 10.20.0.0/16 or 2001:db8::/32); "
        + "with the scope resolve alone, slots limits it to what is in slots of these names at the time of a call. "
        + "Without expiresAt it lives 90 days, or as long as the server allows. account: the e-mail address of a service account that you answer for, "
        + "which the token acts as; admins may name any.")]
    private static async Task<Created<ShownToken>> Create(NewToken command, AccessTokens tokens, HttpContext context, CancellationToken ct)
    {
        var created = await tokens.CreateAsync(command, context.Actor(), ct);
        return TypedResults.Created(Addresses.Token(context, created.Id), new ShownToken(created.Id, created.Token, created.View.ExpiresAt));
    }

    [EndpointSummary("Revoke an access token")]
    [EndpointDescription("At once and for good. Admins may revoke everybody's. reason is put on record. GET …/touched says what it registered and changed.")]
    private static async Task<NoContent> Revoke(Guid id, string? reason, AccessTokens tokens, HttpContext context, CancellationToken ct)
    {
        await tokens.RevokeAsync(id, reason, context.Actor(), ct);
        return TypedResults.NoContent();
    }

    [EndpointSummary("Replace an access token by another")]
    [EndpointDescription("A new secret with the same name, scopes and limits, shown this once, for as long as the old one was made for. The old one goes on "
        + "for overlapHours (24 if it is left out, 168 at most, 0: not at all). Your own, or of service accounts; admins renew those of any service account.")]
    private static async Task<Created<ShownToken>> Rotate(Guid id, TokenRotation? rotation, AccessTokens tokens, HttpContext context, CancellationToken ct)
    {
        var created = await tokens.RotateAsync(id, rotation?.OverlapHours, context.Actor(), ct);
        return TypedResults.Created(Addresses.Token(context, created.Id), new ShownToken(created.Id, created.Token, created.View.ExpiresAt));
    }

    [EndpointSummary("List what an access token touched")]
    [EndpointDescription("From the audit trail: the versions and models that it registered or changed, with what was done and how often, of those that you "
        + "see; then the runs that it started. For its owner, who answers for its service account, and admins; also when it was revoked.")]
    private static async Task<Ok<Page<TouchedThing>>> Touched(Guid id, int? pageSize, string? pageToken, TokenTraces traces, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await traces.OfAsync(id, pageSize, pageToken, context.Actor(), ct));
}
