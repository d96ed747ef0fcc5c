using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Data;

/// <summary>The same on a real SQL Server, where every other database test then runs as well.</summary>
public sealed class SqlServerBehaviourTests : DatabaseBehaviourTests
{
    public const string Variable = TestDatabases.Variable;

    public const string WhySkipped =
        $"{Variable} is not set. Set it to a connection string of a SQL Server where a temporary database may be created and dropped, to run the database "
            + "tests there too.";

    public static string? Server => TestDatabases.Server;

    protected override Task<TestRegistry> StartAsync() => TestRegistry.StartAsync();
}
