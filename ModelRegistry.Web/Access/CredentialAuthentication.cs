using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Web.Access;

/// <summary>
/// Scripts: an access token as <c>Authorization: Bearer</c> or as the password of Basic, so that the MLflow client's own
/// environment variables work; or e-mail address and password over Basic (slower, locked out like the sign-in page).
/// </summary>
internal sealed class CredentialAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder,
    TokenActors tokens, BasicPasswords passwords, FailedCredentials failures)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "Credential";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization.Count == 0)
        {
            return AuthenticateResult.NoResult();
        }

        if (!AuthenticationHeaderValue.TryParse(Request.Headers.Authorization.ToString(), out var header) || header.Parameter is null)
        {
            return AuthenticateResult.Fail("The Authorization header cannot be read.");
        }

        var address = Context.Address();
        var actor = header.Scheme.ToUpperInvariant() switch
        {
            "BEARER" => await tokens.ActorAsync(header.Parameter, Door.Api, address, Context.RequestAborted),
            "BASIC" => await BasicAsync(header.Parameter, address),
            _ => null,
        };
        if (actor is null)
        {
            failures.Count(address);
            if (failures.TooMany(address))
            {
                Context.Items[TooManyKey] = true;
            }

            return AuthenticateResult.Fail("Unknown credentials.");
        }

        Context.SetActor(actor);
        return AuthenticateResult.Success(new AuthenticationTicket(SessionCookie.Principal(actor, session: null), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (Context.Items.ContainsKey(TooManyKey))
        {
            Response.StatusCode = StatusCodes.Status429TooManyRequests;
            Response.Headers.RetryAfter = "60";
            return Task.CompletedTask;
        }

        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Bearer, Basic realm=\"ModelRegistry\", charset=\"UTF-8\"";
        return Task.CompletedTask;
    }

    private static readonly object TooManyKey = new();

    private async Task<Actor?> BasicAsync(string parameter, string? address)
    {
        if (!TryDecode(parameter, out var user, out var password))
        {
            return null;
        }

        try
        {
            return await tokens.ActorAsync(password, Door.Api, address, Context.RequestAborted)
                ?? await passwords.CheckAsync(user, password, address, Context.RequestAborted);
        }
        catch (RegistryException e) when (e.Kind is RefusalKind.NotAuthenticated or RefusalKind.TooMany)
        {
            if (e.Kind == RefusalKind.TooMany)
            {
                Context.Items[TooManyKey] = true;
            }

            return null;
        }
    }

    private static bool TryDecode(string parameter, out string user, out string password)
    {
        (user, password) = ("", "");
        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Convert.FromBase64String(parameter));
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
            {
                return false;
            }

            (user, password) = (text[..colon], text[(colon + 1)..]);
            return true;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return false;
        }
    }
}
