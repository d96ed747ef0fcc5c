using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Upkeep;

/// <summary>
/// Restores one backup. All of it is made in a folder of its own inside Data:Directory and moved into place when it is whole, the
/// database last: an interrupted restore is no registry.
/// </summary>
internal sealed class Restore(RegistrySettings settings, string folder, BackupSummary summary, UpkeepConsole console)
{
    private readonly CheckProgress _progress = new(console.Error);

    private readonly string _staging = Path.Combine(settings.DataDirectory, $".restore-{Guid.NewGuid():n}");

    private RegistrySettings Staged =>
        settings.Provider == DatabaseProvider.Sqlite ? RegistrySettings.Sqlite(_staging) : settings with { DataDirectory = _staging };

    /// <summary>What there is to know about it, as a sentence; empty when there is nothing.</summary>
    public async Task<string> RunAsync(CancellationToken ct)
    {
        RegistryDatabase.CreateOwned(settings.DataDirectory);
        RegistryDatabase.CreateOwned(_staging);
        try
        {
            await CopyListedAsync(ct);
            var difference = await PrepareDatabaseAsync(ct);
            await CopyBlobsAsync(ct);
            await RecordAsync(ct);
            MoveIntoPlace();
            return difference;
        }
        finally
        {
            if (Directory.Exists(_staging))
            {
                Directory.Delete(_staging, recursive: true);
            }
        }
    }

    private async Task CopyListedAsync(CancellationToken ct)
    {
        _progress.Step("Copying database and keys.");
        foreach (var file in summary.Files)
        {
            await BackupFiles.RequireAsync(folder, file, ct);
            await BackupFiles.CopyAsync(BackupFiles.PlaceOf(folder, file.Path), _staging, file.Path, ct);
        }
    }

    private async Task<string> PrepareDatabaseAsync(CancellationToken ct)
    {
        _progress.Step("Checking the database.");
        if (settings.Provider == DatabaseProvider.Sqlite)
        {
            var file = RegistrySettings.SqliteFile(_staging);
            await using (var copy = new SqliteConnection(
                new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString()))
            {
                await copy.OpenAsync(ct);
                await SqliteFile.RequireWholeAsync(copy, transaction: null, ct);
            }

            await SqliteFile.LogAheadAsync(file, ct);
        }

        await using (var services = Services())
        {
            await services.GetRequiredService<RegistryDatabase>().MigrateAsync(ct);
        }

        await using var database = await ReadSnapshot.OpenPresentAsync(Staged, ct);
        return await RequireHeadAsync(database.Db, ct);
    }

    /// <summary>
    /// The database must be the one of this backup: it holds the event with which the backup's trail ended. On SQL Server it may hold later ones.
    /// </summary>
    private async Task<string> RequireHeadAsync(RegistryDbContext db, CancellationToken ct)
    {
        var head = await db.AuditHeads.SingleAsync(ct);
        var holds = summary.Head.Seq == 0 || await db.AuditEvents.AnyAsync(audit => audit.Seq == summary.Head.Seq && audit.Hash == summary.Head.Hash, ct);
        var extra = head.Seq - summary.Head.Seq;
        if (!holds || (extra > 0 && settings.Provider == DatabaseProvider.Sqlite))
        {
            throw RegistryException.Conflict("backup_of_other_database",
                $"The database is not the one of this backup: its audit trail ends with event {head.Seq}, and "
                + $"{(holds ? "the backup's" : "it does not hold the event with which the backup's ends, which")} is event {summary.Head.Seq} "
                + $"({summary.Head.Hash}). "
                + "Restore the database and the files of one and the same backup.");
        }

        return extra == 0 ? "" : $"The database holds {extra} later events: files that came with them are not in this backup.";
    }

    private async Task CopyBlobsAsync(CancellationToken ct)
    {
        _progress.Step("Copying files.");
        var (source, target) = (new StoreLayout(Path.Combine(folder, Backup.Artifacts), create: false),
            new ArtifactStore(Staged.ArtifactDirectory, console.Time));
        var accepted = summary.Lacking.Select(blob => blob.Sha256).ToHashSet(StringComparer.Ordinal);
        var problems = new ConcurrentBag<string>();
        var bytes = 0L;
        await using var database = await ReadSnapshot.OpenPresentAsync(Staged, ct);
        await foreach (var batch in database.Db.ReferencedBlobsAsync(ct))
        {
            await Parallel.ForEachAsync(batch.Where(blob => !accepted.Contains(blob.Sha256)), ct, async (blob, token) =>
            {
                if (await BlobCopy.CopyAsync(source, target, blob, token) is { } problem)
                {
                    problems.Add($"sha256:{blob.Sha256} {problem}");
                }

                Interlocked.Add(ref bytes, blob.Size);
                _progress.Tick(() => $"  {Interlocked.Read(ref bytes) >> 20} MiB");
            });
        }

        // On SQL Server the database may be later than the files: what came with later events is told by the verification.
        if (!problems.IsEmpty && settings.Provider == DatabaseProvider.Sqlite)
        {
            throw BackupFiles.Broken(RestoreGuards.Names(problems.Order(StringComparer.Ordinal)));
        }
    }

    /// <summary>The chain goes on with the restore itself, under a checkpoint of its own; who was signed in must sign in again.</summary>
    private async Task RecordAsync(CancellationToken ct)
    {
        _progress.Step("Recording the restore.");
        await using var services = Services();
        await services.GetRequiredService<RegistryStore>().WriteAsync(Actor.System, async transaction =>
        {
            var ended = await Sessions.EndAsync(transaction, transaction.Db.UserSessions.Where(session => session.EndedAt == null), ct);
            transaction.Record(new RegistryRestored(new(summary.CreatedAt, summary.Head.Seq, summary.Head.Hash, ended, summary.Lacking.Count)));
        }, ct);
    }

    private void MoveIntoPlace()
    {
        if (settings.Provider == DatabaseProvider.Sqlite)
        {
            SqliteConnection.ClearPool(new SqliteConnection(Staged.ConnectionString));
        }

        foreach (var entry in Directory.EnumerateFileSystemEntries(_staging).OrderBy(entry => Path.GetFileName(entry) == Backup.Database).ToList())
        {
            Directory.Move(entry, Path.Combine(settings.DataDirectory, Path.GetFileName(entry)));
        }

        DiskFlush.Folder(settings.DataDirectory);
    }

    private ServiceProvider Services() => new ServiceCollection().AddLogging().AddSingleton(console.Time).AddRegistry(Staged).BuildServiceProvider();
}
