using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Upkeep;

/// <summary>Which files the registry must have: those listed by a version that was not purged, and those that scripts logged.</summary>
internal static class ReferencedBlobs
{
    private const int Batch = 500;

    /// <summary>Those that versions list.</summary>
    public static IQueryable<VersionFile> VersionFilesKept(this RegistryDbContext db) =>
        db.VersionFiles.Where(file => !db.Versions.IgnoreQueryFilters(Deletion.Filters)
            .Any(version => version.Id == file.VersionId && version.PurgedAt != null));

    /// <summary>Those of the digests that are among them.</summary>
    public static async Task<HashSet<string>> ReferencedAsync(this RegistryDbContext db, string[] digests, CancellationToken ct) =>
        await db.VersionFilesKept().Where(file => digests.Contains(file.Sha256)).Select(file => file.Sha256)
            .Union(db.RunFiles.Where(file => digests.Contains(file.Sha256)).Select(file => file.Sha256)).ToHashSetAsync(ct);

    /// <summary>Each of them once, by its digest; one that is listed with two sizes comes twice, because one of them is wrong.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<StoredBlob>> ReferencedBlobsAsync(this RegistryDbContext db,
        [EnumeratorCancellation] CancellationToken ct)
    {
        for (var after = ""; ;)
        {
            var rows = await db.VersionFilesKept().Select(file => new { file.Sha256, file.Size })
                .Concat(db.RunFiles.Select(file => new { file.Sha256, file.Size }))
                .Where(file => string.Compare(file.Sha256, after) > 0)
                .GroupBy(file => file.Sha256).OrderBy(group => group.Key).Take(Batch)
                .Select(group => new { Sha256 = group.Key, Least = group.Min(file => file.Size), Most = group.Max(file => file.Size) }).ToListAsync(ct);
            yield return [.. rows.SelectMany(row => new[] { new StoredBlob(row.Sha256, row.Least), new StoredBlob(row.Sha256, row.Most) }.Distinct())];
            if (rows.Count < Batch)
            {
                yield break;
            }

            after = rows[^1].Sha256;
        }
    }
}
