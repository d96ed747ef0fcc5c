using System.Text.RegularExpressions;
using MudBlazor;

namespace ModelRegistry.Web.Hosting;

/// <summary>
/// Scripts and styles that come with packages. The build fingerprints them too, but serves them uncompressed under those names; so they go by their plain
/// names, and browsers keep for good what names its version: in the file's name, or as <c>?v=</c>.
/// </summary>
internal static partial class PackageFiles
{
    private const string MudFolder = "_content/MudBlazor/";

    private static readonly string MudVersion = typeof(MudThemeProvider).Assembly.GetName().Version!.ToString(3);

    /// <summary>The address of a file of MudBlazor.</summary>
    public static string Mud(string file) => $"{MudFolder}{file}?v={MudVersion}";

    public static void MapFiles(this WebApplication app) => app.MapStaticAssets().AllowAnonymous().Add(endpoint =>
    {
        if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } path, RequestDelegate: { } serve }
            && path.StartsWith("_content/", StringComparison.Ordinal))
        {
            endpoint.RequestDelegate = context => NamesItsVersion(path, context.Request) ? ServeForGood(context, serve) : serve(context);
        }
    });

    private static bool NamesItsVersion(string path, HttpRequest request) =>
        Version().IsMatch(path) || (path.StartsWith(MudFolder, StringComparison.Ordinal) && request.Query["v"] == MudVersion);

    private static Task ServeForGood(HttpContext context, RequestDelegate serve)
    {
        context.Response.OnStarting(() =>
        {
            context.Response.Headers.CacheControl = "max-age=31536000, immutable";
            return Task.CompletedTask;
        });
        return serve(context);
    }

    [GeneratedRegex(@"-\d+\.\d+\.\d+\.")]
    private static partial Regex Version();
}
