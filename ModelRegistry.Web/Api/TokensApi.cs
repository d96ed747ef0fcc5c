using Microsoft.AspNetCore.Http.HttpResults;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Api;

/// <summary>A new token with its secret, which is never shown again.</summary>
internal sealed record ShownToken(Guid Id, string Token, DateTimeOffset ExpiresAt);

internal static class TokensApi
{
    public static void MapTokens(this RouteGroupBuilder api)
    {
        var tokens = api.MapGroup("/tokens").WithTags("Access");
        tokens.MapGet("", List).ProducesProblem(422);
        tokens.MapPost("", Create).ProducesProblem(422);
        tokens.MapDelete("/{id:guid}", Revoke).ProducesProblem(404);
    }

    [EndpointSummary("List access tokens")]
    [EndpointDescription("Your own and those of service accounts that you answer for, newest first; all=true lists everybody's, for admins.")]
    private static async Task<Ok<Page<TokenView>>> List(bool? all, int? pageSize, string? pageToken, AccessTokens tokens, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await tokens.ListAsync(all ?? false, pageSize, pageToken, context.Actor(), ct));

    [EndpointSummary("Make an access token")]
    [EndpointDescription("The answer is the only time that the token is shown. It acts with your rights, narrowed to its scopes and, if named, its models, "
        + "what lies in its collections or below at the time of a call, and callers from its networks (such as 10.20.0.0/16 or 2001:db8::/32). "
        + "Without expiresAt it lives 90 days, or as long as the server allows. account: the e-mail address of a service account that you answer for, "
        + "which the token acts as; admins may name any.")]
    private static async Task<Created<ShownToken>> Create(NewToken command, AccessTokens tokens, HttpContext context, CancellationToken ct)
    {
        var created = await tokens.CreateAsync(command, context.Actor(), ct);
        return TypedResults.Created(Addresses.Token(context, created.Id), new ShownToken(created.Id, created.Token, created.View.ExpiresAt));
    }

    [EndpointSummary("Revoke an access token")]
    [EndpointDescription("At once and for good. Admins may revoke everybody's.")]
    private static async Task<NoContent> Revoke(Guid id, AccessTokens tokens, HttpContext context, CancellationToken ct)
    {
        await tokens.RevokeAsync(id, context.Actor(), ct);
        return TypedResults.NoContent();
    }
}
