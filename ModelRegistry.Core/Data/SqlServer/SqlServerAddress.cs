using Microsoft.Data.SqlClient;

namespace ModelRegistry.Core.Data.SqlServer;

/// <summary>
/// How the registry reaches its SQL Server. A server that is away is said to be away within seconds, and asked again with the next call; where the
/// connection string says otherwise, that counts.
/// </summary>
internal static class SqlServerAddress
{
    private const int ConnectSeconds = 3;

    private static readonly string[] OfTheServer = ["master", "model", "msdb", "tempdb"];

    /// <summary>Why this connection string cannot be used, as a sentence; null when it can.</summary>
    public static string? Refusal(string connectionString)
    {
        SqlConnectionStringBuilder address;
        try
        {
            address = new SqlConnectionStringBuilder(connectionString);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            return $"ConnectionStrings:Registry cannot be read: {e.Message.TrimEnd('.')}.";
        }

        if (address.InitialCatalog.Trim() is { Length: 0 } && address.AttachDBFilename.Length == 0)
        {
            return "ConnectionStrings:Registry names no database, so that the tables would be made in the login's default one, often master. "
                + "Add Database=… with the name of an empty database.";
        }

        return OfTheServer.Contains(address.InitialCatalog.Trim(), StringComparer.OrdinalIgnoreCase)
            ? $"ConnectionStrings:Registry names '{address.InitialCatalog}', which belongs to the server itself. Make a database for the registry and name it."
            : null;
    }

    /// <summary>The same address with what the registry needs; <see cref="Refusal"/> has been asked.</summary>
    public static string Complete(string connectionString)
    {
        // After a failed login the pool would refuse everybody for up to a minute, also when the server is long back.
        var address = new SqlConnectionStringBuilder(connectionString) { PoolBlockingPeriod = PoolBlockingPeriod.NeverBlock };
        if (!address.ShouldSerialize("Connect Timeout"))
        {
            address.ConnectTimeout = ConnectSeconds;
        }

        if (!address.ShouldSerialize("Connect Retry Interval"))
        {
            address.ConnectRetryInterval = 1; // the default of ten seconds is waited inside of one attempt
        }

        return address.ToString();
    }
}
