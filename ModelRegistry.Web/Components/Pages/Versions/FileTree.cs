using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Web.Components.Pages.Versions;

/// <summary>
/// A line of a list of files: a file, a folder with what lies under it (of which a list may not know how much), or the offer to show what follows in a
/// folder.
/// </summary>
public sealed record FileRow(string Path, string Name, int Depth, long Size, string? Sha256, int? Files)
{
    public bool IsFolder => Sha256 is null && !IsMore;

    /// <summary>Whether it stands for the entries of the folder <see cref="Path"/> that are not listed yet.</summary>
    public bool IsMore { get; init; }

    /// <summary>Whether it stands apart from the list, without what a list knows of it.</summary>
    public bool IsAside { get; init; }

    public static FileRow Of(ManifestEntry file, string folder, int depth) => new(file.Path, file.Path[folder.Length..], depth, file.Size, file.Sha256, 1);
}

/// <summary>
/// The files of a version as folders and files, from their paths alone; a folder that holds nothing but one folder stands in one line with it.
/// </summary>
public static class FileTree
{
    /// <summary>Folders first and each directly before what it holds; what lies in a folder of <paramref name="closed"/> is left out.</summary>
    public static IReadOnlyList<FileRow> Rows(IEnumerable<ManifestEntry> files, IReadOnlySet<string> closed)
    {
        var rows = new List<FileRow>();
        Add(rows, "", 0, [.. files], closed);
        return rows;
    }

    /// <summary>The same of folders that are read when they are opened.</summary>
    public static IReadOnlyList<FileRow> Rows(IReadOnlyDictionary<string, OpenFolder> open)
    {
        var rows = new List<FileRow>();
        Add(rows, "", 0, open);
        return rows;
    }

    private static void Add(List<FileRow> rows, string folder, int depth, IReadOnlyDictionary<string, OpenFolder> open)
    {
        if (!open.TryGetValue(folder, out var listed))
        {
            return;
        }

        foreach (var below in listed.Folders)
        {
            rows.Add(new FileRow(below.Path, below.Path[folder.Length..^1], depth, below.Bytes, null, below.Files));
            Add(rows, below.Path, depth + 1, open);
        }

        rows.AddRange(listed.Files.Select(file => FileRow.Of(file, folder, depth)));
        if (listed.Next is not null)
        {
            rows.Add(new FileRow(folder, "", depth, 0, null, 0) { IsMore = true });
        }
    }

    private static void Add(List<FileRow> rows, string folder, int depth, List<ManifestEntry> files, IReadOnlySet<string> closed)
    {
        foreach (var group in files.Where(file => IsDeeper(file, folder)).GroupBy(file => FolderName(file, folder))
            .OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var (path, inside) = ($"{folder}{group.Key}/", group.ToList());
            while (OnlyFolder(inside, path) is { } deeper)
            {
                path = $"{path}{deeper}/";
            }

            rows.Add(new FileRow(path, path[folder.Length..^1], depth, inside.Sum(file => file.Size), null, inside.Count));
            if (!closed.Contains(path))
            {
                Add(rows, path, depth + 1, inside, closed);
            }
        }

        rows.AddRange(files.Where(file => !IsDeeper(file, folder)).OrderBy(file => file.Path, StringComparer.Ordinal)
            .Select(file => FileRow.Of(file, folder, depth)));
    }

    private static string? OnlyFolder(List<ManifestEntry> files, string folder)
    {
        var names = files.Select(file => IsDeeper(file, folder) ? FolderName(file, folder) : null).Distinct(StringComparer.Ordinal).Take(2).ToList();
        return names is [{ } only] ? only : null;
    }

    private static bool IsDeeper(ManifestEntry file, string folder) => file.Path.IndexOf('/', folder.Length) >= 0;

    private static string FolderName(ManifestEntry file, string folder) => file.Path[folder.Length..file.Path.IndexOf('/', folder.Length)];
}

/// <summary>What of a folder is listed so far, and where the list goes on.</summary>
public sealed record OpenFolder(IReadOnlyList<FolderEntry> Folders, IReadOnlyList<ManifestEntry> Files, FolderPlace? Next)
{
    public OpenFolder With(FolderPage page) => new([.. Folders, .. page.Folders], [.. Files, .. page.Files], page.Next);

    public static OpenFolder Of(FolderPage page) => new(page.Folders, page.Files, page.Next);
}
