using ModelRegistry.Core.Access;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Api;

/// <summary>Answers to a read under a former name of a model say where it is found now: <c>Link: &lt;…&gt;; rel="canonical"</c>.</summary>
internal static class CanonicalLink
{
    private const string Name = "name";
    private const string Slot = "slot";

    // /api/v1/models/{name}/… and /api/v1/resolve/{name}@{slot}
    private const int Segment = 4;

    public static RouteGroupBuilder NameCanonicalAddresses(this RouteGroupBuilder api) => api.AddEndpointFilter(AddAsync);

    private static async ValueTask<object?> AddAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        if (!context.Request.RouteValues.ContainsKey(Name))
        {
            return await next(invocation);
        }

        var canonical = new CanonicalName();
        context.SetActor(context.Actor() with { Canonical = canonical });
        var result = await next(invocation);
        if (canonical.Name is { } name)
        {
            context.Response.Headers.Link = $"<{Address(context.Request, name)}>; rel=\"canonical\"";
        }

        return result;
    }

    private static string Address(HttpRequest request, string name)
    {
        var segments = request.Path.ToUriComponent().Split('/');
        var named = Uri.EscapeDataString(name);
        segments[Segment] = request.RouteValues[Slot] is string slot && segments[Segment - 1] == "resolve" ? $"{named}@{Uri.EscapeDataString(slot)}" : named;
        return $"{request.PathBase}{string.Join('/', segments)}{request.QueryString}";
    }
}
