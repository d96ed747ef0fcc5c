using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Data;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Data;

/// <summary>The switches of SQLite by which an acknowledged change survives a power cut, as they are on every connection that the registry uses.</summary>
public sealed class SqliteDurabilityTests
{
    private const long Full = 2;

    [Fact]
    public async Task Every_connection_syncs_each_commit_and_keeps_a_journal_beside_the_file()
    {
        await using var registry = await TestRegistry.StartAsync();
        await registry.AModelAsync(await registry.PersonAsync("scientist", Roles.DataScientist));

        await using (var db = registry.OpenDatabase())
        {
            Assert.Equal([Full, "wal", 5_000L],
                new[] { await ReadAsync(db, "synchronous"), await ReadAsync(db, "journal_mode"), await ReadAsync(db, "busy_timeout") });
        }

        var inChange = await registry.Get<RegistryStore>().WriteAsync(Actor.System, async transaction =>
        {
            transaction.AllowUnaudited();
            return await ReadAsync(transaction.Db, "synchronous");
        }, default);
        Assert.Equal(Full, inChange);
    }

    [Fact]
    public async Task A_connection_that_is_used_again_keeps_them()
    {
        await using var registry = await TestRegistry.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            await using var db = registry.OpenDatabase();
            Assert.Equal(Full, await ReadAsync(db, "synchronous"));
        }
    }

    [Fact]
    public async Task The_main_file_is_read_where_the_system_keeps_it()
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var db = registry.OpenDatabase();

        Assert.Equal(0x7FFF0000L, await ReadAsync(db, "mmap_size"));
    }

    private static async Task<object> ReadAsync(RegistryDbContext db, string pragma)
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = $"PRAGMA {pragma}";
        return (await command.ExecuteScalarAsync())!;
    }
}
