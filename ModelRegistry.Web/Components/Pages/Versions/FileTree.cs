using ModelRegistry.Core.Artifacts;

namespace ModelRegistry.Web.Components.Pages.Versions;

/// <summary>A line of the file list: a file, or a folder with what lies under it.</summary>
public sealed record FileRow(string Path, string Name, int Depth, long Size, string? Sha256, int Files)
{
    public bool IsFolder => Sha256 is null;
}

/// <summary>The files of a version as folders and files, from their paths alone.</summary>
public static class FileTree
{
    /// <summary>Folders first and each directly before what it holds; what lies in a folder of <paramref name="closed"/> is left out.</summary>
    public static IReadOnlyList<FileRow> Rows(IEnumerable<ManifestEntry> files, IReadOnlySet<string> closed)
    {
        var rows = new List<FileRow>();
        Add(rows, "", 0, [.. files], closed);
        return rows;
    }

    private static void Add(List<FileRow> rows, string folder, int depth, List<ManifestEntry> files, IReadOnlySet<string> closed)
    {
        foreach (var group in files.Where(file => IsDeeper(file, folder)).GroupBy(file => FolderName(file, folder))
            .OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var (path, inside) = ($"{folder}{group.Key}/", group.ToList());
            rows.Add(new FileRow(path, group.Key, depth, inside.Sum(file => file.Size), null, inside.Count));
            if (!closed.Contains(path))
            {
                Add(rows, path, depth + 1, inside, closed);
            }
        }

        rows.AddRange(files.Where(file => !IsDeeper(file, folder)).OrderBy(file => file.Path, StringComparer.Ordinal)
            .Select(file => new FileRow(file.Path, file.Path[folder.Length..], depth, file.Size, file.Sha256, 1)));
    }

    private static bool IsDeeper(ManifestEntry file, string folder) => file.Path.IndexOf('/', folder.Length) >= 0;

    private static string FolderName(ManifestEntry file, string folder) => file.Path[folder.Length..file.Path.IndexOf('/', folder.Length)];
}
