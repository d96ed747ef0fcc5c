using System.Collections.Concurrent;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core;
using ModelRegistry.Core.Data.SqlServer;

namespace ModelRegistry.Tests.Support;

/// <summary>
/// Where the database tests run: on a SQLite file of their own, or, when <see cref="Variable"/> names one, in databases of a SQL Server. Making one there
/// takes longer than most tests, so a database that was given back is emptied for the next; all go with the run.
/// </summary>
internal static class TestDatabases
{
    /// <summary>A connection string of somebody who may make and drop databases.</summary>
    public const string Variable = "REGISTRY_TEST_SQLSERVER";

    /// <summary>A login and its password, <c>name:password</c>, with which the tests then work: the README's, which may change no table and no event.</summary>
    public const string LoginVariable = "REGISTRY_TEST_SQLSERVER_LOGIN";

    /// <summary><c>on</c> makes the databases with READ_COMMITTED_SNAPSHOT and ALLOW_SNAPSHOT_ISOLATION.</summary>
    public const string SnapshotVariable = "REGISTRY_TEST_SQLSERVER_SNAPSHOT";

    private static readonly ConcurrentBag<string> Free = [];
    private static readonly ConcurrentBag<string> Made = [];
    private static readonly string Run = $"registry_test_{Guid.NewGuid():n}"[..22];
    private static int _last;

    static TestDatabases() => AppDomain.CurrentDomain.ProcessExit += (_, _) => DropAll();

    public static string? Server => Value(Variable);

    /// <summary>An empty, migrated database, and this folder for everything else.</summary>
    public static async Task<RegistrySettings> TakeAsync(string folder)
    {
        if (Server is not { } server)
        {
            var settings = RegistrySettings.Sqlite(folder);
            await EmptyDatabase.PlaceAsync(settings);
            return settings;
        }

        if (!Free.TryTake(out var name))
        {
            name = $"{Run}_{Interlocked.Increment(ref _last)}";
            await MakeAsync(server, name);
        }

        return RegistrySettings.SqlServer(Login is { } login ? As(server, name, login) : In(server, name), folder);
    }

    /// <summary>For the next test; what this one left is removed.</summary>
    public static async Task GiveBackAsync(RegistrySettings settings)
    {
        EmptyDatabase.Release(settings);
        if (settings.Provider == DatabaseProvider.SqlServer && Server is { } server)
        {
            var name = new SqlConnectionStringBuilder(settings.ConnectionString).InitialCatalog;
            await using var db = Context(In(server, name));
            await EmptiedTables.EmptyAsync(db);
            Free.Add(name);
        }
    }

    private static (string Name, string Password)? Login =>
        Value(LoginVariable)?.Split(':', 2) is [var name, var password] ? (name, password) : null;

    private static async Task MakeAsync(string server, string name)
    {
        Made.Add(name);
        await using var db = Context(In(server, name));
        await db.Database.MigrateAsync();
        foreach (var sql in Settings(name))
        {
            await db.Database.ExecuteSqlRawAsync(sql);
        }
    }

    private static IEnumerable<string> Settings(string name)
    {
        if (Value(SnapshotVariable) == "on")
        {
            yield return $"ALTER DATABASE [{name}] SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE";
            yield return $"ALTER DATABASE [{name}] SET ALLOW_SNAPSHOT_ISOLATION ON";
        }

        if (Login is { } login)
        {
            yield return $"CREATE USER [{login.Name}] FOR LOGIN [{login.Name}]";
            yield return $"GRANT SELECT, INSERT, UPDATE, DELETE ON SCHEMA::dbo TO [{login.Name}]";
            yield return $"DENY UPDATE, DELETE ON dbo.AuditEvents TO [{login.Name}]";
        }
    }

    private static void DropAll()
    {
        SqlConnection.ClearAllPools();
        foreach (var name in Made)
        {
            using var db = Context(In(Server!, name));
            db.Database.EnsureDeleted();
        }
    }

    private static SqlServerRegistryDbContext Context(string connection) => new(new DbContextOptionsBuilder<SqlServerRegistryDbContext>()
        .UseSqlServer(connection).UseApplicationServiceProvider(Core.Data.IdentitySchema.Services).Options);

    private static string In(string server, string name) => new SqlConnectionStringBuilder(server) { InitialCatalog = name }.ToString();

    private static string As(string server, string name, (string Name, string Password) login) => new SqlConnectionStringBuilder(server)
    {
        InitialCatalog = name,
        IntegratedSecurity = false,
        UserID = login.Name,
        Password = login.Password,
    }.ToString();

    private static string? Value(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
