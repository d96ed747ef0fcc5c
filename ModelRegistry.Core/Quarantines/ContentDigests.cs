using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Quarantines;

/// <summary>
/// Fills <see cref="ModelVersion.ContentDigest"/> of versions that were sealed before it was kept, so that a quarantine follows
/// their bytes too. Runs after the server's first answer; what is filled is passed over, so it costs nothing afterwards.
/// </summary>
public sealed class ContentDigests(RegistryStore store)
{
    private const int MostVersions = 200;
    private const int MostFiles = 50_000;

    /// <summary>Returns how many versions were filled.</summary>
    public async Task<int> FillAsync(CancellationToken ct)
    {
        var (filled, last) = (0, (Guid?)Guid.Empty);
        while (last is { } after)
        {
            (var count, last) = await FillAsync(after, ct);
            filled += count;
        }

        return filled;
    }

    /// <summary>One batch after this id, in the order of ids; null when nothing is left after it.</summary>
    private Task<(int Filled, Guid? Last)> FillAsync(Guid after, CancellationToken ct) =>
        store.WriteAsync(Actor.System, async transaction =>
        {
            transaction.AllowUnaudited(); // it follows from the manifest, which the seal put on record
            var db = transaction.Db;
            var rows = await db.Versions.AsTracking().IgnoreQueryFilters(Deletion.Filters)
                .Where(version => version.ContentDigest == null && version.Digest != null && version.PurgedAt == null && version.Id > after)
                .OrderBy(version => version.Id).Take(MostVersions).ToListAsync(ct);
            var batch = Cut(rows);
            var ids = batch.Select(version => version.Id).ToArray();
            var files = (await db.VersionFiles.Where(file => ids.Contains(file.VersionId))
                .Select(file => new { file.VersionId, Entry = new ManifestEntry(file.Path, file.Sha256, file.Size) }).ToListAsync(ct))
                    .ToLookup(file => file.VersionId, file => file.Entry);
            foreach (var version in batch.Where(version => files.Contains(version.Id)))
            {
                version.ContentDigest = Manifest.ContentDigestOf([.. files[version.Id]]);
            }

            var isLast = rows.Count < MostVersions && batch.Count == rows.Count;
            return (batch.Count, isLast ? (Guid?)null : batch[^1].Id);
        }, ct);

    /// <summary>As many versions as have no more files together than fit in memory; one at least.</summary>
    private static List<ModelVersion> Cut(List<ModelVersion> versions)
    {
        var files = 0;
        return [.. versions.TakeWhile((version, index) => (files += version.FileCount) <= MostFiles || index == 0)];
    }
}
