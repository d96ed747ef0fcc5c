using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Data;

/// <summary>The database as a whole: brought up to date at start, and asked whether it answers.</summary>
public sealed class RegistryDatabase(IDbContextFactory<RegistryDbContext> contexts, RegistrySettings settings)
{
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

    /// <summary>Whether it can be read now and, where it is a file of this machine, a change could be kept beside it.</summary>
    public async Task<bool> AnswersAsync(CancellationToken ct)
    {
        try
        {
            if (settings.Provider == DatabaseProvider.Sqlite)
            {
                return await ReadsAsync(ct) && DiskFlush.CanKeep(Path.Combine(settings.DataDirectory, $".probe-{Guid.NewGuid():n}"));
            }

            await using var db = await contexts.CreateDbContextAsync(ct);
            return await db.AuditHeads.AnyAsync(ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return false; // why is told to whoever calls for something
        }
    }

    /// <summary>By a connection of its own: those that are kept answer from memory what the disk no longer does.</summary>
    private async Task<bool> ReadsAsync(CancellationToken ct)
    {
        var text = new SqliteConnectionStringBuilder(settings.ConnectionString) { Pooling = false, Mode = SqliteOpenMode.ReadWrite, DefaultTimeout = 1 };
        await using var connection = new SqliteConnection(text.ToString());
        await connection.OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT max(Seq) FROM AuditHead";
        return await command.ExecuteScalarAsync(ct) is long;
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
