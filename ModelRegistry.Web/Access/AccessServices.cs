using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using ModelRegistry.Core;

namespace ModelRegistry.Web.Access;

internal static class AccessServices
{
    /// <summary>Sessions for browsers, tokens and passwords for scripts, and nothing for anybody else: who is not named is refused.</summary>
    public static IServiceCollection AddRegistryAccess(this IServiceCollection services, RegistrySettings settings, OpenIdProviders providers)
    {
        var authentication = services.AddAuthentication("Registry")
            .AddPolicyScheme("Registry", "Registry", options => options.ForwardDefaultSelector =
                context => context.Request.Headers.ContainsKey("Authorization")
                    || IsAnonymousScript(context.Request) ? CredentialAuthentication.Name : SessionCookie.Scheme)
            .AddCookie(SessionCookie.Scheme, SessionCookie.Configure)
            .AddScheme<AuthenticationSchemeOptions, CredentialAuthentication>(CredentialAuthentication.Name, null);
        foreach (var provider in providers.All)
        {
            authentication.AddOpenIdConnect(provider.Scheme, provider.Rules.DisplayName, options => OpenIdSignIn.Configure(options, provider));
        }

        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddSingleton<BasicPasswords>();
        services.AddSingleton<FailedCredentials>();
        services.AddSingleton<FirstRun>();
        services.AddSingleton<OpenPages>();
        services.AddSingleton<DeviceCookie>();
        services.AddSingleton<LockedOut>();
        services.AddSingleton<PendingSignIn>();
        services.AddSingleton<PasskeyCeremonies>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<IConfiguration>((options, configuration) =>
        {
            // The device asks for a finger or a number itself, so that a passkey counts as both factors.
            options.UserVerificationRequirement = "required";
            options.ResidentKeyRequirement = "required";
            options.ServerDomain = configuration["Passkeys:Domain"] is { Length: > 0 } domain ? domain : null; // else the host of the request
        });
        services.AddSingleton<BrowserSignIn>();
        services.AddSingleton(providers);
        services.AddSingleton<OpenIdSignIn>();
        services.AddSingleton<PassedOn>();
        services.AddSingleton<IPersonalDataProtector, ProtectedSecrets>();
        services.AddScoped<AuthenticationStateProvider, CircuitAccess>();
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = AntiforgeryCookie.Name;
            options.Cookie.Path = "/";
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.HeaderName = "RequestVerificationToken";
        });

        // Keys on disk beside the other keys: sign-ins survive a restart.
        services.AddDataProtection().SetApplicationName("ModelRegistry")
            .PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(settings.KeyDirectory, "data-protection")));
        return services;
    }

    private static bool IsAnonymousScript(HttpRequest request) =>
        request.IsForPrograms() && !request.Cookies.Keys.Any(name => name.EndsWith("registry-session", StringComparison.Ordinal));
}
