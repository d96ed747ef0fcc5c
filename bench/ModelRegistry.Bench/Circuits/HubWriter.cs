using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace ModelRegistry.Bench.Circuits;

/// <summary>Writes what a browser sends to a circuit's hub: MessagePack arrays, each behind its length. Only the few types that those calls need.</summary>
internal sealed class HubWriter
{
    private const int Invocation = 1;
    private const int PingType = 6;

    private readonly ArrayBufferWriter<byte> _body = new();

    public static ReadOnlyMemory<byte> Ping()
    {
        var writer = new HubWriter();
        writer.Array(1);
        writer.Number(PingType);
        return writer.Framed();
    }

    /// <summary>A call of a hub method; with an id it is answered.</summary>
    public static ReadOnlyMemory<byte> Call(string? id, string target, params object?[] arguments)
    {
        var writer = new HubWriter();
        writer.Array(6);
        writer.Number(Invocation);
        writer._body.Write<byte>([0x80]); // no headers
        writer.Value(id);
        writer.Value(target);
        writer.Array(arguments.Length);
        foreach (var argument in arguments)
        {
            writer.Value(argument);
        }

        writer.Array(0);
        return writer.Framed();
    }

    private void Value(object? value)
    {
        switch (value)
        {
            case null:
                _body.Write<byte>([0xc0]);
                break;
            case bool flag:
                _body.Write<byte>([flag ? (byte)0xc3 : (byte)0xc2]);
                break;
            case string text:
                Text(text);
                break;
            default:
                Number(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
        }
    }

    private void Array(int count) => _body.Write<byte>([(byte)(0x90 | count)]);

    private void Number(long value)
    {
        if (value is >= 0 and < 128)
        {
            _body.Write<byte>([(byte)value]);
            return;
        }

        Span<byte> bytes = stackalloc byte[9];
        bytes[0] = 0xd3;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], value);
        _body.Write(bytes);
    }

    private void Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> head = stackalloc byte[5];
        head[0] = 0xdb;
        BinaryPrimitives.WriteInt32BigEndian(head[1..], bytes.Length);
        _body.Write(head);
        _body.Write(bytes);
    }

    private byte[] Framed()
    {
        var head = new List<byte>();
        for (var length = _body.WrittenCount; ; length >>= 7)
        {
            if (length < 128)
            {
                head.Add((byte)length);
                break;
            }

            head.Add((byte)(length & 127 | 128));
        }

        return [.. head, .. _body.WrittenSpan];
    }
}
