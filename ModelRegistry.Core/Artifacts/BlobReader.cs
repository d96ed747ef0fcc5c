using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace ModelRegistry.Core.Artifacts;

/// <summary>
/// Reads one stored file whose digest and size the registry knows. Whatever differs from them is a refusal; a copy of
/// the whole file is complete only when its bytes had the digest.
/// </summary>
internal sealed class BlobReader : IDisposable
{
    /// <summary>Up to this size a file is checked before its first byte leaves, so that the caller can still answer with an error.</summary>
    public const int CheckedFirstBytes = 1024 * 1024;

    private const int StreamBufferBytes = 64 * 1024;

    private readonly SafeFileHandle _handle;

    private readonly string _sha256;

    private readonly long _size;

    private BlobReader(SafeFileHandle handle, string sha256, long size) => (_handle, _sha256, _size) = (handle, sha256, size);

    /// <summary>The reader, or what is wrong with the file when it cannot be opened or has another size.</summary>
    public static (BlobReader? Reader, BlobFinding? Finding) Open(StoreLayout layout, string sha256, long size)
    {
        try
        {
            if (layout.Find(sha256) is not { } file)
            {
                return (null, new BlobFinding(sha256, BlobProblem.Missing));
            }

            if (file.Length != size)
            {
                return (null, new BlobFinding(sha256, BlobProblem.Size, FoundSize: file.Length));
            }

            const FileShare share = FileShare.Read | FileShare.Delete;
            var handle = File.OpenHandle(file.FullName, FileMode.Open, FileAccess.Read, share, FileOptions.Asynchronous | FileOptions.SequentialScan);
            return (new BlobReader(handle, sha256, size), null);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, new BlobFinding(sha256, BlobProblem.Missing));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, new BlobFinding(sha256, BlobProblem.Unreadable));
        }
    }

    public async Task<BlobFinding?> CheckAsync(IProgress<long>? bytesDone, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var blocks = new BlockPair();
        var buffer = blocks.Next();
        for (long at = 0; at < _size;)
        {
            var block = Upto(buffer, at, _size);
            if (!await TryFillAsync(block, at, ct))
            {
                return new BlobFinding(_sha256, BlobProblem.Unreadable);
            }

            hash.AppendData(block.Span);
            at += block.Length;
            bytesDone?.Report(at);
        }

        return Compare(hash);
    }

    public Task CopyAsync(Stream destination, CancellationToken ct) => _size <= CheckedFirstBytes
        ? CopyCheckedFirstAsync(destination, 0, (int)_size, ct)
        : CopyHoldingBackAsync(destination, ct);

    /// <summary>Copies a part. Only of a small file is the part known to be unchanged: the hash covers the whole.</summary>
    public Task CopyRangeAsync(Stream destination, long from, long length, CancellationToken ct) => _size <= CheckedFirstBytes
        ? CopyCheckedFirstAsync(destination, (int)from, (int)length, ct)
        : PumpAsync(destination, from, from + length, hash: null, ct);

    /// <summary>The first bytes, or the whole file when it has no more; the whole is checked against its digest.</summary>
    public async Task<byte[]> ReadHeadAsync(int maxBytes, CancellationToken ct)
    {
        var head = new byte[Math.Min(maxBytes, _size)];
        await (head.Length == _size ? FillCheckedAsync(head, ct) : FillAsync(head, 0, ct));
        return head;
    }

    /// <summary>The file as it stands, for readers that jump about in it; not compared with its digest. The stream takes the place of this reader.</summary>
    public Stream ToStream() => new FileStream(_handle, FileAccess.Read, StreamBufferBytes, isAsync: true);

    public void Dispose() => _handle.Dispose();

    private async Task CopyCheckedFirstAsync(Stream destination, int from, int length, CancellationToken ct)
    {
        var rented = ArrayPool<byte>.Shared.Rent((int)_size);
        try
        {
            await FillCheckedAsync(rented.AsMemory(0, (int)_size), ct);
            await destination.WriteAsync(rented.AsMemory(from, length), ct);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private async Task FillCheckedAsync(Memory<byte> whole, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await FillAsync(whole, 0, ct);
        hash.AppendData(whole.Span);
        ThrowIfDifferent(hash);
    }

    private async Task CopyHoldingBackAsync(Stream destination, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await PumpAsync(destination, 0, _size, hash, ct);
    }

    /// <summary>
    /// Reads and hashes a block while the one before it is written out. With a hash, the last block leaves only when all
    /// bytes had the digest, so a receiver that counts bytes never takes a damaged file for complete.
    /// </summary>
    private async Task PumpAsync(Stream destination, long from, long to, IncrementalHash? hash, CancellationToken ct)
    {
        using var blocks = new BlockPair();
        var writing = Task.CompletedTask;
        try
        {
            for (var at = from; at < to;)
            {
                var block = Upto(blocks.Next(), at, to);
                await FillAsync(block, at, ct);
                hash?.AppendData(block.Span);
                at += block.Length;
                await writing;
                ThrowIfDifferent(at == to ? hash : null);
                writing = destination.WriteAsync(block, ct).AsTask();
            }

            await writing;
        }
        finally
        {
            // The blocks go back to the pool, so no write may still be reading them.
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void ThrowIfDifferent(IncrementalHash? hash)
    {
        if (hash is not null && Compare(hash) is { } finding)
        {
            throw finding.ToRefusal();
        }
    }

    private BlobFinding? Compare(IncrementalHash hash)
    {
        var found = Convert.ToHexStringLower(hash.GetHashAndReset());
        return found == _sha256 ? null : new BlobFinding(_sha256, BlobProblem.Changed, found, _size);
    }

    private async Task FillAsync(Memory<byte> block, long at, CancellationToken ct)
    {
        if (!await TryFillAsync(block, at, ct))
        {
            throw new BlobFinding(_sha256, BlobProblem.Unreadable).ToRefusal();
        }
    }

    /// <summary>False when the disk fails or the file was cut since it was opened.</summary>
    private async Task<bool> TryFillAsync(Memory<byte> block, long at, CancellationToken ct)
    {
        try
        {
            int read;
            for (; block.Length > 0 && (read = await RandomAccess.ReadAsync(_handle, block, at, ct)) > 0; block = block[read..])
            {
                at += read;
            }

            return block.Length == 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static Memory<byte> Upto(Memory<byte> block, long at, long to) => block[..(int)Math.Min(block.Length, to - at)];
}
