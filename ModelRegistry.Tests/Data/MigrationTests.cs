using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Data.Sqlite;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Data;

public sealed class MigrationTests
{
    [Theory]
    [InlineData("Sqlite")]
    [InlineData("SqlServer")]
    public void Model_has_no_change_that_no_migration_makes(string provider)
    {
        using var db = Contexts.Of(provider);

        Assert.False(db.Database.HasPendingModelChanges(), "The model changed. Run ModelRegistry.Core/Data/add-migration.sh NAME.");
    }

    [Fact]
    public void Both_databases_have_the_same_migrations()
    {
        using var sqlite = Contexts.Sqlite();
        using var sqlServer = Contexts.SqlServer();

        Assert.Equal(Names(sqlite), Names(sqlServer));

        static IEnumerable<string> Names(DbContext db) => db.Database.GetMigrations().Select(id => id.Split('_', 2)[1]);
    }

    [SqliteFact("it looks into that database's own tables.")]
    public async Task Sqlite_migrations_create_every_table_and_index_the_triggers_and_the_roles()
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var db = registry.OpenDatabase();
        var entities = db.Model.GetEntityTypes().Where(type => type.GetTableName() is not null).ToList();

        var present = await db.Database.SqlQuery<string>($"SELECT type || ' ' || name AS Value FROM sqlite_master").ToListAsync();

        Assert.Empty(entities.Select(type => $"table {type.GetTableName()}").Except(present));
        Assert.Empty(entities.SelectMany(type => type.GetIndexes()).Select(index => $"index {index.GetDatabaseName()}").Except(present));
        Assert.Contains("trigger AuditEvents_AppendOnly_Update", present);
        Assert.Contains("trigger AuditEvents_AppendOnly_Delete", present);
        Assert.Equal(Roles.All.Order(), (await db.Roles.Select(role => role.Name!).ToListAsync()).Order());
        Assert.Equal(0, (await db.AuditHeads.SingleAsync()).Seq);
    }

    [Fact]
    public void Sqlite_migrations_hold_nothing_that_cannot_run_in_a_transaction()
    {
        using var db = Contexts.Sqlite();

        Assert.DoesNotContain("PRAGMA", db.GetService<IMigrator>().GenerateScript(), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Those, and no others; also after a later migration made one of them anew.</summary>
    [SqliteFact("it looks into that database's own tables.")]
    public async Task Small_rows_lie_by_their_key_on_sqlite()
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var db = registry.OpenDatabase();

        var keyed = await db.Database.SqlQuery<string>($"SELECT name AS Value FROM sqlite_master WHERE sql LIKE '%WITHOUT ROWID%'").ToListAsync();

        Assert.Equal(KeyedTables.Names.Order(StringComparer.Ordinal), keyed.Order(StringComparer.Ordinal));
    }

    /// <summary>An installation of before knew only what is restricted: after an upgrade nobody sees more of it.</summary>
    [SqliteFact("it writes rows as an earlier version had them.")]
    public async Task What_was_restricted_before_there_were_collections_is_closed_after()
    {
        await using var db = Contexts.Sqlite();
        await db.Database.OpenConnectionAsync();
        var migrator = db.GetService<IMigrator>();
        await migrator.MigrateAsync("RunLink");
        await db.Database.ExecuteSqlRawAsync("PRAGMA foreign_keys = 0");
        var columns = await db.Database.SqlQuery<string>(
            $"""
            SELECT name || ':' || CASE WHEN name = 'Restricted' THEN '1' WHEN type = 'TEXT' THEN '''x''' ELSE '0' END AS Value
            FROM pragma_table_info('Models') WHERE "notnull" = 1
            """).ToListAsync();
        var pairs = columns.Select(column => column.Split(':', 2)).ToList();
        var insert = "INSERT INTO Models (" + string.Join(", ", pairs.Select(pair => pair[0])) + ") VALUES ("
            + string.Join(", ", pairs.Select(pair => pair[1])) + ")";
        await db.Database.ExecuteSqlRawAsync(insert);
        await db.Database.ExecuteSqlRawAsync("UPDATE Experiments SET Restricted = 1 WHERE Id = 0");

        await migrator.MigrateAsync();

        Assert.Equal([1], await db.Database.SqlQuery<int>($"SELECT Closed AS Value FROM Models").ToListAsync());
        Assert.Equal([1], await db.Database.SqlQuery<int>($"SELECT Closed AS Value FROM Experiments").ToListAsync());
    }

    [Fact]
    public async Task Migrating_again_changes_nothing()
    {
        await using var registry = await TestRegistry.StartAsync();

        Assert.Empty(await registry.Get<Core.Data.RegistryDatabase>().MigrateAsync(default));
    }
}
