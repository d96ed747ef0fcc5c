using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace ModelRegistry.Core.Upkeep;

/// <summary>What must be done to a SQLite database as a file.</summary>
internal static class SqliteFile
{
    /// <summary>Files that SQLite keeps beside a database: left over from another one, they would be read as part of this one.</summary>
    public static readonly string[] Companions = ["-wal", "-shm", "-journal"];

    /// <summary>Refuses a copy that is damaged.</summary>
    public static async Task RequireWholeAsync(DbConnection connection, DbTransaction? transaction, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (UpkeepSql.IntegrityCheck, transaction);
        var found = await command.ExecuteScalarAsync(ct) as string;
        if (found != "ok")
        {
            throw BackupFiles.Broken($"its database is damaged ({found})");
        }
    }

    /// <summary>A copy is made without the write-ahead log, under which readers do not wait for the writer.</summary>
    public static async Task LogAheadAsync(string file, CancellationToken ct)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        await connection.OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL";
        await command.ExecuteNonQueryAsync(ct);
    }
}
