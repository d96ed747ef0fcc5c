using ModelRegistry.Web.Api;

namespace ModelRegistry.Web.Access;

/// <summary>
/// Refuses what another site makes a signed-in browser send: every changing request and the circuit's own connection must
/// come from a page of this host. Scripts name no origin and pass; a browser names one also when it sends a Basic password
/// that it remembers, so credentials in the request are no excuse.
/// </summary>
internal static class SameOrigin
{
    public static void UseSameOrigin(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (Concerns(context.Request) && IsForeign(context.Request))
        {
            await new Problem(403, "foreign_origin", "This request comes from another site. Open the registry itself and do it there.").WriteAsync(context);
            return;
        }

        await next(context);
    });

    private static bool Concerns(HttpRequest request)
    {
        if (request.Path.StartsWithSegments("/_blazor"))
        {
            return true;
        }

        return !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method));
    }

    private static bool IsForeign(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site && site is not ("same-origin" or "none"))
        {
            return true;
        }

        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0 && !origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }
}
