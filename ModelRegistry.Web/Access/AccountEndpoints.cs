using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;

namespace ModelRegistry.Web.Access;

/// <summary>What the account menu posts to, and what sends people to their provider.</summary>
internal static class AccountEndpoints
{
    public static void MapAccount(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost($"/{Urls.SignOut}", SignOutAsync).AllowAnonymous().ExcludeFromDescription();
        endpoints.MapGet($"/{Urls.ProviderSignIns}/{{provider}}",
            (string provider, string? returnUrl, string? connect, OpenIdSignIn signIn, HttpContext context) =>
                signIn.StartAsync(context, provider, returnUrl, connect)).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, IAntiforgery antiforgery)
    {
        var signIn = Results.LocalRedirect($"~/{Urls.SignIn()}");
        if (context.User.Identity?.IsAuthenticated != true)
        {
            // Signed out in another tab already; the form's token belonged to that session.
            await context.SignOutAsync(SessionCookie.Scheme);
            return signIn;
        }

        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Results.Problem("This form is too old. Reload the page and sign out again.", statusCode: StatusCodes.Status400BadRequest);
        }

        await SessionCookie.SignOutAsync(context, context.RequestAborted);
        return signIn;
    }
}
