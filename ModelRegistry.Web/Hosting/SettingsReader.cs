using ModelRegistry.Core;

namespace ModelRegistry.Web.Hosting;

/// <summary>Reads the registry's own settings and refuses values that it does not know with a sentence.</summary>
internal static class SettingsReader
{
    public static RegistrySettings Read(IConfiguration configuration, string contentRoot)
    {
        var store = configuration["Artifacts:Store"] ?? "Local";
        if (!store.Equals("Local", StringComparison.OrdinalIgnoreCase))
        {
            throw new StartRefusedException($"Artifacts:Store is '{store}', but the only store is 'Local'. Correct the setting.");
        }

        var data = Path.GetFullPath(configuration["Data:Directory"] is { Length: > 0 } directory ? directory : "./data", Root(contentRoot));
        var provider = configuration["Database:Provider"] ?? "Sqlite";
        if (provider.Equals("Sqlite", StringComparison.OrdinalIgnoreCase))
        {
            return RegistrySettings.Sqlite(data);
        }

        if (!provider.Equals("SqlServer", StringComparison.OrdinalIgnoreCase))
        {
            throw new StartRefusedException($"Database:Provider is '{provider}'. Use 'Sqlite' or 'SqlServer'.");
        }

        return configuration.GetConnectionString("Registry") is { Length: > 0 } connection
            ? new RegistrySettings(DatabaseProvider.SqlServer, connection, data)
            : throw new StartRefusedException("Database:Provider is SqlServer, but ConnectionStrings:Registry is empty. Set it to a connection string.");
    }

    // From source, ./data means beside appsettings.json and not inside the Web project.
    private static string Root(string contentRoot) =>
        File.Exists(Path.Combine(contentRoot, "ModelRegistry.Web.csproj")) ? Path.GetDirectoryName(contentRoot.TrimEnd(Path.DirectorySeparatorChar))! : Directory.GetCurrentDirectory();
}
