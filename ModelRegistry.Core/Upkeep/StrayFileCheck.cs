using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Upkeep;

/// <summary>What lies in the artifact store besides: files that nothing lists, what crashed uploads left, and what the registry never put there.</summary>
internal static class StrayFileCheck
{
    private const int Batch = 500;

    public static async Task RunAsync(CheckScope scope, StoreLayout layout, CancellationToken ct)
    {
        foreach (var batch in Entries(layout).Chunk(Batch))
        {
            var digests = batch.Select(entry => entry.Sha256).OfType<string>().ToArray();
            var referenced = await scope.Db.ReferencedAsync(digests, ct);
            foreach (var entry in batch.Where(entry => entry.Sha256 is null || !referenced.Contains(entry.Sha256)))
            {
                Tell(scope.Log, layout, entry);
            }
        }

        foreach (var file in Contents(layout.Temporary))
        {
            scope.Log.Count("temporaryFiles");
            scope.Log.Info("file_temporary", "An upload is under way, or a crash left this; the next start removes it.",
                new Place(Path: Path.GetRelativePath(layout.Root, file)));
        }
    }

    private static void Tell(FindingLog log, StoreLayout layout, Entry entry)
    {
        var place = new Place(Path: Path.GetRelativePath(layout.Root, entry.Path));
        if (!Path.Exists(entry.Path))
        {
            return; // of an upload or a sweep beside this look
        }

        if (entry.Sha256 is null)
        {
            log.Error("file_stray", "The registry put nothing of this name here. Look what it is and move it elsewhere.", place);
            return;
        }

        log.Count("unreferencedFiles");
        log.Info("file_unreferenced", "Nothing lists this file.", place);
    }

    /// <summary>Complete files with their digest; whatever else is where only they belong, without one.</summary>
    private static IEnumerable<Entry> Entries(StoreLayout layout)
    {
        foreach (var entry in Contents(layout.Root).Where(entry => entry != layout.BlobFolder && entry != layout.Temporary))
        {
            yield return new Entry(entry, null);
        }

        foreach (var entry in Inside(layout.BlobFolder).SelectMany(outer => outer.IsFolder ? Inside(outer.Path) : [outer]))
        {
            foreach (var file in entry.IsFolder ? Contents(entry.Path) : [])
            {
                yield return new Entry(file, DigestOf(layout, file));
            }

            if (!entry.IsFolder)
            {
                yield return new Entry(entry.Path, null);
            }
        }
    }

    private static string? DigestOf(StoreLayout layout, string file)
    {
        var name = Path.GetFileName(file);
        return Sha256Hex.IsValid(name) && layout.PlaceOf(name) == file && layout.Find(name) is not null ? name : null;
    }

    private static IEnumerable<(string Path, bool IsFolder)> Inside(string folder) =>
        Contents(folder).Select(entry =>
            (entry, StoreLayout.IsPartOfDigest(Path.GetFileName(entry)) && Directory.Exists(entry) && new DirectoryInfo(entry).LinkTarget is null));

    private static IEnumerable<string> Contents(string folder) => Directory.Exists(folder) ? Directory.EnumerateFileSystemEntries(folder) : [];

    private sealed record Entry(string Path, string? Sha256);
}
