using ModelRegistry.Core.Access;
using ModelRegistry.Web.Mlflow;

namespace ModelRegistry.Web.Access;

/// <summary>Who acts in a request, as the authentication handlers found it.</summary>
internal static class HttpActor
{
    private const int LongestPath = 200;

    private static readonly string[] ForPrograms =
        ["/api", "/openapi", "/health", "/ajax-api", "/graphql", "/get-artifact", "/model-versions", "/v1", "/mlflow", "/metrics", "/scim",
            "/version"];

    private static readonly object Key = new();

    public static Actor Actor(this HttpContext context) =>
        context.Items[Key] as Actor ?? Core.Access.Actor.Anonymous(context.Request.Door(), context.Address());

    public static void SetActor(this HttpContext context, Actor actor) =>
        context.Items[Key] = actor with
        {
            Door = context.Request.IsMlflow() ? Core.Access.Door.Mlflow : actor.Door,
            Route = $"{context.Request.Method} {Shorten(context.Request.Path)}",
            NamedModel = Named(context.Request.Path),
        };

    /// <summary>The door that an address belongs to.</summary>
    public static Door Door(this HttpRequest request) =>
        request.IsMlflow() ? Core.Access.Door.Mlflow : request.IsForPrograms() ? Core.Access.Door.Api : Core.Access.Door.Browser;

    /// <summary>The same for an open page at this address, which is given from the base of the application on.</summary>
    public static Actor OnPage(this Actor actor, string address)
    {
        PathString path = $"/{Uri.UnescapeDataString(address.Split('?', '#')[0])}";
        return actor with { Route = $"PAGE {Shorten(path)}", NamedModel = Named(path) };
    }

    /// <summary>What follows <c>models</c> in an address: pages and the API name a model alike.</summary>
    private static string? Named(PathString path)
    {
        var parts = Shorten(path).Split('/', StringSplitOptions.RemoveEmptyEntries);
        return Array.IndexOf(parts, "models") is >= 0 and var at && at + 1 < parts.Length ? parts[at + 1] : null;
    }

    /// <summary>A path as it is put on record.</summary>
    public static string Shorten(PathString path) => path.Value is { Length: > LongestPath } text ? text[..LongestPath] : path.Value ?? "";

    public static string? Address(this HttpContext context) => context.Connection.RemoteIpAddress?.ToString();

    /// <summary>
    /// Addresses that programs call: they get status codes and problem details, never a redirect to a page. Among them are those of MLflow and of
    /// tracing clients, which look here for what there is not: a page of HTML would be read as an answer.
    /// </summary>
    public static bool IsForPrograms(this HttpRequest request) => Array.Exists(ForPrograms, start => request.Path.StartsWithSegments(start));
}
