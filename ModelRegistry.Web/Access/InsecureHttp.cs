using System.Net;

namespace ModelRegistry.Web.Access;

/// <summary>
/// Plain http beyond this machine would send passwords and cookies readable by anyone between: there sign-in is off unless <c>AllowInsecureHttp</c> says
/// otherwise.
/// </summary>
public static class InsecureHttp
{
    public static bool SignInIsOff(HttpContext context, IConfiguration configuration) =>
        !context.Request.IsHttps
        && !configuration.GetValue<bool>("AllowInsecureHttp")
        && !(context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote) && IsLoopbackHost(context.Request.Host.Host));

    private static bool IsLoopbackHost(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
