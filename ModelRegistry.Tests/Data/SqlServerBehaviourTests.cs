using Microsoft.Data.SqlClient;
using ModelRegistry.Core;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Data;

/// <summary>The same on a real SQL Server, in a database of its own that is dropped afterwards.</summary>
public sealed class SqlServerBehaviourTests : DatabaseBehaviourTests
{
    public const string Variable = "REGISTRY_TEST_SQLSERVER";

    public const string WhySkipped =
        $"{Variable} is not set. Set it to a connection string of a SQL Server where a temporary database may be created and dropped, to run the database "
            + "tests there too.";

    public static string? Server => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } server ? server : null;

    protected override Task<TestRegistry> StartAsync()
    {
        var connection = new SqlConnectionStringBuilder(Server) { InitialCatalog = $"registry_test_{Guid.NewGuid():n}" };
        return TestRegistry.StartAsync(
            new RegistrySettings(DatabaseProvider.SqlServer, connection.ToString(), Directory.CreateTempSubdirectory("registry-test-").FullName));
    }

    public override async Task DisposeAsync()
    {
        await using (var db = Registry.OpenDatabase())
        {
            await db.Database.EnsureDeletedAsync();
        }

        await base.DisposeAsync();
    }
}
