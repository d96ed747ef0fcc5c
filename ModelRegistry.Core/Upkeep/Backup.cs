using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Upkeep;

/// <summary>
/// Takes one backup. The database comes first, as one moment; then the files that this moment lists, each hashed while it is copied;
/// then keys and the checkpoints of this moment; last the summary. What was acknowledged before it began is in it.
/// </summary>
internal sealed class Backup(RegistrySettings settings, string folder, string? databaseFile, CheckProgress progress)
{
    public const string Artifacts = "artifacts";
    public const string Keys = "keys";
    public const string Checkpoints = "audit-checkpoints.jsonl";
    public const string Database = "registry.db";

    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal) { ["blobs"] = 0, ["bytes"] = 0 };
    private readonly List<BackedUpFile> _files = [];
    private readonly ConcurrentBag<LackingBlob> _lacking = [];

    public async Task<BackupSummary> TakeAsync(DateTimeOffset now, CancellationToken ct)
    {
        var copied = settings with { DataDirectory = folder };
        var (head, migrations) = await CopyDatabaseAsync(ct);
        await using (var database = await ReadSnapshot.OpenPresentAsync(settings.Provider == DatabaseProvider.Sqlite ? copied : settings, ct))
        {
            await CopyBlobsAsync(database.Db, copied.ArtifactDirectory, ct);
        }

        await CopyKeysAsync(ct);
        await CopyCheckpointsAsync(head, ct);
        var summary = new BackupSummary(BackupSummary.PresentFormat, now, settings.Provider, migrations, head, _counts,
            [.. _files.OrderBy(file => file.Path, StringComparer.Ordinal)], [.. _lacking.OrderBy(blob => blob.Sha256, StringComparer.Ordinal)]);
        await PublishAsync(summary, ct);
        return summary;
    }

    private async Task<(BackedUpHead Head, IReadOnlyList<string> Migrations)> CopyDatabaseAsync(CancellationToken ct)
    {
        progress.Step("Copying the database.");
        if (settings.Provider == DatabaseProvider.SqlServer)
        {
            // Read before the copy is made: the copy holds this event and perhaps a few more.
            await using var before = await ReadSnapshot.OpenAsync(settings, ct);
            var state = await ReadAsync(before.Db, ct);
            await SqlServerBackup.RunAsync(settings.ConnectionString, databaseFile!, ct);
            return state;
        }

        await using (var source = await ReadSnapshot.OpenPresentAsync(settings, ct))
        {
            await using var command = source.Connection.CreateCommand();
            command.CommandText = UpkeepSql.CopyInto;
            command.Parameters.Add(new SqliteParameter("$file", Path.Combine(folder, Database)));
            await command.ExecuteNonQueryAsync(ct);
        }

        _files.Add(await BackupFiles.SealAsync(folder, Database, ct));
        await using var copy = await ReadSnapshot.OpenAsync(settings with { DataDirectory = folder }, ct);
        await SqliteFile.RequireWholeAsync(copy.Connection, copy.Transaction, ct);
        return await ReadAsync(copy.Db, ct);
    }

    private static async Task<(BackedUpHead, IReadOnlyList<string>)> ReadAsync(RegistryDbContext db, CancellationToken ct)
    {
        var head = await db.AuditHeads.SingleAsync(ct);
        return (new BackedUpHead(head.Seq, head.Hash), [.. await db.Database.GetAppliedMigrationsAsync(ct)]);
    }

    private async Task CopyBlobsAsync(RegistryDbContext db, string to, CancellationToken ct)
    {
        progress.Step("Copying files.");
        var (source, target) = (new StoreLayout(settings.ArtifactDirectory, create: false), new ArtifactStore(to, TimeProvider.System));
        var bytes = 0L;
        await foreach (var batch in db.ReferencedBlobsAsync(ct))
        {
            await Parallel.ForEachAsync(batch, ct, async (blob, token) =>
            {
                if (await BlobCopy.CopyAsync(source, target, blob, token) is { } problem)
                {
                    _lacking.Add(new LackingBlob(blob.Sha256, blob.Size, problem));
                    return;
                }

                Interlocked.Add(ref bytes, blob.Size);
                progress.Tick(() => $"  {Interlocked.Read(ref bytes) >> 20} MiB");
            });
            _counts["blobs"] += batch.Count;
        }

        (_counts["blobs"], _counts["bytes"]) = (_counts["blobs"] - _lacking.Count, bytes);
    }

    private async Task CopyKeysAsync(CancellationToken ct)
    {
        if (!Directory.Exists(settings.KeyDirectory))
        {
            throw RegistryException.Conflict("keys_missing",
                $"The folder of keys is gone: {settings.KeyDirectory}. A registry restored from this could not continue its audit trail. Find the keys first.");
        }

        // A name that begins with a dot is a key on its way to its own name; the last checkpoint may be of an event that this copy does not have.
        foreach (var file in Directory.EnumerateFiles(settings.KeyDirectory, "*", SearchOption.AllDirectories)
            .Where(file => !Path.GetFileName(file).StartsWith('.') && Path.GetFileName(file) != CheckpointSigner.LastFile))
        {
            var path = $"{Keys}/{Path.GetRelativePath(settings.KeyDirectory, file).Replace(Path.DirectorySeparatorChar, '/')}";
            _files.Add(await BackupFiles.CopyAsync(file, folder, path, ct));
        }
    }

    /// <summary>Up to the end of the chain that was copied: a later checkpoint would say that the end of it is missing.</summary>
    private async Task CopyCheckpointsAsync(BackedUpHead head, CancellationToken ct)
    {
        var reading = await new CheckpointFile(settings.CheckpointFile).ReadAsync(ct);
        var lines = reading.Checkpoints.Where(checkpoint => checkpoint.Seq <= head.Seq).Select(checkpoint => checkpoint.ToLine() + "\n");
        _files.Add(await BackupFiles.WriteAsync(folder, Checkpoints, string.Concat(lines), ct));
        _counts["events"] = head.Seq;
    }

    private async Task PublishAsync(BackupSummary summary, CancellationToken ct)
    {
        const string unfinished = $"{BackupSummary.FileName}.tmp";
        await BackupFiles.WriteAsync(folder, unfinished, summary.ToText(), ct);
        foreach (var below in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories))
        {
            DiskFlush.Folder(below);
        }

        DiskFlush.Folder(folder);
        File.Move(Path.Combine(folder, unfinished), Path.Combine(folder, BackupSummary.FileName));
        DiskFlush.Folder(folder);
    }
}
