using System.Text;

namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>A field of a message: its number, and its value or where its bytes end.</summary>
internal readonly record struct ProtoField(int Number, bool HasBytes, ulong Value, long End);

/// <summary>
/// Reads the wire format of Protocol Buffers field by field and jumps over what nobody asks for (protobuf.dev, "Encoding"). Groups,
/// which no current schema has, end it.
/// </summary>
internal sealed class ProtoReader(PreviewBytes bytes, PreviewWork work)
{
    private const int TypeBits = 3;
    private const int VarintBits = 7;

    /// <summary>Why reading ended before its end; null while it goes well.</summary>
    public string? Fault { get; private set; }

    public long Position => bytes.Position;

    /// <summary>Hands over each field up to <paramref name="end"/>; of one with bytes, what the receiver leaves is passed over.</summary>
    public void Each(long end, Action<ProtoField> receive)
    {
        while (Fault is null && bytes.Position < end)
        {
            if (!work.Take() || !TryField(end, out var field))
            {
                Fail(bytes.Trouble ?? work.Spent ?? "A field is damaged.");
                return;
            }

            receive(field);
            if (Fault is null && field.HasBytes && !bytes.TrySkip(field.End - bytes.Position))
            {
                Fail(bytes.Trouble ?? "It ends in the middle.");
            }
        }
    }

    /// <summary>The text of a field with bytes, cut where it is too long.</summary>
    public string Text(ProtoField field, int mostBytes = 500)
    {
        var length = field.HasBytes ? field.End - bytes.Position : 0;
        var text = new byte[Math.Min(length, mostBytes)];
        if (!bytes.TryRead(text))
        {
            Fail(bytes.Trouble ?? "It ends in the middle.");
            return "";
        }

        return Encoding.UTF8.GetString(JsonEscapes.WholeCharacters(text, length > mostBytes)) + (length > mostBytes ? "…" : "");
    }

    /// <summary>The numbers of a repeated field, which may come one by one or packed.</summary>
    public void Numbers(ProtoField field, List<long> into, int most)
    {
        if (!field.HasBytes)
        {
            AddUpTo(into, most, field.Value);
            return;
        }

        while (Fault is null && bytes.Position < field.End && into.Count < most)
        {
            if (!TryVarint(out var number))
            {
                Fail("A number is damaged.");
                return;
            }

            AddUpTo(into, most, number);
        }
    }

    public void Fail(string fault) => Fault ??= fault;

    private static void AddUpTo(List<long> into, int most, ulong number)
    {
        if (into.Count < most)
        {
            into.Add(unchecked((long)number));
        }
    }

    private bool TryField(long end, out ProtoField field)
    {
        field = default;
        if (!TryVarint(out var tag) || tag >> TypeBits is 0 or > int.MaxValue)
        {
            return false;
        }

        var number = (int)(tag >> TypeBits);
        switch (tag & ((1 << TypeBits) - 1))
        {
            case 0:
                field = new ProtoField(number, HasBytes: false, TryVarint(out var value) ? value : 0, bytes.Position);
                return bytes.Position <= end;
            case 1:
                return bytes.TrySkip(sizeof(ulong)) && Fixed(number, out field);
            case 5:
                return bytes.TrySkip(sizeof(uint)) && Fixed(number, out field);
            case 2:
                if (!TryVarint(out var length) || length > (ulong)Math.Max(0, end - bytes.Position))
                {
                    return false;
                }

                field = new ProtoField(number, HasBytes: true, 0, bytes.Position + (long)length);
                return true;
            default:
                return false;
        }
    }

    private bool Fixed(int number, out ProtoField field)
    {
        field = new ProtoField(number, HasBytes: false, 0, bytes.Position);
        return true;
    }

    private bool TryVarint(out ulong value)
    {
        value = 0;
        for (var shift = 0; shift < 64; shift += VarintBits)
        {
            var next = bytes.Read();
            if (next < 0)
            {
                return false;
            }

            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return true;
            }
        }

        return false;
    }
}
