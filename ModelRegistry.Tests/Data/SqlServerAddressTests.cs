using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Configuration;
using ModelRegistry.Core;
using ModelRegistry.Web.Hosting;

namespace ModelRegistry.Tests.Data;

/// <summary>How SQL Server is reached, from the connection string that somebody wrote.</summary>
public sealed class SqlServerAddressTests
{
    [Theory]
    [InlineData("Server=sql", "names no database")]
    [InlineData("Server=sql;Database=", "names no database")]
    [InlineData("Server=sql;Database= ", "names no database")]
    [InlineData("Server=sql;Initial Catalog=master", "belongs to the server itself")]
    [InlineData("Server=sql;Database=TempDB", "belongs to the server itself")]
    [InlineData("Server=sql;Databse=Registry", "cannot be read")]
    [InlineData("Server=sql;Database=Registry;Connect Timeout=soon", "cannot be read")]
    [InlineData("", "is empty")]
    public void One_that_would_end_in_the_wrong_database_is_refused_at_start(string connection, string why)
    {
        var refusal = Assert.Throws<StartRefusedException>(() => Read(connection));

        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
        Assert.StartsWith(connection.Length == 0 ? "Database:Provider" : "ConnectionStrings:Registry", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_is_away_is_said_to_be_away_soon_and_asked_again_with_each_call()
    {
        var address = new SqlConnectionStringBuilder(Read("Server=sql;Database=Registry").ConnectionString);

        Assert.Equal(("sql", "Registry"), (address.DataSource, address.InitialCatalog));
        Assert.Equal(PoolBlockingPeriod.NeverBlock, address.PoolBlockingPeriod);
        Assert.InRange(address.ConnectTimeout, 1, 3);
        Assert.InRange(address.ConnectRetryInterval, 1, 1);
    }

    [Fact]
    public void What_somebody_wrote_counts()
    {
        var address = new SqlConnectionStringBuilder(Read("Server=sql;Database=Registry;Connect Timeout=30;ConnectRetryInterval=7").ConnectionString);

        Assert.Equal((30, 7), (address.ConnectTimeout, address.ConnectRetryInterval));
    }

    private static RegistrySettings Read(string connection) => SettingsReader.Read(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Provider"] = "SqlServer",
            ["ConnectionStrings:Registry"] = connection,
        }).Build(), Path.GetTempPath());
}
