using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Models;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Data;

/// <summary>That the measure at the end of every test sees what it is there for.</summary>
public sealed class ColumnLengthTests
{
    [SqliteFact("SQL Server refuses such a row itself.")]
    public async Task A_text_that_sql_server_would_refuse_is_named_with_its_column()
    {
        await using var registry = await TestRegistry.StartAsync();
        var scientist = await registry.PersonAsync("scientist", Roles.DataScientist);
        await registry.AModelAsync(scientist);
        await using var db = registry.OpenDatabase();
        await db.Database.OpenConnectionAsync();
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        var fits = string.Concat(Enumerable.Repeat("\U0001F642", ModelName.MaxLength / 2));

        await db.Models.ExecuteUpdateAsync(set => set.SetProperty(model => model.Name, fits));
        Assert.Empty(await ColumnLengths.TooLongAsync(connection));
        await db.Models.ExecuteUpdateAsync(set => set.SetProperty(model => model.Name, fits + "a"));
        Assert.StartsWith("Models.Name holds 201 characters", Assert.Single(await ColumnLengths.TooLongAsync(connection)), StringComparison.Ordinal);

        await db.Models.ExecuteUpdateAsync(set => set.SetProperty(model => model.Name, "fraud"));
    }
}
