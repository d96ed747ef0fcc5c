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
            await using var db = await contexts.CreateDbContextAsync(ct);
            return await db.AuditHeads.AnyAsync(ct)
                && (settings.Provider != DatabaseProvider.Sqlite || DiskFlush.CanKeep(Path.Combine(settings.DataDirectory, $".probe-{Guid.NewGuid():n}")));
        }
        catch (Exception e) when (e is not OperationCanceledException)
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
