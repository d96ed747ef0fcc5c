using ModelRegistry.Core.Access;

namespace ModelRegistry.Web.Access;

/// <summary>Who acts in a request, as the authentication handlers found it.</summary>
internal static class HttpActor
{
    private static readonly object Key = new();

    public static Actor Actor(this HttpContext context) =>
        context.Items[Key] as Actor ?? Core.Access.Actor.Anonymous(context.Request.IsForPrograms() ? Door.Api : Door.Browser, context.Address());

    public static void SetActor(this HttpContext context, Actor actor) => context.Items[Key] = actor;

    public static string? Address(this HttpContext context) => context.Connection.RemoteIpAddress?.ToString();

    /// <summary>Routes that programs call: they get status codes and problem details, never a redirect to a page.</summary>
    public static bool IsForPrograms(this HttpRequest request) =>
        request.Path.StartsWithSegments("/api") || request.Path.StartsWithSegments("/openapi") || request.Path.StartsWithSegments("/health");
}
