using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Web.Access;

/// <summary>
/// Browser sign-in: the cookie carries nothing but a session id. Who that is and what they may do comes from the database
/// on every request, so that a sign-out, a disabled account or a changed role counts at once on every door.
/// </summary>
internal static class SessionCookie
{
    public const string Scheme = "Session";
    public const string SessionClaim = "session";
    private const string AddressClaim = "address";
    private const string MissingClaim = "second-factor-missing";

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "registry-session";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.CookieManager = new HostPrefixCookies();
        options.ExpireTimeSpan = Sessions.Lifetime;
        options.SlidingExpiration = false;
        options.LoginPath = "/account/sign-in";
        options.AccessDeniedPath = "/not-found";
        options.ReturnUrlParameter = "returnUrl";
        options.Events.OnValidatePrincipal = ValidateAsync;
        options.Events.OnRedirectToLogin = context => AnswerOrRedirectAsync(context, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => AnswerOrRedirectAsync(context, StatusCodes.Status403Forbidden);
    }

    /// <summary>Starts a session for somebody who just proved who they are, and sets the cookie.</summary>
    public static async Task SignInAsync(HttpContext context, Actor actor, CancellationToken ct)
    {
        var session = await context.RequestServices.GetRequiredService<Sessions>()
            .StartAsync(actor, ct, BrowserName.Of(context.Request.Headers.UserAgent));
        await context.SignInAsync(Scheme, Principal(actor, session), new AuthenticationProperties { IsPersistent = true });
    }

    public static async Task SignOutAsync(HttpContext context, CancellationToken ct)
    {
        if (SessionOf(context.User) is { } session)
        {
            try
            {
                await context.RequestServices.GetRequiredService<Sessions>().EndAsync(session, context.Actor(), ct);
            }
            catch (RegistryException refusal) when (refusal.Kind == RefusalKind.NotAuthenticated)
            {
                // Ended in another tab at the same time, which is what was asked for.
            }
        }

        await context.SignOutAsync(Scheme);
    }

    public static Guid? SessionOf(ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(SessionClaim), out var session) ? session : null;

    /// <summary>Where the request came from that the principal was made for: of an open page, the one that opened its connection.</summary>
    public static string? AddressOf(ClaimsPrincipal principal) => principal.FindFirstValue(AddressClaim);

    /// <summary>Whether nothing is open to them until they have set up a second factor.</summary>
    public static bool MustSetUp(ClaimsPrincipal principal) => principal.HasClaim(claim => claim.Type == MissingClaim);

    public static ClaimsPrincipal Principal(Actor actor, Guid? session) => new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, actor.UserId.ToString()!),
            new Claim(ClaimTypes.Name, actor.Name),
            .. actor.Roles.Select(role => new Claim(ClaimTypes.Role, role)),
            .. session is null ? Array.Empty<Claim>() : [new Claim(SessionClaim, session.Value.ToString())],
            .. actor.Address is null ? Array.Empty<Claim>() : [new Claim(AddressClaim, actor.Address)],
            .. actor.Missing == MissingFactor.None ? Array.Empty<Claim>() : [new Claim(MissingClaim, actor.Missing.ToString())],
        ],
        Scheme));

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        var session = context.Principal is null ? null : SessionOf(context.Principal);
        var actor = session is null
            ? null
            : await http.RequestServices.GetRequiredService<Sessions>().ActorAsync(session.Value, Door.Browser, http.Address(), http.RequestAborted);
        if (actor is null)
        {
            context.RejectPrincipal();
            return;
        }

        http.SetActor(actor);
        context.ReplacePrincipal(Principal(actor, session));
    }

    private static Task AnswerOrRedirectAsync(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (context.Request.IsForPrograms())
        {
            context.Response.StatusCode = status;
        }
        else
        {
            context.Response.Redirect(context.RedirectUri);
        }

        return Task.CompletedTask;
    }
}
