using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ModelRegistry.Tests.Data;

/// <summary>Asks SQLite itself how it would run a statement, and how many steps of its machine the run takes: a cost that no clock disturbs.</summary>
internal static class SqliteStatement
{
    public static IReadOnlyList<string> Plan(SqliteConnection connection, SentStatement sent)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + sent.Text;
        foreach (var (name, value) in sent.Parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        using var reader = command.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read())
        {
            lines.Add(reader.GetString(3));
        }

        return lines;
    }

    public static int Steps(SqliteConnection connection, SentStatement sent)
    {
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_prepare_v2(connection.Handle, sent.Text, out var statement));
        using (statement)
        {
            foreach (var (name, value) in sent.Parameters)
            {
                Bind(statement, raw.sqlite3_bind_parameter_index(statement, name), value);
            }

            while (raw.sqlite3_step(statement) == raw.SQLITE_ROW)
            {
            }

            return raw.sqlite3_stmt_status(statement, raw.SQLITE_STMTSTATUS_VM_STEP, 0);
        }
    }

    private static void Bind(sqlite3_stmt statement, int index, object? value) => Assert.Equal(raw.SQLITE_OK, value switch
    {
        null or DBNull => raw.sqlite3_bind_null(statement, index),
        string text => raw.sqlite3_bind_text(statement, index, text),
        Guid id => raw.sqlite3_bind_text(statement, index, id.ToString().ToUpperInvariant()),
        long number => raw.sqlite3_bind_int64(statement, index, number),
        int number => raw.sqlite3_bind_int64(statement, index, number),
        bool flag => raw.sqlite3_bind_int64(statement, index, flag ? 1 : 0),
        _ => throw new NotSupportedException($"A parameter of type {value.GetType()}."),
    });
}
