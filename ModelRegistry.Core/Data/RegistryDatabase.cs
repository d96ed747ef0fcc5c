using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Data;

/// <summary>The database as a whole: brought up to date at start, and asked whether it answers.</summary>
public sealed class RegistryDatabase(IDbContextFactory<RegistryDbContext> contexts, RegistrySettings settings)
{
    private const string SnapshotReads = "SELECT is_read_committed_snapshot_on FROM sys.databases WHERE database_id = DB_ID()";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>Creates or updates the schema, under EF's migration lock; returns the names of the migrations that were applied.</summary>
    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken ct)
    {
        if (settings.Provider == DatabaseProvider.Sqlite)
        {
            CreateOwned(settings.DataDirectory);
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        var pending = (await db.Database.GetPendingMigrationsAsync(ct)).ToList();
        if (pending.Count > 0)
        {
            await db.Database.MigrateAsync(ct);
        }

        return pending;
    }

    /// <summary>Migrations of a newer program in this database: then this program must not touch it.</summary>
    public async Task<IReadOnlyList<string>> UnknownMigrationsAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Database.CanConnectAsync(ct)
            ? [.. (await db.Database.GetAppliedMigrationsAsync(ct)).Except(db.Database.GetMigrations())]
            : [];
    }

    /// <summary>Soon, whatever is the matter: who asks does so every few seconds and sends callers elsewhere meanwhile.</summary>
    public async Task<bool> AnswersAsync(CancellationToken ct)
    {
        if (settings.Provider == DatabaseProvider.Sqlite)
        {
            return await KeepsAsync(ct);
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            await db.Database.OpenConnectionAsync(patience.Token);
            await db.Database.ExecuteSqlRawAsync("SELECT 1", patience.Token);
            return true;
        }
        catch (Exception e) when (DatabaseErrors.IsUnavailable(e) || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return false;
        }
    }

    /// <summary>What an administrator of the database should know at start, as a sentence; null when there is nothing.</summary>
    public async Task<string?> AdviceAsync(CancellationToken ct)
    {
        if (settings.Provider == DatabaseProvider.Sqlite)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        var snapshots = await db.Database.SqlQueryRaw<bool>(SnapshotReads).ToListAsync(ct);
        return snapshots is [true] ? null : "READ_COMMITTED_SNAPSHOT is off in this database, so that lists and pages wait for changes that are under way. "
            + "ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON turns it on while nobody is connected.";
    }

    /// <summary>
    /// Whether the file can be read, and a change could be kept beside it. By a connection of its own: those that are kept answer from memory what the
    /// disk no longer does.
    /// </summary>
    private async Task<bool> KeepsAsync(CancellationToken ct)
    {
        var text = new SqliteConnectionStringBuilder(settings.ConnectionString) { Pooling = false, Mode = SqliteOpenMode.ReadWrite, DefaultTimeout = 1 };
        try
        {
            await using var connection = new SqliteConnection(text.ToString());
            await connection.OpenAsync(ct);
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT max(Seq) FROM AuditHead";
            return await command.ExecuteScalarAsync(ct) is long && DiskFlush.CanKeep(Path.Combine(settings.DataDirectory, $".probe-{Guid.NewGuid():n}"));
        }
        catch (SqliteException)
        {
            return false; // why is told to whoever calls for something
        }
    }

    internal static void CreateOwned(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
