using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>
/// Reads what follows an opcode: numbers little-endian, lengths before bytes, or text up to a line break (Lib/pickletools.py,
/// "ArgumentDescriptor"). A text longer than a name can be is passed over, not kept. False means that the file ends first or
/// says something impossible.
/// </summary>
internal sealed class PickleArguments(PreviewBytes bytes, PreviewWork work, PickleTexts texts)
{
    private readonly byte[] _text = new byte[PickleTexts.MostTextBytes + 1];

    public bool TryUnsigned(int width, out ulong number)
    {
        Span<byte> raw = stackalloc byte[sizeof(ulong)];
        raw.Clear();
        var whole = bytes.TryRead(raw[..width]);
        number = BinaryPrimitives.ReadUInt64LittleEndian(raw);
        return whole;
    }

    public bool TryInt32(out int number)
    {
        var whole = TryUnsigned(sizeof(int), out var raw);
        number = unchecked((int)(uint)raw);
        return whole;
    }

    /// <summary>Passes over as many bytes as a length of this width says.</summary>
    public bool TrySkipCounted(int width) => TryUnsigned(width, out var length) && length <= long.MaxValue && bytes.TrySkip((long)length);

    /// <summary>A length that Python reads as signed; a negative one is refused there, too.</summary>
    public bool TrySkipCountedSigned() => TryInt32(out var length) && length >= 0 && bytes.TrySkip(length);

    public bool TryCountedText(int width, out PickleValue text)
    {
        text = default;
        return TryUnsigned(width, out var length) && length <= long.MaxValue && TryText((long)length, out text);
    }

    public bool TryCountedTextSigned(out PickleValue text)
    {
        text = default;
        return TryInt32(out var length) && length >= 0 && TryText(length, out text);
    }

    /// <summary>
    /// An integer of up to eight bytes; a longer one is passed over, but that PyTorch's mark is told from others by <paramref name="isTorchMark"/>.
    /// </summary>
    public bool TryLong(out PickleValue value, out bool isTorchMark)
    {
        (value, isTorchMark) = (PickleValue.Any, false);
        if (!TryUnsigned(1, out var length))
        {
            return false;
        }

        if (length > sizeof(long))
        {
            return length == (ulong)TorchMark.Length ? TryTorchMark(out isTorchMark) : bytes.TrySkip((long)length);
        }

        Span<byte> raw = stackalloc byte[sizeof(long)];
        raw.Clear();
        if (!bytes.TryRead(raw[..(int)length]))
        {
            return false;
        }

        if (length > 0 && raw[(int)length - 1] >= 0x80)
        {
            raw[(int)length..].Fill(0xFF); // two's complement, as Python writes it
        }

        value = PickleValue.OfNumber(BinaryPrimitives.ReadInt64LittleEndian(raw));
        return true;
    }

    /// <summary>The bytes up to a line break, without it; an empty span with <paramref name="lost"/> when there are too many to be kept.</summary>
    public bool TryLine(out ReadOnlySpan<byte> line, out bool lost)
    {
        line = default;
        lost = false;
        for (var length = 0L; ; length++)
        {
            var next = bytes.Read();
            if (next < 0 || (length % PreviewLimits.BytesPerUnit == 0 && !work.Take()))
            {
                return false;
            }

            if (next == '\n')
            {
                lost = length > PickleTexts.MostTextBytes;
                line = lost ? default : _text.AsSpan(0, (int)length);
                return true;
            }

            if (length <= PickleTexts.MostTextBytes)
            {
                _text[length] = (byte)next;
            }
        }
    }

    /// <summary>A line that is one of the two halves of a name.</summary>
    public bool TryNameLine(out string? name)
    {
        name = null;
        if (!TryLine(out var line, out var lost))
        {
            return false;
        }

        name = lost ? null : Encoding.UTF8.GetString(line);
        return true;
    }

    /// <summary>A decimal number of plain digits on a line. Python takes more (blanks, underscores, signs); no writer uses it.</summary>
    public bool TryIndexLine(out long number)
    {
        number = 0;
        return TryLine(out var line, out var lost) && !lost && long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>INT and LONG: what is no plain number is still a value, only not one that matters.</summary>
    public bool TryNumberLine(out PickleValue value)
    {
        value = PickleValue.Any;
        if (!TryLine(out var line, out _))
        {
            return false;
        }

        var digits = line.EndsWith("L"u8) ? line[..^1] : line;
        if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            value = PickleValue.OfNumber(number);
        }

        return true;
    }

    /// <summary>STRING: within quotes. One with escapes is not decoded: used as a name it is "not understood".</summary>
    public bool TryQuotedLine(out PickleValue text)
    {
        text = PickleValue.LostText;
        if (!TryLine(out var line, out var lost))
        {
            return false;
        }

        if (!lost && line is [(byte)'\'' or (byte)'"', .., _] && line[0] == line[^1] && !line.Contains((byte)'\\'))
        {
            text = texts.Add(line[1..^1]);
        }

        return true;
    }

    /// <summary>UNICODE: "raw-unicode-escape", Latin-1 with \uXXXX. One with escapes is not decoded, as above.</summary>
    public bool TryEscapedLine(out PickleValue text)
    {
        text = PickleValue.LostText;
        if (!TryLine(out var line, out var lost))
        {
            return false;
        }

        if (!lost && !line.Contains((byte)'\\'))
        {
            text = texts.Add(Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(line)));
        }

        return true;
    }

    private static ReadOnlySpan<byte> TorchMark => [0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19];

    private bool TryText(long length, out PickleValue text)
    {
        text = PickleValue.LostText;
        if (length > PickleTexts.MostTextBytes)
        {
            return bytes.TrySkip(length);
        }

        var kept = _text.AsSpan(0, (int)length);
        if (!bytes.TryRead(kept))
        {
            return false;
        }

        text = texts.Add(kept);
        return true;
    }

    private bool TryTorchMark(out bool isTorchMark)
    {
        Span<byte> raw = stackalloc byte[TorchMark.Length];
        var whole = bytes.TryRead(raw);
        isTorchMark = whole && raw.SequenceEqual(TorchMark);
        return whole;
    }
}
