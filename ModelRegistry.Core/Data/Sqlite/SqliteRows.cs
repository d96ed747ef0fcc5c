using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ModelRegistry.Core.Data.Sqlite;

/// <summary>
/// Writes many rows into SQLite by one prepared statement of one row. SQLite finds each parameter by looking through the names of all, so that a
/// statement of many rows costs the square of their number; and what changes one row needs no journal of its own to be undone alone.
/// </summary>
internal static class SqliteRows
{
    /// <summary>Runs the statement for each row, its parameters being the row's values in their order.</summary>
    /// <param name="connection">Open, with the transaction under way.</param>
    /// <param name="text">A change of at most one row.</param>
    /// <param name="rows">Whole numbers, doubles, texts, flags and nulls.</param>
    /// <param name="changed">Called with each row that changed something.</param>
    /// <exception cref="SqliteException">What the database refuses; what was written before it is the transaction's to undo.</exception>
    public static void Write(SqliteConnection connection, string text, IReadOnlyList<object?[]> rows, Action<object?[]>? changed)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(database, text, out var statement), database);
        using (statement)
        {
            foreach (var row in rows)
            {
                for (var column = 0; column < row.Length; column++)
                {
                    Check(Bind(statement, column + 1, row[column]), database);
                }

                var done = raw.sqlite3_step(statement);
                Check(done == raw.SQLITE_DONE ? raw.SQLITE_OK : done, database);
                if (changed is not null && raw.sqlite3_changes(database) > 0)
                {
                    changed(row);
                }

                raw.sqlite3_reset(statement);
            }
        }
    }

    private static int Bind(sqlite3_stmt statement, int at, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(statement, at),
        string text => raw.sqlite3_bind_text(statement, at, text),
        long number => raw.sqlite3_bind_int64(statement, at, number),
        int number => raw.sqlite3_bind_int(statement, at, number),
        byte number => raw.sqlite3_bind_int(statement, at, number),
        bool flag => raw.sqlite3_bind_int(statement, at, flag ? 1 : 0),
        double number => raw.sqlite3_bind_double(statement, at, number),
        _ => throw new NotSupportedException($"A value of type {value.GetType().Name}."),
    };

    private static void Check(int result, sqlite3 database)
    {
        if (result != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(result, database);
        }
    }
}
