using Microsoft.Extensions.Primitives;

namespace ModelRegistry.Web.Access;

/// <summary>
/// Binds the antiforgery cookie to this host as the session cookie is bound (<see cref="HostPrefixCookies"/>). The framework knows one name for it,
/// so it is renamed on its way: <c>__Host-…</c> on https, where one without that prefix, which a neighbour may have set, is not looked at.
/// </summary>
internal static class AntiforgeryCookie
{
    public const string Name = "registry-antiforgery";

    private const string Bound = "__Host-" + Name;

    public static void UseHostBoundAntiforgery(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Request.IsHttps)
        {
            context.Request.Headers.Cookie = Received(context.Request.Headers.Cookie);
            context.Response.OnStarting(() =>
            {
                context.Response.Headers.SetCookie = Sent(context.Response.Headers.SetCookie);
                return Task.CompletedTask;
            });
        }

        return next(context);
    });

    internal static StringValues Received(StringValues cookies) => cookies.Count == 0 ? cookies : string.Join("; ", cookies
        .SelectMany(line => (line ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        .Where(cookie => !Is(cookie, Name))
        .Select(cookie => Is(cookie, Bound) ? Name + cookie[Bound.Length..] : cookie));

    internal static StringValues Sent(StringValues cookies) =>
        cookies.Select(cookie => Is(cookie ?? "", Name) ? Bound + cookie![Name.Length..] : cookie).ToArray();

    private static bool Is(string cookie, string name) => cookie.StartsWith(name + "=", StringComparison.Ordinal);
}
