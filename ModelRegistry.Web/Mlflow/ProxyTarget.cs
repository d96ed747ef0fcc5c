using ModelRegistry.Core.Common;
using ModelRegistry.Web.Api;

namespace ModelRegistry.Web.Mlflow;

/// <summary>
/// The path behind <c>…/mlflow-artifacts/artifacts/</c>, decoded exactly once from the request line, so that the names of files stay as they were sent.
/// </summary>
internal sealed record ProxyTarget(string Path)
{
    // api/2.0/mlflow-artifacts/artifacts/…
    private const int PathAt = 4;
    private const int MostLevels = 8;

    public static ValueTask<ProxyTarget?> BindAsync(HttpContext context)
    {
        if (context.Request.QueryString.HasValue && context.Request.QueryString.Value!.Length > 1)
        {
            throw RegistryException.Malformed("artifact_query",
                "Invalid path: a '?' begins the query of an address, so the file would get another name. Send it as %3F, and '#' as %23.", "path");
        }

        var segments = RawPath.SegmentsOf(context);
        if (segments.Length < PathAt || segments[2] != "mlflow-artifacts" || segments[3] != "artifacts")
        {
            throw RawPath.Refuse("it is written in a way that servers and proxies read differently");
        }

        var path = string.Join('/', segments.Skip(PathAt).Select(RawPath.Decode));
        return Leaves(path) ? throw RegistryException.Malformed("artifact_path_invalid",
            "Invalid path: read by somebody who decodes it again, it leaves its folder.",
            "path") : ValueTask.FromResult<ProxyTarget?>(new ProxyTarget(path));
    }

    /// <summary>Whether anybody who decodes the name again finds a way out of the folder. A '#' or a backslash that shows up only then is a name.</summary>
    private static bool Leaves(string path)
    {
        for (var level = 0; level < MostLevels; level++)
        {
            if (path.StartsWith('/') || path.Split('/', '\\').Contains(".."))
            {
                return true;
            }

            var decoded = Uri.UnescapeDataString(path);
            if (decoded == path)
            {
                return false;
            }

            path = decoded;
        }

        return true;
    }
}
