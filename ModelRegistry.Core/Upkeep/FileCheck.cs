using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.RunFiles;

namespace ModelRegistry.Core.Upkeep;

/// <summary>
/// The files of the artifact store: each one that a version lists is there and has its SHA-256, hashed once however many versions
/// list it; and what lies in the store besides.
/// </summary>
internal static class FileCheck
{
    private const int MostVersionsNamed = 5;

    public static async Task RunAsync(CheckScope scope, CancellationToken ct)
    {
        scope.Progress.Step(scope.Quick ? "Looking at files, without hashing them." : "Hashing files.");
        var layout = new StoreLayout(scope.Settings.ArtifactDirectory, create: false);
        var bytes = 0L;
        await foreach (var batch in scope.Db.ReferencedBlobsAsync(ct))
        {
            var findings = new System.Collections.Concurrent.ConcurrentBag<BlobFinding>();
            await Parallel.ForEachAsync(batch, ct, async (blob, token) =>
            {
                if (await CheckAsync(layout, blob, scope.Quick, token) is { } finding)
                {
                    findings.Add(finding);
                }

                Interlocked.Add(ref bytes, blob.Size);
                scope.Progress.Tick(() => $"  {Interlocked.Read(ref bytes) >> 20} MiB");
            });
            await TellAsync(scope.Db, findings, scope.Log, ct);
            scope.Log.Count("blobs", batch.Count);
            scope.Log.Count("bytes", batch.Sum(blob => blob.Size));
        }

        await StrayFileCheck.RunAsync(scope, layout, ct);
    }

    private static async Task<BlobFinding?> CheckAsync(StoreLayout layout, StoredBlob blob, bool quick, CancellationToken ct)
    {
        var (reader, finding) = BlobReader.Open(layout, blob.Sha256, blob.Size);
        using (reader)
        {
            return reader is null || quick ? finding : await reader.CheckAsync(bytesDone: null, ct);
        }
    }

    /// <summary>Names the versions that list a damaged file now: one that was purged meanwhile is no damage.</summary>
    private static async Task TellAsync(RegistryDbContext db, IEnumerable<BlobFinding> findings, FindingLog log, CancellationToken ct)
    {
        foreach (var finding in findings.OrderBy(finding => finding.Sha256, StringComparer.Ordinal))
        {
            var listed = await db.VersionFilesKept().Where(file => file.Sha256 == finding.Sha256)
                .Join(db.Versions.IgnoreQueryFilters(Deletion.Filters), file => file.VersionId, version => version.Id, (file, version) =>
                    new { file.Path, version.ModelId, version.Number })
                .Join(db.Models.IgnoreQueryFilters(Deletion.Filters), row => row.ModelId, model => model.Id, (row, model) =>
                    new { row.Path, row.Number, Model = model.Name })
                .OrderBy(row => row.Model).ThenBy(row => row.Number).ThenBy(row => row.Path).Take(MostVersionsNamed + 1).ToListAsync(ct);
            foreach (var file in listed.Take(MostVersionsNamed))
            {
                log.Error($"file_{finding.Problem.ToString().ToLowerInvariant()}",
                    $"{file.Path} of {file.Model} v{file.Number.Text()}: {finding.ToRefusal().Message}", new Place(file.Model, file.Number, Path: file.Path));
            }

            foreach (var place in await LoggedAsync(db, finding.Sha256, ct))
            {
                log.Error($"file_{finding.Problem.ToString().ToLowerInvariant()}", $"{place}, which a script logged: {finding.ToRefusal().Message}",
                    new Place(Path: place));
            }

            if (listed.Count > MostVersionsNamed)
            {
                log.Error($"file_{finding.Problem.ToString().ToLowerInvariant()}", $"More versions list the same file sha256:{finding.Sha256}.",
                    new Place(Path: finding.Sha256));
            }
        }
    }

    private static async Task<IReadOnlyList<string>> LoggedAsync(RegistryDbContext db, string sha256, CancellationToken ct)
    {
        var files = await db.RunFiles.Where(file => file.Sha256 == sha256).OrderBy(file => file.Root).ThenBy(file => file.Path).Take(MostVersionsNamed)
            .Select(file => new { file.Root, file.Path }).ToListAsync(ct);
        return [.. files.Select(file => new RunFilePlace(file.Root, file.Path, null).Full)];
    }
}
