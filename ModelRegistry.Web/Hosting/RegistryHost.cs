using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.HttpOverrides;
using ModelRegistry.Core;
using ModelRegistry.Web.Access;
using ModelRegistry.Web.Api;
using ModelRegistry.Web.Components;
using ModelRegistry.Web.Components.Pages.Versions;
using ModelRegistry.Web.Jobs;
using ModelRegistry.Web.Mlflow;
using ModelRegistry.Web.Scim;

namespace ModelRegistry.Web.Hosting;

/// <summary>What the program is made of, and the order in which a request passes through it.</summary>
internal static class RegistryHost
{
    /// <summary>Where it listens when nothing else is said. Not 5000 or 7000: on a Mac a service of the system answers there.</summary>
    public const string DefaultAddress = "http://localhost:5280";

    private const long JsonBodyLimit = 8 << 20;

    // A bound text field sends its value twice; at the default of 32 KB a description of 10 000 characters would end the circuit.
    private const long CircuitMessageLimit = 1 << 20;

    private static readonly string[] AddressSettings = ["urls", "http_ports", "https_ports"];

    public static void AddRegistryHost(this WebApplicationBuilder builder)
    {
        var settings = SettingsReader.Read(builder.Configuration, builder.Environment.ContentRootPath);
        builder.WebHost.UseStaticWebAssets(); // from source, also outside Development; a published program has its files beside it
        if (!builder.Environment.IsDevelopment())
        {
            // Started from source, the framework would watch each file for edits and let browsers keep none.
            builder.Configuration["ReloadStaticAssetsAtRuntime"] ??= bool.FalseString;
        }

        if (AddressSettings.All(name => string.IsNullOrEmpty(builder.Configuration[name])) && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            builder.WebHost.UseUrls(DefaultAddress);
        }

        var limit = ConnectionLimit.OfThisProcess();
        limit.RequireEnough();
        builder.Services.AddSingleton(limit);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            limit.Apply(kestrel);
            kestrel.Limits.MaxRequestLineSize = WellFormed.MostRead;
            kestrel.Limits.MaxRequestBodySize = JsonBodyLimit; // uploads lift it for themselves
        });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddRegistry(settings);
        builder.Services.AddRegistryAccess(settings, SignInSettings.Providers(builder.Configuration));
        builder.Services.AddRegistryApi();
        builder.Services.AddSingleton(SettingsReader.Patience(builder.Configuration));
        builder.Services.AddSingleton<FirstAnswer>();
        builder.Services.AddSingleton<HealthProbe>();
        builder.Services.AddHostedService<SoleProcessJob>();
        builder.Services.AddHostedService<RegistryJobs>();
        builder.Services.AddHostedService<CatchUpJob>();
        builder.Services.AddHostedService<AutomaticPromotionJob>();
        builder.Services.AddHostedService<ReadinessJob>();
        builder.Services.AddHostedService<StoreSweepJob>();
        // Where the headers of a proxy are trusted at all, also the part of the address that it took away.
        builder.Services.PostConfigure<ForwardedHeadersOptions>(options =>
            options.ForwardedHeaders |= ForwardedHeaders.XForwardedPrefix);
        builder.Services.AddHostNames();
        builder.Services.AddHsts(options => options.MaxAge = TimeSpan.FromDays(365));
        builder.Services.AddFrame();
        builder.Services.AddSingleton<CircuitHandler>(services => new CircuitMemory(services.GetRequiredService<TimeProvider>(), CircuitMemory.Collect));
        builder.Services.AddRazorComponents()
            .AddInteractiveServerComponents(circuits => circuits.DisconnectedCircuitRetentionPeriod = SettingsReader.KeptPages(builder.Configuration))
            .AddHubOptions(options => options.MaximumReceiveMessageSize = CircuitMessageLimit);
    }

    public static void UseRegistry(this WebApplication app)
    {
        if (app.Configuration["PathBase"] is { Length: > 0 } pathBase)
        {
            app.UsePathBase(pathBase);
        }

        var first = app.Services.GetRequiredService<FirstAnswer>();
        app.Use(next => async context =>
        {
            await next(context);
            first.Given();
        });
        app.UseMlflowAddresses();
        app.UseSecurityHeaders();
        app.UseWellFormed();
        app.UseHostNames();
        app.UseHostBoundAntiforgery();
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UseWhen(context => !context.Request.IsForPrograms(), pages =>
            pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true));
        app.UseRegistryApiProblems();
        app.UseHsts();
        app.UseSameOrigin();
        app.UseAnonymousRefusals();
        app.UseRouting();
        app.UseBodyDeadline();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseOpenPagesLimit();
        app.UseIdempotencyKeys();
        app.UseAntiforgery();
        app.MapRegistryApi();
        app.MapScim();
        app.MapMlflow();
        app.MapFiles();
        app.MapAccount();
        app.MapPasskeys();
        app.MapPictures();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options =>
            options.ContentSecurityFrameAncestorsPolicy = null); // its own header would take the place of the whole policy of SecurityHeaders
    }
}
