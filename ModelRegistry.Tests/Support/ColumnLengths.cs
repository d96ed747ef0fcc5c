using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core;
using ModelRegistry.Tests.Data;

namespace ModelRegistry.Tests.Support;

/// <summary>
/// SQLite takes text of any length into any column, SQL Server refuses what is longer than the column. So what every test leaves behind is measured: in
/// UTF-16, as SQL Server counts.
/// </summary>
internal static class ColumnLengths
{
    private static readonly Lazy<IReadOnlyList<(string Table, string Column, int Most)>> Bounded = new(() =>
    {
        using var db = Contexts.SqlServer();
        return [.. from type in db.Model.GetEntityTypes()
                   from property in type.GetProperties()
                   let most = property.GetMaxLength()
                   let store = property.GetRelationalTypeMapping().StoreType
                   where most is not null && store.StartsWith("nvarchar(", StringComparison.Ordinal) && store != "nvarchar(max)"
                   select (type.GetTableName()!, property.GetColumnName(), most.Value)];
    });

    // In bytes first, of which there are never fewer: then hardly a value has to be read.
    private static readonly Lazy<string> Longer = new(() => string.Join("\nUNION ALL\n", Bounded.Value.Select((column, index) => FormattableString.Invariant(
        $"SELECT {index}, [{column.Column}] FROM [{column.Table}] WHERE length(CAST([{column.Column}] AS BLOB)) > {column.Most}"))));

    public static async Task RequireFitAsync(RegistrySettings settings)
    {
        if (settings.Provider == DatabaseProvider.Sqlite && File.Exists(RegistrySettings.SqliteFile(settings.DataDirectory)))
        {
            await using var connection = new SqliteConnection(settings.ConnectionString);
            await connection.OpenAsync();
            Assert.Empty(await TooLongAsync(connection));
        }
    }

    public static async Task<IReadOnlyList<string>> TooLongAsync(SqliteConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Longer.Value;
        await using var rows = await command.ExecuteReaderAsync();
        var found = new List<string>();
        while (await rows.ReadAsync())
        {
            var (table, column, most) = Bounded.Value[rows.GetInt32(0)];
            if (rows.GetString(1) is { } text && text.Length > most)
            {
                found.Add(FormattableString.Invariant($"{table}.{column} holds {text.Length} characters; SQL Server takes {most}: {text[..40]}…"));
            }
        }

        return found;
    }
}
