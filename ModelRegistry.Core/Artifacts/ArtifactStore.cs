using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Artifacts;

/// <summary>
/// The bytes of all artifacts on local disk, each stored once under its SHA-256. A file appears complete and durable or
/// not at all, and a file that changed on disk is never delivered as complete. One server process per store.
/// </summary>
public sealed class ArtifactStore
{
    private readonly StoreLayout _layout;

    private readonly TimeProvider _clock;

    private readonly BlobPins _pins = new();

    public ArtifactStore(string root, TimeProvider clock)
    {
        _layout = new StoreLayout(root);
        _clock = clock;
    }

    /// <summary>
    /// Stores the stream in constant memory and returns once it survives a power cut. What was declared is checked against
    /// what arrived; any failure or cancellation leaves nothing. Bytes already stored are replaced by the ones just verified, which also heals a damaged file.
    /// </summary>
    public async Task<StoredBlob> PutAsync(Stream content, string? expectedSha256, long? expectedSize, CancellationToken ct)
    {
        using var hold = Hold();
        return await PutAsync(content, expectedSha256, expectedSize, hold, ct);
    }

    /// <summary>The same, and the bytes stay until <paramref name="hold"/> ends, also when nothing lists them yet.</summary>
    public async Task<StoredBlob> PutAsync(Stream content, string? expectedSha256, long? expectedSize, BlobHold hold, CancellationToken ct)
    {
        RefuseMalformedDigest(expectedSha256);
        RefuseWhatCannotFit(expectedSize);
        await using var incoming = new IncomingBlob(_layout);
        await incoming.ReceiveAsync(content, expectedSize, ct);
        var blob = new StoredBlob(incoming.Sha256(), incoming.Size);
        RefuseDifference(blob, expectedSha256, expectedSize);
        await hold.AddAsync(blob.Sha256, ct); // before they have a place: from there a sweep could take them
        ct.ThrowIfCancellationRequested();
        await StoreFault.GuardAsync(() => incoming.PublishAsync(blob.Sha256));
        return blob;
    }

    /// <summary>
    /// Copies the whole file. Up to 1 MiB it is checked before the first byte; a larger one keeps its last block back until
    /// the hash is right. Refused as <c>artifact_missing</c> or <c>artifact_damaged</c>: a caller that has begun to answer must then abort.
    /// </summary>
    public async Task CopyToAsync(string sha256, long size, Stream destination, CancellationToken ct)
    {
        using var reader = Open(sha256, size);
        await reader.CopyAsync(destination, ct);
    }

    /// <summary>
    /// Copies a part. A part that is the whole, or of a file up to 1 MiB, is checked like a full copy; of a larger file only
    /// presence and size are, because the hash covers the whole.
    /// </summary>
    public async Task CopyRangeAsync(string sha256, long size, long from, long length, Stream destination, CancellationToken ct)
    {
        if (from < 0 || length < 0 || from > size - length)
        {
            throw RegistryException.Malformed("range_outside", $"The range lies outside the file, which has {size} bytes.", "Range");
        }

        using var reader = Open(sha256, size);
        await (length == size ? reader.CopyAsync(destination, ct) : reader.CopyRangeAsync(destination, from, length, ct));
    }

    /// <summary>For previews: the first <paramref name="maxBytes"/> bytes, or the whole, which is then checked against its digest.</summary>
    public async Task<byte[]> ReadHeadAsync(string sha256, long size, int maxBytes, CancellationToken ct)
    {
        using var reader = Open(sha256, size);
        return await reader.ReadHeadAsync(maxBytes, ct);
    }

    /// <summary>For views of a file: its bytes to jump about in, not compared with their digest. A disk that fails is an <see cref="IOException"/>.</summary>
    internal Stream OpenRead(string sha256, long size) => Open(sha256, size).ToStream();

    /// <summary>Hashes the file again: null when it is what was recorded. <paramref name="bytesDone"/> hears the bytes of this file so far.</summary>
    public async Task<BlobFinding?> CheckAsync(string sha256, long size, IProgress<long>? bytesDone, CancellationToken ct)
    {
        var (reader, finding) = BlobReader.Open(_layout, sha256, size);
        using (reader)
        {
            return reader is null ? finding : await reader.CheckAsync(bytesDone, ct);
        }
    }

    /// <summary>Whether a file of this size stands there and can be opened, without reading it: null when it does.</summary>
    public BlobFinding? Look(string sha256, long size)
    {
        var (reader, finding) = BlobReader.Open(_layout, sha256, size);
        reader?.Dispose();
        return finding;
    }

    /// <summary>Whether a file stands under this digest; says nothing about its content.</summary>
    public bool Has(string sha256) => _layout.Find(sha256) is not null;

    /// <summary>To be disposed when the change that lists what arrived under it is committed, or given up.</summary>
    public BlobHold Hold() => new(_pins);

    /// <summary>
    /// Removes what crashed uploads left and returns how many: never an upload that is under way, because the one process of
    /// this store knows its own. <paramref name="olderThan"/> spares what was written recently; zero removes all.
    /// </summary>
    public int SweepTemporary(TimeSpan olderThan)
    {
        var latest = _clock.GetUtcNow() - olderThan;
        var leftovers = Directory.EnumerateFiles(_layout.Temporary)
            .Where(file => !_layout.IsUnderWay(file) && (olderThan == TimeSpan.Zero || File.GetLastWriteTimeUtc(file) <= latest.UtcDateTime))
            .ToList();
        leftovers.ForEach(File.Delete);
        return leftovers.Count;
    }

    /// <summary>Every stored file with its size, read from the disk as it goes.</summary>
    internal IEnumerable<StoredBlob> Stored() => _layout.Stored();

    /// <summary>The sole right to decide about these files, but for those that somebody holds; to be disposed after the decision is committed.</summary>
    internal BlobClaim Claim(IEnumerable<string> digests) => new(_pins, digests);

    /// <summary>Removes a file that was claimed and that nothing lists. One that is gone already is no failure.</summary>
    internal void Remove(string sha256) => _layout.Find(sha256)?.Delete();

    /// <summary>Whether a file can be kept here now: tried, because neither modes nor free space say so of a disk that failed.</summary>
    public bool IsWritable()
    {
        var probe = _layout.NewTemporary();
        try
        {
            return DiskFlush.CanKeep(probe);
        }
        finally
        {
            _layout.EndTemporary(probe);
        }
    }

    private BlobReader Open(string sha256, long size)
    {
        var (reader, finding) = BlobReader.Open(_layout, sha256, size);
        return reader ?? throw finding!.ToRefusal();
    }

    private static void RefuseMalformedDigest(string? expectedSha256)
    {
        if (expectedSha256 is not null && !Sha256Hex.IsValid(expectedSha256))
        {
            throw RegistryException.Malformed(
                "digest_malformed", "The declared digest is no SHA-256 of 64 lower-case hexadecimal characters.", "Content-Digest");
        }
    }

    /// <summary>Says so before 20 GB are sent in vain. Space that others take meanwhile is found when writing.</summary>
    private void RefuseWhatCannotFit(long? expectedSize)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && expectedSize > new DriveInfo(_layout.Root).AvailableFreeSpace)
            {
                throw StoreFault.Full();
            }
        }
        catch (Exception e) when (StoreFault.Translate(e) is { } fault)
        {
            throw fault;
        }
    }

    private static void RefuseDifference(StoredBlob blob, string? expectedSha256, long? expectedSize)
    {
        if (expectedSize is not null && blob.Size != expectedSize)
        {
            throw RegistryException.Malformed(
                "content_incomplete", $"Only {blob.Size} of the announced {expectedSize} bytes arrived; nothing was kept. Send the file again.");
        }

        if (expectedSha256 is not null && blob.Sha256 != expectedSha256)
        {
            throw RegistryException.Malformed(
                "digest_mismatch",
                $"The bytes that arrived have the digest sha256:{blob.Sha256}, not the declared sha256:{expectedSha256}; nothing was kept.",
                "Content-Digest");
        }
    }
}
