using System.Text;
using System.Text.RegularExpressions;

namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>
/// A file of one NumPy array: a signature, a version, the length of a header that is a Python literal, the array. An array of
/// objects is a pickle (numpy/lib/format.py, "Format Version 1.0" and later). Only a header that is exactly what NumPy writes for
/// plain numbers or text is taken to hold no pickle.
/// </summary>
internal static partial class NumpyArrayFile
{
    public const string Container = "NumPy array";

    private const int SignatureBytes = 8;
    private const int MostHeaderBytes = 64 * 1024;

    public static PickleOutcome Read(PickleReading reading, Func<Stream> open, int depth)
    {
        if (HeaderOf(reading, open) is not { } header)
        {
            return PickleReading.Closed("It is a NumPy array whose header cannot be read.", Container);
        }

        return Plain().IsMatch(header.Text)
            ? new PickleOutcome(new PickleFindings(), Container, Whole: true)
            : reading.ReadBare(() => Behind(open(), header.Bytes), depth) with { Container = Container };
    }

    private static (string Text, int Bytes)? HeaderOf(PickleReading reading, Func<Stream> open)
    {
        using var stream = open();
        var bytes = new PreviewBytes(stream, reading.Work);
        Span<byte> start = stackalloc byte[SignatureBytes + sizeof(uint)];
        if (!bytes.TryRead(start[..SignatureBytes]))
        {
            return null;
        }

        var width = start[SignatureBytes - 2] == 1 ? sizeof(ushort) : sizeof(uint);
        var raw = start.Slice(SignatureBytes, width);
        if (!bytes.TryRead(raw))
        {
            return null;
        }

        var length = width == sizeof(ushort) ? BitConverter.ToUInt16(raw) : BitConverter.ToUInt32(raw);
        var text = new byte[Math.Min(length, MostHeaderBytes)];
        return length <= MostHeaderBytes && bytes.TryRead(text) ? (Encoding.Latin1.GetString(text), SignatureBytes + width + text.Length) : null;
    }

    private static Stream Behind(Stream stream, int count)
    {
        Span<byte> passed = stackalloc byte[512];
        for (int read; count > 0 && (read = stream.Read(passed[..Math.Min(count, passed.Length)])) > 0;)
        {
            count -= read;
        }

        return stream;
    }

    [GeneratedRegex(
        @"^\{'descr': '[<>|=][biufcmMSU?]\d*(\[\w+\])?', 'fortran_order': (True|False), 'shape': \([\d, ]*\), \}\s*$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Plain();
}
