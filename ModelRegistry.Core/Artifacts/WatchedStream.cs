namespace ModelRegistry.Core.Artifacts;

/// <summary>
/// What somebody sends, for as long as they may: between two blocks it asks again when the last answer has become old, and the refusal ends the
/// reading. What is read from stays open: it belongs to whoever made it.
/// </summary>
internal sealed class WatchedStream(Stream source, Func<CancellationToken, Task> stillAllowed, TimeSpan every, TimeProvider time) : Stream
{
    private long _asked = time.GetTimestamp();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await source.ReadAsync(buffer, cancellationToken);
        if (time.GetElapsedTime(_asked) >= every)
        {
            await stillAllowed(cancellationToken);
            _asked = time.GetTimestamp();
        }

        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
