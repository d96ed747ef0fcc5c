using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Upkeep;

/// <summary>
/// Sealed versions: the digest that follows from the files that are listed, against the one on the version, against the one that
/// the audit trail recorded when it was sealed.
/// </summary>
internal static class ManifestCheck
{
    private const int Batch = 200;
    private const int MostFilesAtOnce = 20_000;

    private static readonly EventSet Seals = new(typeof(VersionSealed));
    private static readonly EventSet SealsAndPurges = new(typeof(VersionSealed), typeof(VersionPurged));

    public static async Task RunAsync(CheckScope scope, CancellationToken ct)
    {
        scope.Progress.Step("Checking versions against their manifests.");
        var checkedSoFar = 0L;
        for (var after = Guid.Empty; ;)
        {
            var rows = await VersionsAsync(scope.Db, after, ct);
            await CheckAsync(scope, rows, ct);
            scope.Log.Count("versions", rows.Count);
            checkedSoFar += rows.Count;
            scope.Progress.Tick(() => $"  {checkedSoFar} versions");
            if (rows.Count < Batch)
            {
                break;
            }

            after = rows[^1].Id;
        }

        await RequireRowsAsync(scope, ct);
    }

    private static Task<List<Row>> VersionsAsync(RegistryDbContext db, Guid after, CancellationToken ct) =>
        db.Versions.IgnoreQueryFilters(Deletion.Filters).Where(version => version.Id.CompareTo(after) > 0).OrderBy(version => version.Id).Take(Batch)
            .Select(version => new Row(version.Id,
                version.ModelId, db.Models.IgnoreQueryFilters(Deletion.Filters).Where(model => model.Id == version.ModelId).Select(model => model.Name)
                .FirstOrDefault(),
                version.Number, version.Status, version.Digest, version.ContentDigest, version.SealedAt, version.PurgedAt, version.FileCount,
                    version.TotalSize)).ToListAsync(ct);

    private static async Task CheckAsync(CheckScope scope, List<Row> rows, CancellationToken ct)
    {
        var events = await scope.Db.AtAsync(SealsAndPurges, rows.Select(row => row.SealedAt).Concat(rows.Select(row => row.PurgedAt))
            .OfType<DateTimeOffset>(), ct);
        for (var (start, end) = (0, 0); start < rows.Count; start = end)
        {
            for (var files = 0L; end < rows.Count && (end == start || files + rows[end].FileCount <= MostFilesAtOnce); end++)
            {
                files += rows[end].FileCount;
            }

            var ids = rows[start..end].Select(row => row.Id).ToArray();
            var listed = (await scope.Db.VersionFiles.Where(file => ids.Contains(file.VersionId)).ToListAsync(ct)).ToLookup(file => file.VersionId);
            foreach (var row in rows[start..end])
            {
                CheckManifest(scope.Log, row, [.. listed[row.Id].Select(file => new ManifestEntry(file.Path, file.Sha256, file.Size))]);
                CheckSeal(scope.Log, row, events, listed[row.Id]);
                CheckPurge(scope.Log, row, events);
            }
        }
    }

    private static void CheckManifest(FindingLog log, Row row, List<ManifestEntry> files)
    {
        log.Count("files", files.Count);
        if (row.PurgedAt is not null || row.Status != VersionStatus.Ready)
        {
            return;
        }

        var digest = Manifest.DigestOf(files);
        if (digest != row.Digest)
        {
            log.Error("manifest_differs", $"{row.Name}: the {files.Count} files that are listed have the digest {digest}, but the version was sealed as "
                + $"{row.Digest ?? "nothing"}.", row.Place);
        }
        else if (Manifest.ContentDigestOf(files) != row.ContentDigest)
        {
            log.Error("content_digest_differs", $"{row.Name}: the digest by which quarantines find its bytes is not that of its files.", row.Place);
        }

        if (files.Count != row.FileCount || files.Sum(file => file.Size) != row.TotalSize)
        {
            log.Error("file_count_differs",
                $"{row.Name} says {row.FileCount} files with {row.TotalSize} bytes, and {files.Count} with {files.Sum(file => file.Size)} are listed.",
                row.Place);
        }
    }

    private static void CheckSeal(FindingLog log, Row row, ILookup<DateTimeOffset, TrailEvent> events, IEnumerable<VersionFile> files)
    {
        if (row.Status != VersionStatus.Ready)
        {
            return;
        }

        var told = row.SealedAt is { } at ? events[at].FirstOrDefault(told => told.Event is VersionSealed && row.IsOf(told)) : null;
        if (told is null)
        {
            log.Error("seal_unrecorded", $"{row.Name} is sealed, but the audit trail has no seal of it at that time.", row.Place);
        }
        else if (((VersionSealed)told.Event).After.Digest is var digest && digest != row.Digest)
        {
            log.Error("seal_differs", $"{row.Name} has the digest {row.Digest}, but was sealed as {digest}.", row.Place with { Seq = told.Seq });
        }
        else if (row.PurgedAt is null && ((VersionSealed)told.Event).After.Sent != FileEvidence.DigestOf(files))
        {
            log.Error("uploads_differ", $"{row.Name}: who sent its files, or when, is not what the audit trail recorded with its seal.",
                row.Place with { Seq = told.Seq });
        }
    }

    /// <summary>Whose files are said to be gone for good is looked for no more: somebody must have said so.</summary>
    private static void CheckPurge(FindingLog log, Row row, ILookup<DateTimeOffset, TrailEvent> events)
    {
        if (row.PurgedAt is { } at && !events[at].Any(told => told.Event is VersionPurged && row.IsOf(told)))
        {
            log.Error("purge_unrecorded", $"{row.Name} is said to be purged, but the audit trail has no purge of it at that time.", row.Place);
        }
    }

    /// <summary>The other way round: what was sealed is still there. Versions are never removed, not even by a purge.</summary>
    private static async Task RequireRowsAsync(CheckScope scope, CancellationToken ct)
    {
        await foreach (var batch in scope.Db.WalkAsync(Seals, null, ct))
        {
            var (models, numbers) = (batch.Select(told => told.ModelId ?? Guid.Empty).Distinct().ToArray(), batch.Select(told => told.Body.Version).Distinct()
                .ToArray());
            var there = (await scope.Db.Versions.IgnoreQueryFilters(Deletion.Filters)
                .Where(version => models.Contains(version.ModelId) && numbers.Contains(version.Number))
                .Select(version => new { version.ModelId, version.Number, version.Status }).ToListAsync(ct))
                    .ToDictionary(row => ((Guid?)row.ModelId, (int?)row.Number), row => row.Status);
            foreach (var told in batch.Where(told => !there.TryGetValue((told.ModelId, told.Body.Version), out var status) || status != VersionStatus.Ready))
            {
                scope.Log.Error("version_missing",
                    $"{told.Body.Model} v{told.Body.Version} was sealed, but is "
                    + $"{(there.ContainsKey((told.ModelId, told.Body.Version)) ? "not sealed now" : "not there")}.",
                    new Place(told.Body.Model, told.Body.Version, Seq: told.Seq));
            }
        }
    }

    private sealed record Row(Guid Id, Guid ModelId, string? Model,
        int Number, VersionStatus Status, string? Digest, string? ContentDigest, DateTimeOffset? SealedAt, DateTimeOffset? PurgedAt, int FileCount,
        long TotalSize)
    {
        public string Name => $"{Model} v{Number.Text()}";

        public Place Place => new(Model, Number);

        public bool IsOf(TrailEvent told) => told.ModelId == ModelId && told.Body.Version == Number;
    }
}
