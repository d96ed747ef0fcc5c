using ModelRegistry.Core;

namespace ModelRegistry.Web.Hosting;

/// <summary>The server, and the settings that it and the commands for its installation read.</summary>
internal static class RegistryServer
{
    private const string Project = "ModelRegistry.Web.csproj";

    public static async Task<int> RunAsync(string[] settings, bool demo, bool migrateOnly)
    {
        var builder = Builder(settings);
        builder.AddRegistryHost();
        await using var app = builder.Build();
        app.CloseToOthers();
        app.UseRegistry();

        if (migrateOnly)
        {
            await app.MigrateAsync(CancellationToken.None);
            Console.WriteLine("The database is up to date.");
            return 0;
        }

        await app.PrepareAsync(demo, CancellationToken.None);
        await app.StartAsync();
        await app.AnnounceAsync(CancellationToken.None);
        await app.WaitForShutdownAsync();
        return 0;
    }

    /// <summary>For a command that works on an installation's disk and starts no server.</summary>
    public static RegistrySettings ReadSettings(string[] settings)
    {
        var builder = Builder(settings);
        return SettingsReader.Read(builder.Configuration, builder.Environment.ContentRootPath);
    }

    private static WebApplicationBuilder Builder(string[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = settings, ContentRootPath = ContentRoot() });
        builder.UseRootSettings();
        return builder;
    }

    /// <summary>Where wwwroot is, wherever the command was typed: beside a published program, or in the project above a built one.</summary>
    private static string? ContentRoot()
    {
        if (File.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot", "app.css")))
        {
            return AppContext.BaseDirectory;
        }

        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, Project)))
        {
            folder = folder.Parent;
        }

        return folder?.FullName;
    }
}
