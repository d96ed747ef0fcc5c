using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Providers;

namespace ModelRegistry.Web.Access;

/// <summary>
/// Sign-in through OpenID providers: code flow with PKCE, a nonce and a state bound to the browser. The framework checks what comes back; what it lets
/// pass of a token without a signature is refused here. Nothing of the provider's reaches the session, which is one like any other.
/// </summary>
internal sealed partial class OpenIdSignIn(
    OpenIdProviders providers, ProviderSignIn signIn, LoginWorkflow logins, BrowserSignIn browser, FailedCredentials failures, PassedOn passedOn,
    ILogger<OpenIdSignIn> log)
{
    /// <summary>Kinds of what is passed on to a page.</summary>
    public const string Refusal = "refusal";

    private const string Connect = "connect";

    private static readonly TimeSpan ProviderPatience = TimeSpan.FromSeconds(10);

    public IReadOnlyList<OpenIdProvider> Providers => providers.All;

    public static void Configure(OpenIdConnectOptions options, OpenIdProvider provider)
    {
        options.SignInScheme = SessionCookie.Scheme; // asked for by the framework and never used: what was received is handled below
        options.Authority = provider.Authority.ToString();
        options.ClientId = provider.ClientId;
        options.ClientSecret = provider.ClientSecret;
        options.RequireHttpsMetadata = !provider.Authority.IsLoopback;
        options.CallbackPath = provider.Callback;
        options.SignedOutCallbackPath = PathString.Empty;
        options.RemoteSignOutPath = PathString.Empty;
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query; // a link that leads here: the cookies can stay Lax
        options.UsePkce = true;
        options.MapInboundClaims = false;
        options.DisableTelemetry = true;
        options.BackchannelTimeout = ProviderPatience;
        options.CorrelationCookie.SameSite = options.NonceCookie.SameSite = SameSiteMode.Lax;
        options.CorrelationCookie.SecurePolicy = options.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.Scope.Clear();
        foreach (var scope in provider.Scopes)
        {
            options.Scope.Add(scope);
        }

        options.Events.OnTokenValidated = context =>
        {
            // In the code flow the framework takes a token without a signature (aspnetcore#37549).
            if (context.SecurityToken.Header.Alg is null or "" or SecurityAlgorithms.None)
            {
                context.Fail(new SecurityTokenInvalidSignatureException("The id token is not signed."));
            }

            return Task.CompletedTask;
        };
        options.Events.OnTicketReceived = context => Of(context.HttpContext).ReceivedAsync(context, provider);
        options.Events.OnAccessDenied = context =>
        {
            context.HandleResponse();
            Of(context.HttpContext).Refuse(context.HttpContext, context.Properties, $"{provider.Rules.DisplayName} did not let you in, or you went back.");
            return Task.CompletedTask;
        };
        options.Events.OnRemoteFailure = context =>
        {
            context.HandleResponse();
            return Of(context.HttpContext).FailedAsync(context.HttpContext, context.Properties, provider, context.Failure);
        };
    }

    /// <summary>For a link on a page of somebody who is signed in: nobody else can make a browser of theirs begin it.</summary>
    public string ConnectAddress(OpenIdProvider provider, Guid session) =>
        $"{Urls.ProviderSignIn(provider.Name)}?connect={Uri.EscapeDataString(passedOn.Protect(Connect, $"{session} {provider.Name}"))}";

    /// <summary>Sends the browser to the provider; it comes back to the provider's own address here.</summary>
    public async Task<IResult> StartAsync(HttpContext context, string name, string? returnUrl, string? connect)
    {
        if (providers.Find(name) is not { } provider)
        {
            return Results.NotFound();
        }

        if (browser.IsOff(context))
        {
            return Results.LocalRedirect($"~/{Urls.SignIn(returnUrl)}");
        }

        var properties = new AuthenticationProperties { RedirectUri = LocalReturn.Of(returnUrl, BaseOf(context)) };
        if (connect is not null)
        {
            if (SessionCookie.SessionOf(context.User) is not { } session || passedOn.Read(Connect, connect) != $"{session} {provider.Name}")
            {
                return Results.LocalRedirect($"~/{Urls.Logins}"); // too old, or of another session: the page has a new one
            }

            properties.Items[Connect] = session.ToString();
        }

        try
        {
            await context.ChallengeAsync(provider.Scheme, properties);
        }
        catch (Exception e) when (e is InvalidOperationException or HttpRequestException or IOException or OperationCanceledException
            && !context.RequestAborted.IsCancellationRequested)
        {
            LogRefused(provider.Name, Reason(e));
            Refuse(context, properties, $"{provider.Rules.DisplayName} cannot be reached now. Try again in a while; an admin finds the reason in the log.");
        }

        return Results.Empty;
    }

    private async Task ReceivedAsync(TicketReceivedContext context, OpenIdProvider provider)
    {
        context.HandleResponse();
        var http = context.HttpContext;
        try
        {
            var person = provider.PersonOf(context.Principal!);
            if (context.Properties?.Items.TryGetValue(Connect, out var session) == true)
            {
                await ConnectAsync(http, provider, person, session);
                return;
            }

            await browser.SignInAsync(http, await signIn.SignInAsync(provider.Rules, person, http.Address(), http.RequestAborted));
            http.Response.Redirect(LocalReturn.Of(context.ReturnUri, BaseOf(http)));
        }
        catch (RegistryException refusal)
        {
            LogRefused(provider.Name, refusal.Code);
            await CountAsync(http);
            Refuse(http, context.Properties, refusal.Message);
        }
    }

    /// <summary>Whoever began it must still be signed in here: the way back may have been opened in another browser.</summary>
    private async Task ConnectAsync(HttpContext http, OpenIdProvider provider, KnownPerson person, string? session)
    {
        var present = await http.AuthenticateAsync(SessionCookie.Scheme);
        if (present.Principal is null || SessionCookie.SessionOf(present.Principal)?.ToString() != session)
        {
            throw new RegistryException(RefusalKind.NotAuthenticated, "session_ended",
                "You were signed out meanwhile. Sign in again, then connect the provider.");
        }

        await logins.LinkAsync(provider.Rules, person, http.Actor(), http.RequestAborted);
        http.Response.Redirect($"{http.Request.PathBase}/{Urls.Logins}");
    }

    private async Task FailedAsync(HttpContext http, AuthenticationProperties? properties, OpenIdProvider provider, Exception? failure)
    {
        LogRefused(provider.Name, Reason(failure));
        await CountAsync(http);
        Refuse(http, properties, failure switch
        {
            SecurityTokenException or OpenIdConnectProtocolInvalidNonceException =>
                $"What {provider.Rules.DisplayName} sent cannot be trusted, so you are not signed in. Start again; if it happens again, tell an admin.",
            OpenIdConnectProtocolException or HttpRequestException =>
                $"{provider.Rules.DisplayName} refused this sign-in. Start again; if it happens again, tell an admin: the reason is in the log.",
            _ => "This sign-in was begun in another browser or too long ago, or it was finished already. Start again.",
        });
    }

    private Task CountAsync(HttpContext http)
    {
        failures.Count(http.Address());
        return signIn.RefusedAsync(http.Address(), http.RequestAborted);
    }

    private void Refuse(HttpContext http, AuthenticationProperties? properties, string sentence)
    {
        var said = passedOn.Protect(Refusal, sentence);
        http.Response.Redirect($"{http.Request.PathBase}/" + (properties?.Items.ContainsKey(Connect) == true
            ? $"{Urls.Logins}?said={Uri.EscapeDataString(said)}"
            : Urls.SignedInNot(said, properties?.RedirectUri)));
    }

    /// <summary>By its kind alone: messages hold what the provider sent.</summary>
    private static string Reason(Exception? failure) => failure is null ? "unknown"
        : $"{failure.GetType().Name} {IdentityModelCode().Match(failure.Message).Value}".TrimEnd();

    private static string BaseOf(HttpContext context) => $"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}/";

    private static OpenIdSignIn Of(HttpContext context) => context.RequestServices.GetRequiredService<OpenIdSignIn>();

    [GeneratedRegex("IDX[0-9]{4,6}", RegexOptions.CultureInvariant)]
    private static partial Regex IdentityModelCode();

    [LoggerMessage(Level = LogLevel.Warning, Message = "A sign-in through {Provider} was refused: {Reason}")]
    private partial void LogRefused(string provider, string reason);
}
