using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Upkeep;

/// <summary>
/// <c>backup DIR [--database-file PATH]</c>: database, files, keys and checkpoints of an installation into a new folder, while the
/// server runs. It only reads, so that the one writer stays the only one: it leaves no audit event. Exit code 0: whole. 1: taken, but
/// files that were damaged or missing are not in it. 2: not taken.
/// </summary>
public static class BackupCommand
{
    internal const string DatabaseFile = "--database-file";

    public static Task<int> RunAsync(RegistrySettings settings, string directory, string? databaseFile, UpkeepConsole console, CancellationToken ct) =>
        console.GuardAsync(async () =>
        {
            var folder = Path.GetFullPath(directory);
            RequireOutside(settings, folder);
            RequireDatabaseFile(settings, databaseFile);
            RequireNewOrEmpty(folder);
            var backup = new Backup(settings, folder, databaseFile, new CheckProgress(console.Error));
            var summary = await backup.TakeAsync(console.Time.Now(), ct);
            await TellAsync(summary, folder, console);
            return summary.Lacking.Count == 0 ? UpkeepConsole.Clean : UpkeepConsole.Findings;
        });

    private static async Task TellAsync(BackupSummary summary, string folder, UpkeepConsole console)
    {
        foreach (var blob in summary.Lacking)
        {
            await console.Output.WriteLineAsync($"Not in the backup: sha256:{blob.Sha256} ({blob.Size} bytes) {blob.Problem}.");
        }

        await console.Output.WriteLineAsync(
            $"Backed up to {folder}: {summary.Counts["blobs"]} files with {summary.Counts["bytes"]} bytes, audit trail up to event {summary.Head.Seq}."
            + (summary.Lacking.Count == 0 ? "" : $" {summary.Lacking.Count} files that should be there are damaged or missing: run verify --all."));
    }

    /// <summary>In the folder that is backed up, a backup would be lost with it.</summary>
    private static void RequireOutside(RegistrySettings settings, string folder)
    {
        var data = Path.TrimEndingDirectorySeparator(Path.GetFullPath(settings.DataDirectory));
        if (folder == data || folder.StartsWith(data + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw RegistryException.Invalid("DIR", "backup_inside",
                $"{folder} is inside Data:Directory, with which it would be lost. Name a folder elsewhere, best on another disk.");
        }
    }

    private static void RequireDatabaseFile(RegistrySettings settings, string? databaseFile)
    {
        if (settings.Provider == DatabaseProvider.SqlServer && string.IsNullOrEmpty(databaseFile))
        {
            throw RegistryException.Invalid(DatabaseFile, "database_file_needed",
                $"SQL Server writes its backups to its own disk. Add {DatabaseFile} with a path as SQL Server sees it, such as D:\\Backup\\registry.bak; "
                    + "its service needs the right to write there, and the login the role db_backupoperator.");
        }

        if (settings.Provider == DatabaseProvider.Sqlite && databaseFile is not null)
        {
            throw RegistryException.Invalid(DatabaseFile, "database_file_unused",
                $"{DatabaseFile} is for SQL Server only. SQLite's database goes into the folder of the backup.");
        }
    }

    private static void RequireNewOrEmpty(string folder)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw RegistryException.Conflict("backup_folder_used", $"{folder} is not empty. Each backup has a folder of its own; name a new or an empty one.");
        }

        RegistryDatabase.CreateOwned(folder);
    }
}
