using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using ModelRegistry.Core.Data.Sqlite;

namespace ModelRegistry.Core.Data;

/// <summary>
/// Writes many rows beside the change tracker, inside the transaction that is under way. On SQLite one statement is prepared for all of them; to SQL
/// Server they go many in a statement of a few fixed sizes, whose plans it keeps. (Its bulk copy cannot leave out rows that are there: it would need a
/// table between, and more round trips than the at most six statements of a call.)
/// </summary>
internal static class BulkRows
{
    private const int MostParameters = 2_000; // SQL Server takes 2 100

    private static readonly int[] Sizes = [256, 64, 16, 4, 1];

    /// <summary>Adds the rows whose key is not there yet; calls back with the number in <paramref name="told"/> of each that was added.</summary>
    public static Task AddNewAsync(this RegistryDbContext db, BulkTable table, IReadOnlyList<object?[]> rows, string? told, Action<long>? added,
        CancellationToken ct)
    {
        if (db.LocksRows)
        {
            return EachPartAsync(db, table, rows, count => AddToSqlServer(table, count, told), added, ct);
        }

        var place = table.Columns.TakeWhile(column => column.Name != told).Count();
        SqliteRows.Write(Sqlite(db), $"INSERT INTO {Target(table)} VALUES {Values(table, 1)} ON CONFLICT DO NOTHING", rows,
            added is null ? null : row => added(Convert.ToInt64(row[place], CultureInfo.InvariantCulture)));
        return Task.CompletedTask;
    }

    /// <summary>Adds rows, or replaces those that have the same key.</summary>
    public static Task ReplaceAsync(this RegistryDbContext db, BulkTable table, IReadOnlyList<object?[]> rows, CancellationToken ct)
    {
        if (db.LocksRows)
        {
            return EachPartAsync(db, table, rows, count => ReplaceInSqlServer(table, count), null, ct);
        }

        SqliteRows.Write(Sqlite(db), $"INSERT OR REPLACE INTO {Target(table)} VALUES {Values(table, 1)}", rows, null);
        return Task.CompletedTask;
    }

    private static SqliteConnection Sqlite(RegistryDbContext db) => (SqliteConnection)db.Database.GetDbConnection();

    private static string Target(BulkTable table) => $"[{table.Name}] ({Names(table.Columns)})";

    private static async Task EachPartAsync(RegistryDbContext db, BulkTable table, IReadOnlyList<object?[]> rows, Func<int, string> statement,
        Action<long>? told, CancellationToken ct)
    {
        for (var at = 0; at < rows.Count;)
        {
            var size = Sizes.First(size => size <= rows.Count - at && size * table.Columns.Count <= MostParameters);
            await using var command = Make(db, table, size, statement(size));
            for (; rows.Count - at >= size; at += size)
            {
                Fill(command, table, rows, at, size);
                await RunAsync(command, told, ct);
            }
        }
    }

    private static async Task RunAsync(DbCommand command, Action<long>? told, CancellationToken ct)
    {
        if (told is null)
        {
            await command.ExecuteNonQueryAsync(ct);
            return;
        }

        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            told(reader.GetInt32(0));
        }
    }

    private static void Fill(DbCommand command, BulkTable table, IReadOnlyList<object?[]> rows, int at, int size)
    {
        var parameter = 0;
        for (var row = at; row < at + size; row++)
        {
            for (var column = 0; column < table.Columns.Count; column++)
            {
                command.Parameters[parameter++].Value = rows[row][column] ?? DBNull.Value;
            }
        }
    }

    private static DbCommand Make(RegistryDbContext db, BulkTable table, int size, string text)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = text;
        for (var row = 0; row < size; row++)
        {
            foreach (var column in table.Columns)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = $"@p{command.Parameters.Count}";
                parameter.DbType = column.Type;
                command.Parameters.Add(parameter);
            }
        }

        return command;
    }

    private static string AddToSqlServer(BulkTable table, int count, string? told) =>
        $"""
        INSERT INTO {Target(table)}{(told is null ? "" : $" OUTPUT INSERTED.[{told}]")}
        SELECT {Names(table.Columns, "new.")} FROM (VALUES {Values(table, count)}) AS new ({Names(table.Columns)})
        WHERE NOT EXISTS (SELECT 1 FROM [{table.Name}] AS old WHERE {Same(table)});
        """;

    private static string ReplaceInSqlServer(BulkTable table, int count) =>
        $"""
        UPDATE old SET {string.Join(", ", table.Others.Select(column => $"[{column.Name}] = new.[{column.Name}]"))}
        FROM [{table.Name}] AS old INNER JOIN (VALUES {Values(table, count)}) AS new ({Names(table.Columns)}) ON {Same(table)};
        {AddToSqlServer(table, count, null)}
        """;

    private static string Same(BulkTable table) => string.Join(" AND ", table.Key.Select(column => $"old.[{column.Name}] = new.[{column.Name}]"));

    private static string Names(IReadOnlyList<BulkColumn> columns, string prefix = "") =>
        string.Join(", ", columns.Select(column => $"{prefix}[{column.Name}]"));

    private static string Values(BulkTable table, int count)
    {
        var text = new StringBuilder();
        for (var row = 0; row < count; row++)
        {
            text.Append(row == 0 ? "(" : ", (")
                .AppendJoin(", ", Enumerable.Range(row * table.Columns.Count, table.Columns.Count).Select(number => $"@p{number}")).Append(')');
        }

        return text.ToString();
    }
}
