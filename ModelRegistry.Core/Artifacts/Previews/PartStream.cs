namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>A part of a stream that can seek, as a stream of its own. The whole stays open and belongs to the caller.</summary>
internal sealed class PartStream(Stream whole, long from, long length) : Stream
{
    private long _at;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _at;
        set => _at = value;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, Math.Max(0, length - _at));
        if (count == 0)
        {
            return 0;
        }

        whole.Position = from + _at;
        var read = whole.Read(buffer[..count]);
        _at += read;
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin) => _at = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _at + offset,
        _ => length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
