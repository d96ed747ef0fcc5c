using System.Buffers.Binary;
using System.Text;

namespace ModelRegistry.Bench.Circuits;

/// <summary>Reads one message of a circuit's hub: just as much of MessagePack as the hub sends.</summary>
internal ref struct HubReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>Cuts the next whole message off what has arrived; false when more must come first.</summary>
    public static bool TryCut(ref ReadOnlySpan<byte> arrived, out ReadOnlySpan<byte> message)
    {
        message = default;
        var (length, shift, at) = (0, 0, 0);
        while (at < arrived.Length)
        {
            var part = arrived[at++];
            length |= (part & 127) << shift;
            shift += 7;
            if (part < 128)
            {
                if (arrived.Length - at < length)
                {
                    return false;
                }

                message = arrived.Slice(at, length);
                arrived = arrived[(at + length)..];
                return true;
            }
        }

        return false;
    }

    public int Array()
    {
        var kind = Byte();
        return kind switch { >= 0x90 and <= 0x9f => kind & 15, 0xdc => (int)Whole(2), 0xdd => (int)Whole(4), _ => throw Unknown(kind) };
    }

    public long Number()
    {
        var kind = Byte();
        return kind switch
        {
            < 0x80 => kind,
            >= 0xe0 => (sbyte)kind,
            0xcc => Whole(1),
            0xcd => Whole(2),
            0xce => Whole(4),
            0xcf => Whole(8),
            0xd0 => (sbyte)Whole(1),
            0xd1 => (short)Whole(2),
            0xd2 => (int)Whole(4),
            0xd3 => Whole(8),
            _ => throw Unknown(kind),
        };
    }

    public string? Text() => _rest[0] == 0xc0 ? Nothing() : Encoding.UTF8.GetString(Bytes());

    /// <summary>A text's or a binary's bytes.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        var kind = Byte();
        return Take(kind switch
        {
            >= 0xa0 and <= 0xbf => kind & 31,
            0xd9 or 0xc4 => (int)Whole(1),
            0xda or 0xc5 => (int)Whole(2),
            0xdb or 0xc6 => (int)Whole(4),
            _ => throw Unknown(kind),
        });
    }

    /// <summary>The headers of a message, which are always empty here.</summary>
    public void Headers()
    {
        if (Byte() is var kind and not 0x80)
        {
            throw Unknown(kind);
        }
    }

    private string? Nothing()
    {
        Byte();
        return null;
    }

    private byte Byte() => Take(1)[0];

    private long Whole(int bytes)
    {
        Span<byte> wide = stackalloc byte[8];
        wide.Clear();
        Take(bytes).CopyTo(wide[(8 - bytes)..]);
        return BinaryPrimitives.ReadInt64BigEndian(wide);
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private static InvalidDataException Unknown(byte kind) => new($"Not expected from the hub: 0x{kind:x2}.");
}
