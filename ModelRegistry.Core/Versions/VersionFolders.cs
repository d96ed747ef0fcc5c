using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Versions;

/// <summary>What a version holds: exact totals, the largest file, and the files themselves where they are few enough to be shown at once.</summary>
public sealed record FileOverview(int Count, long Bytes, ManifestEntry? Largest, IReadOnlyList<ManifestEntry>? Files);

/// <summary>
/// A folder with all that lies under it. Folders that hold nothing but one folder are drawn together: <see cref="Path"/>, which ends with a slash, may
/// be several deeper.
/// </summary>
public sealed record FolderEntry(string Path, int Files, long Bytes);

/// <summary>Where a list of a folder goes on: after a folder of that name, or, when all folders were listed, after a file of that path.</summary>
public sealed record FolderPlace(string? Folder, string? File);

/// <summary>The next folders and files of a folder, folders first; null where nothing follows.</summary>
public sealed record FolderPage(IReadOnlyList<FolderEntry> Folders, IReadOnlyList<ManifestEntry> Files, FolderPlace? Next);

/// <summary>The files whose path holds a text: how many, and the next of them by path.</summary>
public sealed record FoundFiles(int Count, IReadOnlyList<ManifestEntry> Files, string? Next);

/// <summary>Lists the files of a version folder by folder: a bounded number of rows at a time, however many files there are.</summary>
public sealed class VersionFolders(RegistryStore store)
{
    /// <summary>Most entries of one kind that come at once; a version with no more files comes whole.</summary>
    public const int Most = 200;

    public Task<FileOverview> OverviewAsync(string modelName, string selector, Actor actor, CancellationToken ct) => ReadAsync(modelName, selector, actor,
        async (_, files) =>
        {
            var first = await Entries(files.OrderBy(file => file.Path).Take(Most + 1)).ToListAsync(ct);
            if (first.Count <= Most)
            {
                return new FileOverview(first.Count, first.Sum(file => file.Size), first.MaxBy(file => file.Size), first);
            }

            var sums = await files.GroupBy(file => file.VersionId).Select(group => new { Count = group.Count(), Bytes = group.Sum(file => file.Size) })
                .SingleAsync(ct);
            var largest = await Entries(files.OrderByDescending(file => file.Size).ThenBy(file => file.Path)).FirstAsync(ct);
            return new FileOverview(sums.Count, sums.Bytes, largest, null);
        }, ct);

    /// <summary>What lies directly in a folder (<c>""</c> for the whole, else with a slash at the end), from a place on.</summary>
    public Task<FolderPage> ListAsync(string modelName, string selector, string folder, FolderPlace? from, Actor actor, CancellationToken ct) =>
        ReadAsync(modelName, selector, actor, async (db, all) =>
        {
            // Everything below "a/" is what sorts from "a/" to before "a0": the sign after the slash.
            var (end, length) = (folder.Length == 0 ? "" : $"{folder[..^1]}0", db.LengthOf(folder));
            var below = folder.Length == 0 ? all : all.Where(file => string.Compare(file.Path, folder) >= 0 && string.Compare(file.Path, end) < 0);
            var rows = below.Select(file => new { file.Path, file.Sha256, file.Size, Rest = file.Path.Substring(length) });
            var (afterFolder, afterFile) = (from?.Folder ?? "", from?.File ?? "");
#pragma warning disable CA1847, CA1866 // translated to SQL, where a text is searched for
            var groups = from?.File is not null ? [] : await rows.Where(file => file.Rest.Contains("/"))
                .GroupBy(file => file.Rest.Substring(0, file.Rest.IndexOf("/")))
                .Where(group => string.Compare(group.Key, afterFolder) > 0)
                .OrderBy(group => group.Key).Take(Most + 1)
                .Select(group => new
                {
                    group.Key,
                    Files = group.Count(),
                    Bytes = group.Sum(file => file.Size),
                    First = group.Min(file => file.Path)!,
                    Last = group.Max(file => file.Path)!,
                })
                .ToListAsync(ct);
            List<FolderEntry> folders = [.. groups.Take(Most)
                .Select(group => new FolderEntry(CommonFolder(group.First, group.Last), group.Files, group.Bytes))];
            if (groups.Count > Most)
            {
                return new FolderPage(folders, [], new FolderPlace(groups[Most - 1].Key, null));
            }

            var files = await rows.Where(file => !file.Rest.Contains("/") && string.Compare(file.Path, afterFile) > 0).OrderBy(file => file.Path)
                .Take(Most + 1).Select(file => new ManifestEntry(file.Path, file.Sha256, file.Size)).ToListAsync(ct);
#pragma warning restore CA1847, CA1866
            return new FolderPage(folders, [.. files.Take(Most)], files.Count > Most ? new FolderPlace(null, files[Most - 1].Path) : null);
        }, ct);

    /// <summary>The files whose path holds the text, in small or capital letters, from a path on.</summary>
    public Task<FoundFiles> FindAsync(string modelName, string selector, string text, string? after, Actor actor, CancellationToken ct) =>
        ReadAsync(modelName, selector, actor, async (_, all) =>
        {
            var (upper, from) = (text.ToUpperInvariant(), after ?? "");
#pragma warning disable CA1304, CA1311 // the database's own upper case
            var found = all.Where(file => file.Path.Contains(text) || file.Path.ToUpper().Contains(upper));
#pragma warning restore CA1304, CA1311
            var files = await Entries(found.Where(file => string.Compare(file.Path, from) > 0).OrderBy(file => file.Path).Take(Most + 1)).ToListAsync(ct);
            var count = after is null && files.Count <= Most ? files.Count : await found.CountAsync(ct);
            return new FoundFiles(count, [.. files.Take(Most)], files.Count > Most ? files[Most - 1].Path : null);
        }, ct);

    private static IQueryable<ManifestEntry> Entries(IQueryable<VersionFile> files) =>
        files.Select(file => new ManifestEntry(file.Path, file.Sha256, file.Size));

    /// <summary>What all paths between two of one folder have in common, up to a slash.</summary>
    private static string CommonFolder(string first, string last)
    {
        var same = first.AsSpan().CommonPrefixLength(last);
        return first[..(first.AsSpan(0, Math.Min(same, first.Length)).LastIndexOf('/') + 1)];
    }

    private Task<T> ReadAsync<T>(string modelName, string selector, Actor actor, Func<RegistryDbContext, IQueryable<VersionFile>, Task<T>> read,
        CancellationToken ct) => store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var (_, version) = await db.FindVersionAsync(actor, modelName, selector, ct);
            return await read(db, db.VersionFiles.AsNoTracking().Where(file => file.VersionId == version.Id));
        }, ct);
}
