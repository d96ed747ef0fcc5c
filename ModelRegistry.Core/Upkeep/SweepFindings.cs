using ModelRegistry.Core.Artifacts;

namespace ModelRegistry.Core.Upkeep;

/// <summary>What a sweep has found so far, file by file of the store; of what may go only the first page is kept by name.</summary>
internal sealed class SweepFindings(DateTimeOffset now, TimeSpan grace)
{
    public const int MostNamed = 50;

    private readonly List<UnreferencedView> _first = [];
    private long _files;
    private long _bytes;
    private long _unreferencedFiles;
    private long _unreferencedBytes;

    public long DueFiles { get; private set; }

    public long DueBytes { get; private set; }

    public void Add(IReadOnlyCollection<StoredBlob> stored, IReadOnlySet<string> referenced, IReadOnlyDictionary<string, DateTimeOffset> marks)
    {
        _files += stored.Count;
        _bytes += stored.Sum(blob => blob.Size);
        foreach (var blob in stored.Where(blob => !referenced.Contains(blob.Sha256)))
        {
            DateTimeOffset? since = marks.TryGetValue(blob.Sha256, out var seen) ? seen : null;
            var found = new UnreferencedView(blob.Sha256, blob.Size, since, (since ?? now) + grace);
            (_unreferencedFiles, _unreferencedBytes) = (_unreferencedFiles + 1, _unreferencedBytes + blob.Size);
            (DueFiles, DueBytes) = found.RemovableAt <= now ? (DueFiles + 1, DueBytes + blob.Size) : (DueFiles, DueBytes);
            if (_first.Count < MostNamed)
            {
                _first.Add(found);
            }
        }
    }

    public SweepResult Result(bool dryRun, long removedFiles, long removedBytes, int leftovers) =>
        new(dryRun, now, _files, _bytes, _unreferencedFiles, _unreferencedBytes, removedFiles, removedBytes, leftovers, _first);
}
