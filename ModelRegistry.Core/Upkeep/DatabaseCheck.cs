namespace ModelRegistry.Core.Upkeep;

/// <summary>The database as such: whether its file is whole, and rows whose parent is gone.</summary>
internal static class DatabaseCheck
{
    public static async Task RunAsync(CheckScope scope, CancellationToken ct)
    {
        scope.Progress.Step("Checking the database.");
        if (scope.Settings.Provider == DatabaseProvider.SqlServer)
        {
            await foreach (var row in RowsAsync(scope, UpkeepSql.UncheckedKeys, ct))
            {
                scope.Log.Error("key_unchecked",
                    $"The foreign key {row[1]} of {row[0]} is switched off or was not checked again, so that rows may have lost their parents. Run DBCC "
                    + "CHECKCONSTRAINTS.");
            }

            return;
        }

        await foreach (var row in RowsAsync(scope, scope.Quick ? UpkeepSql.QuickCheck : UpkeepSql.IntegrityCheck, ct))
        {
            if (row[0] != "ok")
            {
                scope.Log.Error("database_damaged", row[0], new Place(Path: RegistrySettings.SqliteFile(scope.Settings.DataDirectory)));
            }
        }

        await foreach (var row in RowsAsync(scope, UpkeepSql.OrphanedRows, ct))
        {
            var which = row[1].Length == 0 ? "A row" : $"Row {row[1]}"; // where rows lie by their key, they have no number
            scope.Log.Error("parent_missing", $"{which} of {row[0]} belongs to a row of {row[2]} that is gone.");
        }
    }

    private static async IAsyncEnumerable<string[]> RowsAsync(CheckScope scope, string sql,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = scope.Snapshot.Connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = scope.Snapshot.Transaction;
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            yield return [.. Enumerable.Range(0, reader.FieldCount)
                .Select(column => Convert.ToString(reader.GetValue(column), System.Globalization.CultureInfo.InvariantCulture) ?? "")];
        }
    }
}
