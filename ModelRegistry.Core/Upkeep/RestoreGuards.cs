using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Upkeep;

/// <summary>What must hold of a backup before anything of it is copied.</summary>
internal static class RestoreGuards
{
    private const int MostNamed = 20;

    public static void Require(BackupSummary summary, string folder, RegistrySettings settings, bool acceptMissing)
    {
        RequireOurs(summary, settings);
        RequireFiles(summary, folder, settings);
        if (summary.Lacking.Count > 0 && !acceptMissing)
        {
            throw RegistryException.Conflict("backup_lacks_files",
                $"When this backup was taken, {summary.Lacking.Count} files were damaged or missing and are not in it: "
                + $"{Names(summary.Lacking.Select(blob => $"sha256:{blob.Sha256}"))}. "
                + $"Restore an older backup, or add {RestoreCommand.AcceptMissing} to go on without them.");
        }
    }

    private static void RequireOurs(BackupSummary summary, RegistrySettings settings)
    {
        if (summary.Provider != settings.Provider)
        {
            throw RegistryException.Conflict("backup_of_other_provider",
                $"This backup is of a registry on {summary.Provider}, and Database:Provider is {settings.Provider} here. Set it to {summary.Provider}.");
        }

        if (summary.Migrations.Except(Known(settings.Provider)).LastOrDefault() is { } unknown)
        {
            throw RegistryException.Conflict("backup_newer", $"This backup is of a newer ModelRegistry ({unknown}). Restore it with that version.");
        }
    }

    private static void RequireFiles(BackupSummary summary, string folder, RegistrySettings settings)
    {
        foreach (var file in summary.Files)
        {
            _ = BackupFiles.PlaceOf(folder, file.Path);
        }

        RequireListed(summary, $"{Backup.Keys}/{CheckpointSigner.PrivateFile}");
        RequireListed(summary, Backup.Checkpoints);
        if (settings.Provider == DatabaseProvider.Sqlite)
        {
            RequireListed(summary, Backup.Database);
            RequireAlone(folder);
        }
    }

    public static string Names(IEnumerable<string> names)
    {
        var all = names.ToList();
        return string.Join(", ", all.Take(MostNamed)) + (all.Count > MostNamed ? $" and {all.Count - MostNamed} more" : "");
    }

    private static IEnumerable<string> Known(DatabaseProvider provider)
    {
        using RegistryDbContext db = provider switch
        {
            DatabaseProvider.Sqlite => new SqliteDesignTimeFactory().CreateDbContext([]),
            DatabaseProvider.SqlServer => new SqlServerDesignTimeFactory().CreateDbContext([]),
        };
        return [.. Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.GetMigrations(db.Database)];
    }

    private static void RequireListed(BackupSummary summary, string path)
    {
        if (!summary.Files.Any(file => file.Path == path))
        {
            throw BackupFiles.Broken($"its summary does not list {path}");
        }
    }

    /// <summary>Somebody opened the copy with SQLite since: what lies beside it would be lost, or was never part of it.</summary>
    private static void RequireAlone(string folder)
    {
        var companion = SqliteFile.Companions.Select(end => Backup.Database + end).FirstOrDefault(name => File.Exists(Path.Combine(folder, name)));
        if (companion is not null)
        {
            throw BackupFiles.Broken($"{companion} lies beside its database, which no backup has");
        }
    }
}
