using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing.Template;

namespace ModelRegistry.Web.Mlflow;

/// <summary>
/// MLflow's REST API, for its unmodified clients. A call is one line in the <c>Map…</c> method of its feature and a static handler:
/// <code>
/// rpc.MapRpc("POST", "runs/create", CreateAsync);
/// static async Task&lt;RunAnswer&gt; CreateAsync(MlflowRequest request, RunWorkflow workflow, HttpContext context, CancellationToken ct)
/// </code>
/// <see cref="MlflowRequest"/> is what was sent, wherever MLflow looks for it; it refuses by the name of the field. What is returned is written with
/// snake_case names, without what is null or empty, with status 200; nothing is <c>{}</c>. A <c>RegistryException</c> of a service becomes MLflow's code and
/// status by <see cref="MlflowFault"/>; where MLflow has another one for a case, throw <see cref="MlflowRefusals"/>. Who acts is <c>context.Actor()</c>.
/// </summary>
internal static class MlflowApi
{
    /// <summary>Clients send the log of a model and profiles of data sets in one piece.</summary>
    public const long BodyBytes = 32 << 20;

    /// <summary>Where each call is found: for clients, and for pages in the way of MLflow's own.</summary>
    public static readonly IReadOnlyList<string> Roots = ["/api/2.0/mlflow", "/ajax-api/2.0/mlflow"];

    // What is not here is answered in MLflow's words too: clients of a newer version look for it and go on when they are told so.
    private static readonly string[] Starts = ["/api/2.0", "/api/3.0", "/ajax-api", "/v1", "/graphql", "/get-artifact", "/model-versions"];

    public static bool IsMlflow(this HttpRequest request) => Array.Exists(Starts, start => request.Path.StartsWithSegments(start));

    public static void MapMlflow(this IEndpointRouteBuilder routes)
    {
        foreach (var root in Roots)
        {
            var rpc = routes.MapGroup(root).RequireAuthorization().DisableCookieRedirect().ExcludeFromDescription()
                .AddEndpointFilter(AnswerAsync).WithMetadata(new RequestSizeLimitAttribute(BodyBytes));
            rpc.MapRegisteredModels();
            rpc.MapExperiments();
            rpc.MapRuns();
            rpc.MapRunLog();
            rpc.MapLoggedModels();
        }

        // What the command line and probes of MLflow ask.
        routes.MapGet("/health", () => TypedResults.Text("OK")).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/version", () => TypedResults.Text(Version)).AllowAnonymous().ExcludeFromDescription();
    }

    public static RouteHandlerBuilder MapRpc(this RouteGroupBuilder rpc, string method, string path, Delegate handler) =>
        rpc.MapMethods(path, [method], handler).WithMetadata(Rpc.Mark);

    /// <summary>The R and Java clients write <c>//api</c> where the address that they were given ends with a slash.</summary>
    public static void UseMlflowAddresses(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var request = context.Request;
        if (request.Path.Value is { } path && path.StartsWith("//", StringComparison.Ordinal))
        {
            var former = request.Path;
            request.Path = $"/{path.TrimStart('/')}";
            if (request.IsMlflow())
            {
                context.SetEndpoint(null); // behind a path base it was looked for already
            }
            else
            {
                request.Path = former;
            }
        }

        return next(context);
    });

    /// <summary>Whether a call has this path, whatever its method; the routes of files match every path in development.</summary>
    public static bool Answers(HttpContext context) => context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<Rpc>() is not null)
        .Any(endpoint => new TemplateMatcher(TemplateParser.Parse(endpoint.RoutePattern.RawText!), []).TryMatch(context.Request.Path, []));

    private static string Version => typeof(MlflowApi).Assembly.GetName().Version!.ToString(3);

    private static async ValueTask<object?> AnswerAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next) =>
        await next(invocation) switch
        {
            null or EmptyHttpResult => MlflowAnswer.Nothing,
            IResult result => result,
            var answer => new MlflowAnswer(answer),
        };

    /// <summary>Marks the routes of MLflow's calls.</summary>
    private sealed class Rpc
    {
        public static Rpc Mark { get; } = new();
    }
}
