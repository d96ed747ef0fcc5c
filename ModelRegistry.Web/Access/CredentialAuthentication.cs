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
            return Refuse("The header Authorization cannot be read. Send 'Bearer' or 'Basic', a space and the credentials.");
        }

        var address = Context.Address();
        Actor? actor;
        try
        {
            actor = header.Scheme.ToUpperInvariant() switch
            {
                "BEARER" => await tokens.ActorAsync(header.Parameter, Request.Door(), address, Context.RequestAborted),
                "BASIC" => await BasicAsync(header.Parameter, address),
                _ => null,
            };
        }
        catch (RegistryException e) when (e.Code == TokenActors.WrongNetwork)
        {
            return Refuse(e.Message);
        }

        if (actor is null)
        {
            failures.Count(address);
            if (failures.TooMany(address))
            {
                Context.Items[TooManyKey] = true;
            }

            return Refuse(Context.Items[SecondFactorKey] as string ?? WhyUnknown(header));
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

    /// <summary>Why the credentials of a call were refused, as a sentence; null where none came, or where they are good.</summary>
    public static string? WhyNot(HttpContext context) =>
        context.Response.StatusCode == StatusCodes.Status401Unauthorized ? context.Items[WhyKey] as string : null;

    private static readonly object TooManyKey = new();
    private static readonly object WhyKey = new();
    private static readonly object SecondFactorKey = new();

    private async Task<Actor?> BasicAsync(string parameter, string? address)
    {
        if (!TryDecode(parameter, out var user, out var password))
        {
            return null;
        }

        try
        {
            return await tokens.ActorAsync(password, Request.Door(), address, Context.RequestAborted)
                ?? await passwords.CheckAsync(user, password, Request.Door(), address, Context.RequestAborted);
        }
        catch (RegistryException e) when (e.Kind is RefusalKind.NotAuthenticated or RefusalKind.TooMany)
        {
            if (e.Kind == RefusalKind.TooMany)
            {
                Context.Items[TooManyKey] = true;
            }

            if (e.Code == Passwords.SecondFactorByPassword)
            {
                Context.Items[SecondFactorKey] = e.Message;
            }

            return null;
        }
    }

    private static bool TryDecode(string parameter, out string user, out string password)
    {
        (user, password) = ("", "");
        try
        {
            var text = Decode(Convert.FromBase64String(parameter));
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
            {
                return false;
            }

            (user, password) = (text[..colon], text[(colon + 1)..]);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>UTF-8 as we ask for; else Latin-1, in which Python's requests sends what stands in an address.</summary>
    private static string Decode(byte[] credentials)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(credentials);
        }
        catch (ArgumentException)
        {
            return Encoding.Latin1.GetString(credentials);
        }
    }

    private AuthenticateResult Refuse(string why)
    {
        Context.Items[WhyKey] = why;
        return AuthenticateResult.Fail(why);
    }

    /// <summary>What arrived and was not accepted; never whether an account is there. Whoever sends an expired token had it before.</summary>
    private string WhyUnknown(AuthenticationHeaderValue header)
    {
        var secret = header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)
            ? (TryDecode(header.Parameter!, out _, out var password) ? password : null)
            : header.Parameter!;
        return (header.Scheme.ToUpperInvariant(), secret) switch
        {
            (_, { } token) when tokens.HasExpired(token) => "The access token has expired. Make a new one and go on with it.",
            ("BEARER", _) => "The access token that came as Bearer is not known or was revoked.",
            ("BASIC", null) => "The credentials that came as Basic cannot be read. They are the base64 of 'name:password'.",
            ("BASIC", _) => "The name and password, or the access token as the password, that came as Basic are not accepted.",
            _ => "Credentials are sent as Bearer or as Basic, and came as something else.",
        };
    }
}
