using ModelRegistry.Web.Access;

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
        return services;
    }

    public static void MapRegistryApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(Root)
            .RequireAuthorization()
            .DisableCookieRedirect()
            .AddEndpointFilterFactory(QueryParameters.RefuseUnknown)
            .AddEndpointFilter(NotStored)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden);
        api.MapModels();
        api.MapVersions();
        api.MapArtifacts();
        api.MapEvidence();
        api.MapTokens();
        api.MapUsers();
        api.MapAudit();
        routes.MapHealth();
        routes.MapOpenApi("/openapi/{documentName}.json").RequireAuthorization().DisableCookieRedirect();
    }

    /// <summary>Gives errors that no handler wrote (unknown route, wrong method, not signed in) the same body as all others.</summary>
    public static void UseRegistryApiProblems(this IApplicationBuilder app) =>
        app.UseWhen(context => context.Request.IsForPrograms(), branch => branch.UseStatusCodePages(pages => Problem.ForStatus(pages.HttpContext.Response.StatusCode).WriteAsync(pages.HttpContext)));

    /// <summary>Answers depend on who asks and may hold secrets that are shown once.</summary>
    internal static ValueTask<object?> NotStored(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        return next(context);
    }
}
