using ModelRegistry.Web.Access;
using ModelRegistry.Web.Components.Pages.Reference;

namespace ModelRegistry.Web.Api;

/// <summary>The HTTP API <c>/api/v1</c>: what all its routes have in common, and the list of its parts.</summary>
public static class RegistryApi
{
    public const string Root = "/api/v1";

    public static IServiceCollection AddRegistryApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
        // A body or parameter that cannot be read reaches the exception handler, which says what is wrong with it.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddProblemDetails();
        services.AddExceptionHandler<RegistryExceptionHandler>();
        services.AddOpenApi(OpenApiDescription.DocumentName, OpenApiDescription.Configure);
        services.AddSingleton<OpenApiText>();
        services.AddSingleton<ApiReference>();
        return services;
    }

    public static void MapRegistryApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(Root)
            .RequireAuthorization()
            .DisableCookieRedirect()
            .AddEndpointFilterFactory(QueryParameters.RefuseUnknown)
            .AddEndpointFilter(NotStored)
            .TakeIdempotencyKeys()
            .NameCanonicalAddresses()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden);
        api.MapModels();
        api.MapCards();
        api.MapVersions();
        api.MapBulk();
        api.MapArtifacts();
        api.MapEvidence();
        api.MapSlots();
        api.MapRollbacks();
        api.MapRequests();
        api.MapQuarantines();
        api.MapLineage();
        api.MapRuns();
        api.MapSearch();
        api.MapViews();
        api.MapTokens();
        api.MapUsers();
        api.MapTeams();
        api.MapStandIns();
        api.MapGrants();
        api.MapCollections();
        api.MapAudit();
        api.MapPolicies();
        api.MapNotifications();
        api.MapRetirement();
        routes.MapHealth();
        routes.MapGet("/openapi/v1.json", OpenApiText.Read).RequireAuthorization().DisableCookieRedirect().ExcludeFromDescription();
    }

    /// <summary>
    /// Answers every failure of a program's call with problem details: thrown refusals and the bare statuses of routing and
    /// authentication. A branch of its own, because the handler for pages re-executes under another path.
    /// </summary>
    public static void UseRegistryApiProblems(this IApplicationBuilder app) =>
        app.UseWhen(context => context.Request.IsForPrograms(), calls =>
        {
            calls.UseExceptionHandler();
            calls.UseStatusCodePages(status =>
            {
                var (context, problem) = (status.HttpContext, Problem.ForStatus(status.HttpContext.Response.StatusCode));
                return (problem with { Detail = CredentialAuthentication.WhyNot(context) ?? problem.Detail }).WriteAsync(context);
            });
        });

    /// <summary>Answers depend on who asks and may hold secrets that are shown once.</summary>
    internal static ValueTask<object?> NotStored(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        return next(context);
    }
}
