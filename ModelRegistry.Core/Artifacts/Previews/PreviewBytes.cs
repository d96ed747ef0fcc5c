namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>
/// Reads a stream forward through one small block, jumps over what is of no interest, and keeps account. The end of the
/// stream, damage in its compression and a spent account all look like an end; <see cref="Trouble"/> tells the latter two.
/// </summary>
internal sealed class PreviewBytes
{
    private const int BlockBytes = 32 * 1024;

    private readonly Stream _stream;
    private readonly PreviewWork _work;
    private readonly byte[] _block = new byte[BlockBytes];
    private int _at;
    private int _end;
    private long _blockStart;

    public PreviewBytes(Stream stream, PreviewWork work) => (_stream, _work) = (stream, work);

    /// <summary>Counted from where the stream stood at first.</summary>
    public long Position => _blockStart + _at;

    /// <summary>Why the end is not the file's own end; null when it is.</summary>
    public string? Trouble { get; private set; }

    /// <summary>The next byte without taking it, or -1 at the end.</summary>
    public int Peek() => _at < _end || Fill() ? _block[_at] : -1;

    /// <summary>The next byte, or -1 at the end.</summary>
    public int Read() => _at < _end || Fill() ? _block[_at++] : -1;

    /// <summary>Fills the whole span; false when the stream ends before.</summary>
    public bool TryRead(Span<byte> into)
    {
        while (into.Length > 0)
        {
            if (_at == _end && !Fill())
            {
                return false;
            }

            var count = Math.Min(into.Length, _end - _at);
            _block.AsSpan(_at, count).CopyTo(into);
            _at += count;
            into = into[count..];
        }

        return true;
    }

    /// <summary>Passes over bytes, without reading them where the stream can jump; false when it has fewer, and then it is at its end.</summary>
    public bool TrySkip(long count)
    {
        if (count < 0)
        {
            return false;
        }

        var here = Math.Min(count, _end - _at);
        _at += (int)here;
        count -= here;
        if (count == 0)
        {
            return true;
        }

        return _stream.CanSeek ? TryJump(count) : TryReadOver(count);
    }

    private bool TryJump(long count)
    {
        var left = Math.Max(0, _stream.Length - _stream.Position);
        var jump = Math.Min(count, left);
        _blockStart += _end + jump;
        _at = _end = 0;
        _stream.Seek(jump, SeekOrigin.Current);
        return jump == count;
    }

    private bool TryReadOver(long count)
    {
        while (count > 0 && Fill())
        {
            var here = Math.Min(count, _end - _at);
            _at += (int)here;
            count -= here;
        }

        return count == 0;
    }

    private bool Fill()
    {
        if (Trouble is not null)
        {
            return false;
        }

        try
        {
            var read = _stream.Read(_block, 0, BlockBytes);
            _blockStart += _end;
            (_at, _end) = (0, read);
            if (read > 0 && !_work.TakeBytes(read))
            {
                _end = 0;
                Trouble = _work.Spent;
            }
        }
        catch (InvalidDataException)
        {
            _blockStart += _end;
            _at = _end = 0;
            Trouble = "Its compression is damaged.";
        }

        return _end > 0;
    }
}
