using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Tests.Support;

/// <summary>An empty SQLite database, migrated once in a run and copied for each test: the migrations take longer than most tests.</summary>
internal static class EmptyDatabase
{
    private static readonly Lazy<Task<byte[]>> Migrated = new(MigrateAsync);

    /// <summary>Puts it where these settings say, unless a database is there already. SQL Server's are migrated where they are.</summary>
    public static async Task PlaceAsync(RegistrySettings settings)
    {
        var file = RegistrySettings.SqliteFile(settings.DataDirectory);
        if (settings.Provider == DatabaseProvider.Sqlite && !File.Exists(file))
        {
            Directory.CreateDirectory(settings.DataDirectory);
            await File.WriteAllBytesAsync(file, await Migrated.Value);
        }
    }

    /// <summary>Closes the connections that are kept open to this database, and to no other test's.</summary>
    public static void Release(RegistrySettings settings)
    {
        if (settings.Provider == DatabaseProvider.Sqlite)
        {
            using var connection = new SqliteConnection(settings.ConnectionString);
            SqliteConnection.ClearPool(connection);
        }
    }

    private static async Task<byte[]> MigrateAsync()
    {
        var settings = RegistrySettings.Sqlite(Directory.CreateTempSubdirectory("registry-empty-").FullName);
        var registry = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddRegistry(settings).AddStrictQueries();
        await using (var services = registry.BuildServiceProvider())
        {
            await services.GetRequiredService<RegistryDatabase>().MigrateAsync(default);
        }

        Release(settings); // the last connection that closes leaves the whole database in its one file
        var bytes = await File.ReadAllBytesAsync(RegistrySettings.SqliteFile(settings.DataDirectory));
        Directory.Delete(settings.DataDirectory, recursive: true);
        return bytes;
    }
}
