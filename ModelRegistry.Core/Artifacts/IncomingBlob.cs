using System.Security.Cryptography;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Artifacts;

/// <summary>
/// A file on its way in: hashed while it is written under a temporary name, published only when complete, checked and
/// flushed. Disposing removes the temporary file unless it was published.
/// </summary>
internal sealed class IncomingBlob : IAsyncDisposable
{
    private const long FlushEveryBytes = 64 * 1024 * 1024;

    private readonly StoreLayout _layout;

    private readonly string _temporary;

    private readonly FileStream _file;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private Task _flushing = Task.CompletedTask;

    private long _flushedSize;

    public IncomingBlob(StoreLayout layout)
    {
        _layout = layout;
        _temporary = layout.NewTemporary();
        var options = new FileStreamOptions
        {
            Mode = System.IO.FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 0,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = StoreLayout.FileMode;
        }

        try
        {
            _file = new FileStream(_temporary, options);
        }
        catch (Exception e)
        {
            layout.EndTemporary(_temporary);
            if (StoreFault.Translate(e) is { } fault)
            {
                throw fault;
            }

            throw;
        }
    }

    public long Size { get; private set; }

    /// <summary>Takes the whole stream; stops as soon as more than <paramref name="expectedSize"/> bytes came.</summary>
    public async Task ReceiveAsync(Stream content, long? expectedSize, CancellationToken ct)
    {
        using var blocks = new BlockPair();
        var block = await FillAsync(content, blocks.Next(), ct);
        while (block.Length > 0)
        {
            Size += block.Length;
            if (Size > expectedSize)
            {
                throw RegistryException.Malformed("content_too_long", $"More than the announced {expectedSize} bytes arrived; nothing was kept.");
            }

            var stored = StoreAsync(block, ct);
            var next = block.Length == BlockPair.BlockBytes ? FillAsync(content, blocks.Next(), ct) : Task.FromResult(Memory<byte>.Empty);
            await Task.WhenAll(stored, next);
            block = await next;
            await FlushAlongAsync();
        }
    }

    /// <summary>The digest of what arrived. To be asked once, after receiving.</summary>
    public string Sha256() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    /// <summary>Makes the file durable under its digest. From here on nothing is cancelled: it is there or it is not.</summary>
    public async Task PublishAsync(string sha256)
    {
        await _flushing;
        DiskFlush.File(_file.SafeFileHandle);
        await _file.DisposeAsync();
        _layout.Publish(_temporary, sha256);
    }

    public async ValueTask DisposeAsync()
    {
        await _flushing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _hash.Dispose();
        try
        {
            await _file.DisposeAsync();
            File.Delete(_temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A disk that failed: why the upload ended is told already, and what stays is swept with the leftovers.
        }
        finally
        {
            _layout.EndTemporary(_temporary);
        }
    }

    /// <summary>
    /// Sends what has come so far to the disk while more arrives: else a file of 20 GB waits for all of it at the end. A
    /// failure must end the upload, because the kernel reports it only once.
    /// </summary>
    private async Task FlushAlongAsync()
    {
        if (Size - _flushedSize >= FlushEveryBytes && _flushing.IsCompleted)
        {
            await _flushing;
            _flushedSize = Size;
            _flushing = Task.Run(() => StoreFault.GuardAsync(() =>
            {
                DiskFlush.File(_file.SafeFileHandle);
                return Task.CompletedTask;
            }));
        }
    }

    /// <summary>Writes and hashes side by side: each alone is about as fast as the other.</summary>
    private Task StoreAsync(ReadOnlyMemory<byte> block, CancellationToken ct) => Task.WhenAll(
        StoreFault.GuardAsync(() => _file.WriteAsync(block, ct).AsTask()),
        Task.Run(() => _hash.AppendData(block.Span), CancellationToken.None));

    /// <summary>Fills the block; a shorter one is the end of the stream.</summary>
    private static async Task<Memory<byte>> FillAsync(Stream content, Memory<byte> block, CancellationToken ct) =>
        block[..await content.ReadAtLeastAsync(block, block.Length, throwOnEndOfStream: false, ct)];
}
