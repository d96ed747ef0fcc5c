using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;

namespace ModelRegistry.Web.Hosting;

/// <summary>
/// appsettings.json lies at the top of the repository (and beside a published program), not in the Web project, which is
/// where the framework looks under <c>dotnet run</c>. The sources are re-pointed in place, so that their order stays and
/// environment variables still win.
/// </summary>
internal static class RootSettings
{
    private const string FileName = "appsettings.json";

    public static void UseRootSettings(this WebApplicationBuilder builder)
    {
        var directory = NearestAbove(builder.Environment.ContentRootPath) ?? NearestAbove(AppContext.BaseDirectory);
        if (directory is null)
        {
            return;
        }

        var files = new PhysicalFileProvider(directory);
        var sources = ((IConfigurationBuilder)builder.Configuration).Sources;
        for (var i = 0; i < sources.Count; i++)
        {
            if (sources[i] is JsonConfigurationSource { Path: { } path } && path.StartsWith("appsettings", StringComparison.Ordinal))
            {
                sources[i] = new JsonConfigurationSource { FileProvider = files, Path = path, Optional = true };
            }
        }
    }

    private static string? NearestAbove(string directory)
    {
        for (var folder = new DirectoryInfo(directory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, FileName)))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
