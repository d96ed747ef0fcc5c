using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.Primitives;
using ModelRegistry.Web.Access;
using ModelRegistry.Web.Api;

namespace ModelRegistry.Web.Hosting;

/// <summary>
/// Answers under the names of <c>AllowedHosts</c> alone, without regard to the port, and says so under others: a page elsewhere that takes this server for
/// its own could else read what a signed-in browser may. A program that brings its credentials is no such page, so it is answered under any name.
/// </summary>
internal static class HostNames
{
    private const string Setting = "AllowedHosts";
    private const string Any = "*";

    public static void AddHostNames(this IServiceCollection services) =>
        // The framework's own filter, which answers programs in HTML, is left nothing to do.
        services.Configure<HostFilteringOptions>(options => options.AllowedHosts = [Any]);

    public static void UseHostNames(this WebApplication app)
    {
        List<StringSegment> names = [.. (app.Configuration[Setting] ?? Any).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(name => new StringSegment(HostString.FromUriComponent(name).Host))];
        if (names.Count == 0 || names.Contains(Any))
        {
            return;
        }

        app.Use((context, next) =>
        {
            var request = context.Request;
            if (!request.Host.HasValue || HostString.MatchesAny(request.Host.Host, names)
                || (request.IsForPrograms() && request.Headers.Authorization.Count > 0))
            {
                return next(context);
            }

            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return new Problem(400, "host_not_allowed", $"This server is not called '{request.Host.Host}'. An admin names it in the setting {Setting}.")
                .WriteAsync(context);
        });
    }
}
