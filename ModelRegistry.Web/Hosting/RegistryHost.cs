using ModelRegistry.Core;
using ModelRegistry.Web.Access;
using ModelRegistry.Web.Api;
using ModelRegistry.Web.Jobs;

namespace ModelRegistry.Web.Hosting;

/// <summary>What the program is made of, and the order in which a request passes through it.</summary>
internal static class RegistryHost
{
    private const long JsonBodyLimit = 8 << 20;

    public static void AddRegistryHost(this WebApplicationBuilder builder)
    {
        var settings = SettingsReader.Read(builder.Configuration, builder.Environment.ContentRootPath);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = JsonBodyLimit; // uploads lift it for themselves
        });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddRegistry(settings);
        builder.Services.AddRegistryAccess(settings);
        builder.Services.AddRegistryApi();
        builder.Services.AddHostedService<RegistryJobs>();
    }

    public static void UseRegistry(this WebApplication app)
    {
        if (app.Configuration["PathBase"] is { Length: > 0 } pathBase)
        {
            app.UsePathBase(pathBase);
        }

        app.UseSecurityHeaders();
        app.UseHsts();
        app.UseExceptionHandler();
        app.UseRegistryApiProblems();
        app.UseSameOrigin();
        app.UseAnonymousRefusals();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapRegistryApi();
    }
}
