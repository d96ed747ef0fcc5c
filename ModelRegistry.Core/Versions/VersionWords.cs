using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Versions;

/// <summary>
/// Where in a large model words may occur, so that a search for rare ones reads the texts of a few versions and not of all. Of each 64 versions it keeps
/// which runs of up to three letters their texts have, as bits (a Bloom filter, Bloom 1970): what it rules out is nowhere, the rest is looked at. It is read
/// when a model is first searched by words since the start, 8 bytes for each version, and again of the versions that were touched since.
/// </summary>
/// <param name="from">Of how many versions on a model has it; the texts of fewer are read as fast.</param>
public sealed class VersionWords(int from = VersionWords.Usual)
{
    private const int Usual = 2_000;
    private const int BlockSize = 64;
    private const int Bits = 4_096;
    private const int Longest = 3;
    private const int ReadAtOnce = 5_000;
    private const int MostModels = 200;

    /// <summary>A change takes its time before it waits for others and is seen after that.</summary>
    private static readonly TimeSpan LatestSeen = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<Guid, OfModel> _models = new();

    /// <summary>The numbers of the versions in whose texts all the words may be, in ranges from the newest on; null where that is most of them.</summary>
    internal async Task<IReadOnlyList<IEnumerable<int>>?> RangesAsync(RegistryDbContext db, Model model, IReadOnlyList<string> words, CancellationToken ct)
    {
        if (model.LastVersionNumber < from)
        {
            return null;
        }

        if (_models.Count >= MostModels && !_models.ContainsKey(model.Id))
        {
            _models.Clear();
        }

        var known = _models.GetOrAdd(model.Id, _ => new OfModel());
        await known.Turn.WaitAsync(ct);
        try
        {
            await RefreshAsync(db, model.Id, known, ct);
            var grams = words.SelectMany(GramsOf).Distinct().ToArray();
            var found = Enumerable.Range(0, known.Blocks.Count).Where(block => grams.All(gram => Has(known.Blocks[block], gram))).Reverse().ToList();
            return found.Count * 4 > known.Blocks.Count && found.Count > 1 ? null
                : [.. found.Select(block => Enumerable.Range(block * BlockSize, BlockSize).Reverse())];
        }
        finally
        {
            known.Turn.Release();
        }
    }

    private static async Task RefreshAsync(RegistryDbContext db, Guid model, OfModel known, CancellationToken ct)
    {
        // Deleted ones too: they may come back.
        var versions = db.Versions.IgnoreQueryFilters(Deletion.Filters).AsNoTracking().Where(version => version.ModelId == model);
        if (known.Seen is not { } seen)
        {
            // Before the texts: what is touched while they are read is read again.
            var latest = await versions.MaxAsync(version => (DateTimeOffset?)version.TouchedAt, ct) ?? DateTimeOffset.UnixEpoch;
            for (var after = 0; ;)
            {
                var texts = await versions.Where(version => version.Number > after).OrderBy(version => version.Number).Take(ReadAtOnce)
                    .Select(version => new { version.Number, version.SearchText }).ToListAsync(ct);
                texts.ForEach(text => Add(known.Blocks, text.Number, text.SearchText));
                if (texts.Count < ReadAtOnce)
                {
                    break;
                }

                after = texts[^1].Number;
            }

            known.Seen = latest;
            return;
        }

        var since = seen - LatestSeen;
        foreach (var touched in await versions.Where(version => version.TouchedAt > since)
            .Select(version => new { version.Number, version.SearchText, version.TouchedAt }).ToListAsync(ct))
        {
            Add(known.Blocks, touched.Number, touched.SearchText);
            known.Seen = touched.TouchedAt > known.Seen ? touched.TouchedAt : known.Seen;
        }
    }

    private static void Add(List<ulong[]> blocks, int number, string text)
    {
        while (blocks.Count <= number / BlockSize)
        {
            blocks.Add(new ulong[Bits / 64]);
        }

        var block = blocks[number / BlockSize];
        for (var length = 1; length <= Longest; length++)
        {
            for (var start = 0; start + length <= text.Length; start++)
            {
                var bit = BitOf(text.AsSpan(start, length));
                block[bit / 64] |= 1UL << (bit % 64);
            }
        }
    }

    private static IEnumerable<int> GramsOf(string word)
    {
        var length = Math.Min(word.Length, Longest);
        return Enumerable.Range(0, word.Length - length + 1).Select(start => BitOf(word.AsSpan(start, length)));
    }

    private static bool Has(ulong[] block, int bit) => (block[bit / 64] & (1UL << (bit % 64))) != 0;

    // FNV-1a, folded: the same in every process, and good enough for three letters.
    private static int BitOf(ReadOnlySpan<char> gram)
    {
        var hash = 2_166_136_261u;
        foreach (var letter in gram)
        {
            hash = (hash ^ letter) * 16_777_619u;
        }

        return (int)((hash ^ (hash >> 13) ^ (hash >> 21)) % Bits);
    }

    private sealed class OfModel
    {
        public SemaphoreSlim Turn { get; } = new(1);

        public List<ulong[]> Blocks { get; } = [];

        /// <summary>The latest touch that was read; null before anything was.</summary>
        public DateTimeOffset? Seen { get; set; }
    }
}
