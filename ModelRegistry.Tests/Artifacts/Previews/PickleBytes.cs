using System.Buffers.Binary;
using System.Text;
using ModelRegistry.Core.Artifacts.Previews;

namespace ModelRegistry.Tests.Artifacts.Previews;

/// <summary>Puts a pickle together opcode by opcode, also such as no pickler would write.</summary>
internal sealed class PickleBytes
{
    private readonly List<byte> _bytes = [];

    public static PickleBytes Protocol(byte protocol) => new PickleBytes().Raw(0x80, protocol);

    public static PickleBytes Bare() => new();

    public PickleBytes Raw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>Opcodes without an argument, by their letters.</summary>
    public PickleBytes Ops(string letters) => Raw(Encoding.Latin1.GetBytes(letters));

    public PickleBytes Text(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        return Raw(0x8C, (byte)utf8.Length).Raw(utf8);
    }

    public PickleBytes LongText(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, utf8.Length);
        return Ops("X").Raw(length).Raw(utf8);
    }

    public PickleBytes Global(string module, string name) => Ops($"c{module}\n{name}\n");

    public PickleBytes Memoize() => Raw(0x94);

    public PickleBytes StackGlobal() => Raw(0x93);

    public PickleBytes Get(byte index) => Ops("h").Raw(index);

    public PickleBytes Put(byte index) => Ops("q").Raw(index);

    /// <summary>A call of what is on top of the stack with one text.</summary>
    public PickleBytes CallWith(string argument) => Text(argument).Raw(0x85).Ops("R");

    public PickleBytes Stop() => Ops(".");

    public byte[] ToArray() => [.. _bytes];

    public PickleScan Scan() => Pickles.Scan(ToArray());
}

internal static class Pickles
{
    public static PickleScan Scan(byte[] bytes, PreviewLimits? limits = null) => PickleScanner.Scan(new MemoryStream(bytes), limits);

    public static string[] Names(this PickleScan scan) => [.. scan.Imports.Select(i => i.FullName)];

    /// <summary>A file that a library wrote (make_files.py).</summary>
    public static byte[] File(string name)
    {
        using var stream = typeof(Pickles).Assembly.GetManifestResourceStream($"previews/{name}") ?? throw new FileNotFoundException(name);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
