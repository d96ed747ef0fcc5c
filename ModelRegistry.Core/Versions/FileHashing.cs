using ModelRegistry.Core.Artifacts;

namespace ModelRegistry.Core.Versions;

/// <summary>Hashes the files of a manifest again, several at a time: one core hashes slower than a disk reads.</summary>
internal static class FileHashing
{
    private static readonly int _atOnce = Math.Max(2, Environment.ProcessorCount);

    /// <summary>What is wrong, in the order of <paramref name="files"/>.</summary>
    public static async Task<IReadOnlyList<VerificationFinding>> CheckAsync(
        ArtifactStore artifacts, IReadOnlyList<ManifestEntry> files, IProgress<VerificationProgress>? progress, CancellationToken ct)
    {
        var findings = new VerificationFinding?[files.Count];
        var tally = new Tally(files, progress);
        await Parallel.ForAsync(0, files.Count, new ParallelOptions { MaxDegreeOfParallelism = _atOnce, CancellationToken = ct }, async (i, token) =>
        {
            var file = files[i];
            var part = tally.Begin();
            var finding = await artifacts.CheckAsync(file.Sha256, file.Size, part, token);
            findings[i] = finding is null ? null : new VerificationFinding(file.Path, finding.Problem);
            tally.End(part, file.Size);
        });
        return [.. findings.OfType<VerificationFinding>()];
    }

    /// <summary>Adds up what the files under way have come to, and never goes back.</summary>
    private sealed class Tally(IReadOnlyList<ManifestEntry> files, IProgress<VerificationProgress>? progress)
    {
        private readonly Lock _one = new();
        private readonly long _total = files.Sum(file => file.Size);
        private long _bytes;
        private int _files;

        public Part? Begin() => progress is null ? null : new Part(this);

        public void End(Part? part, long size)
        {
            if (part is not null)
            {
                Add(size - part.Read, 1); // of a damaged file less was read than it should have
            }
        }

        private void Add(long bytes, int ended)
        {
            lock (_one)
            {
                _bytes += bytes;
                _files += ended;
                progress!.Report(new VerificationProgress(_files, files.Count, _bytes, _total));
            }
        }

        public sealed class Part(Tally tally) : IProgress<long>
        {
            public long Read { get; private set; }

            public void Report(long value)
            {
                tally.Add(value - Read, 0);
                Read = value;
            }
        }
    }
}
