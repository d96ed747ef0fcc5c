using Microsoft.AspNetCore.Authentication.Cookies;

namespace ModelRegistry.Web.Access;

/// <summary>
/// Names cookies <c>__Host-…</c> on https, which browsers bind to this host; on plain http (loopback only) they refuse that
/// prefix, so there the name stays as it is.
/// </summary>
internal sealed class HostPrefixCookies : ICookieManager
{
    private readonly ChunkingCookieManager _cookies = new();

    public string? GetRequestCookie(HttpContext context, string key) => _cookies.GetRequestCookie(context, Name(context, key));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options)
    {
        options.Path = context.Request.IsHttps ? "/" : options.Path;
        _cookies.AppendResponseCookie(context, Name(context, key), value, options);
    }

    public void DeleteCookie(HttpContext context, string key, CookieOptions options)
    {
        options.Path = context.Request.IsHttps ? "/" : options.Path;
        _cookies.DeleteCookie(context, Name(context, key), options);
    }

    private static string Name(HttpContext context, string key) => context.Request.IsHttps ? $"__Host-{key}" : key;
}
