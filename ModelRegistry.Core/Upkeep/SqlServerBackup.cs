using Microsoft.Data.SqlClient;

namespace ModelRegistry.Core.Upkeep;

/// <summary>Asks SQL Server for a backup of the database onto its own disk.</summary>
internal static class SqlServerBackup
{
    public static async Task RunAsync(string connectionString, string file, CancellationToken ct)
    {
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = UpkeepSql.BackupDatabase(connection.Database);
        command.CommandTimeout = 0; // as long as it takes
        command.Parameters.AddWithValue("@file", file);
        await command.ExecuteNonQueryAsync(ct);
    }
}
