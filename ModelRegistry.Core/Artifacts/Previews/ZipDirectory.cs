using System.Buffers.Binary;
using System.Text;

namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>A file within a zip archive, as the archive's directory tells it.</summary>
internal sealed record ZipMember(string Name, int Method, bool IsEncrypted, long PackedBytes, long HeaderAt);

/// <summary>
/// Reads the directory of a zip archive as Python's zipfile finds it, by the end of the file (APPNOTE.TXT 4.3.12 to 4.3.16,
/// 4.5.3), in bounded memory. Checksums and sizes of contents are not looked at, because loaders of models do not either:
/// a wrong one must not end the look (CVE-2025-10156).
/// </summary>
internal sealed class ZipDirectory
{
    private const int MostMembers = 20_000;
    private const int MostDirectoryBytes = 8 * 1024 * 1024;
    private const int MostNameBytes = 1024;
    private const int EndBytes = 22;
    private const int LocatorBytes = 20;
    private const int End64Bytes = 56;
    private const int EntryBytes = 46;
    private const int LocalBytes = 30;

    private readonly Stream _file;
    private readonly List<ZipMember> _members = [];

    /// <summary>What must be added to every place: bytes before the archive.</summary>
    private long _shift;

    private ZipDirectory(Stream file) => _file = file;

    public IReadOnlyList<ZipMember> Members => _members;

    /// <summary>What makes the directory incomplete, or readable in two ways; null when nothing does.</summary>
    public string? Trouble { get; private set; }

    public static ZipDirectory Read(Stream file)
    {
        var directory = new ZipDirectory(file);
        directory.Trouble = directory.Fill();
        return directory;
    }

    /// <summary>The packed bytes of a member; null when its own header is not where the directory says, or names another.</summary>
    public Stream? Open(ZipMember member)
    {
        Span<byte> header = stackalloc byte[LocalBytes];
        var at = _shift + member.HeaderAt;
        if (!TryReadAt(at, header) || !header.StartsWith("PK\u0003\u0004"u8))
        {
            return null;
        }

        var nameBytes = BinaryPrimitives.ReadUInt16LittleEndian(header[26..]);
        var name = new byte[Math.Min((int)nameBytes, MostNameBytes)];
        if (!TryReadAt(at + LocalBytes, name) || NameOf(name) != member.Name)
        {
            return null;
        }

        var from = at + LocalBytes + nameBytes + BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        return new PartStream(_file, from, Math.Max(0, Math.Min(member.PackedBytes, _file.Length - from)));
    }

    private string? Fill()
    {
        if (FindEnd() is not { } end)
        {
            return "The end of the archive is missing, so its files cannot be told.";
        }

        Span<byte> tail = stackalloc byte[EndBytes];
        TryReadAt(end, tail);
        long count = BinaryPrimitives.ReadUInt16LittleEndian(tail[10..]);
        long size = BinaryPrimitives.ReadUInt32LittleEndian(tail[12..]);
        long from = BinaryPrimitives.ReadUInt32LittleEndian(tail[16..]);
        var before = end;
        Span<byte> wide = stackalloc byte[End64Bytes];
        if (TryReadAt(end - LocatorBytes, wide[..LocatorBytes]) && wide.StartsWith("PK\u0006\u0007"u8))
        {
            before = end - LocatorBytes - End64Bytes;
            if (!TryReadAt(before, wide) || !wide.StartsWith("PK\u0006\u0006"u8))
            {
                return "The end of the archive is damaged.";
            }

            (count, size, from) = (ReadLong(wide[32..]), ReadLong(wide[40..]), ReadLong(wide[48..]));
        }

        if (size < 0 || from < 0 || size > before)
        {
            return "The end of the archive is damaged.";
        }

        _shift = before - size - from;
        if (size > MostDirectoryBytes || count > MostMembers)
        {
            return "The archive holds more files than a preview looks at.";
        }

        return FillFrom(before - size, size) ?? (
            _members.Count != count ? "The archive holds another number of files than it says."
            : _shift != 0 ? "The archive has bytes before its beginning, so that two readers may find two archives."
            : null);
    }

    private string? FillFrom(long at, long size)
    {
        var entries = new byte[size];
        if (!TryReadAt(at, entries))
        {
            return "The directory of the archive is damaged.";
        }

        for (var rest = entries.AsSpan(); rest.Length >= EntryBytes && rest.StartsWith("PK\u0001\u0002"u8);)
        {
            var nameBytes = BinaryPrimitives.ReadUInt16LittleEndian(rest[28..]);
            var extraBytes = BinaryPrimitives.ReadUInt16LittleEndian(rest[30..]);
            var whole = EntryBytes + nameBytes + extraBytes + BinaryPrimitives.ReadUInt16LittleEndian(rest[32..]);
            if (whole > rest.Length || _members.Count == MostMembers)
            {
                return "The directory of the archive is damaged, or too large.";
            }

            _members.Add(MemberOf(rest[..whole], nameBytes, extraBytes));
            rest = rest[whole..];
        }

        return null;
    }

    private static ZipMember MemberOf(ReadOnlySpan<byte> entry, int nameBytes, int extraBytes)
    {
        const uint inExtra = uint.MaxValue;
        var packed = BinaryPrimitives.ReadUInt32LittleEndian(entry[20..]);
        var unpacked = BinaryPrimitives.ReadUInt32LittleEndian(entry[24..]);
        var header = BinaryPrimitives.ReadUInt32LittleEndian(entry[42..]);
        var wide = Wide(entry.Slice(EntryBytes + nameBytes, extraBytes));
        long Next(uint narrow, ref ReadOnlySpan<byte> from)
        {
            if (narrow != inExtra || from.Length < sizeof(long))
            {
                return narrow;
            }

            var value = ReadLong(from);
            from = from[sizeof(long)..];
            return Math.Max(0, value);
        }

        Next(unpacked, ref wide);
        var packedBytes = Next(packed, ref wide);
        return new ZipMember(
            NameOf(entry.Slice(EntryBytes, Math.Min(nameBytes, MostNameBytes))),
            BinaryPrimitives.ReadUInt16LittleEndian(entry[10..]),
            (entry[8] & 1) != 0,
            packedBytes,
            Next(header, ref wide));
    }

    /// <summary>The numbers that do not fit into four bytes (4.5.3).</summary>
    private static ReadOnlySpan<byte> Wide(ReadOnlySpan<byte> extra)
    {
        const int head = 4;
        while (extra.Length >= head)
        {
            var length = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]), extra.Length - head);
            if (BinaryPrimitives.ReadUInt16LittleEndian(extra) == 1)
            {
                return extra.Slice(head, length);
            }

            extra = extra[(head + length)..];
        }

        return default;
    }

    private long? FindEnd()
    {
        var tail = new byte[Math.Min(_file.Length, EndBytes + ushort.MaxValue)];
        TryReadAt(_file.Length - tail.Length, tail);
        for (var at = tail.Length - EndBytes; at >= 0; at--)
        {
            if (tail.AsSpan(at).StartsWith("PK\u0005\u0006"u8))
            {
                return _file.Length - tail.Length + at;
            }
        }

        return null;
    }

    private bool TryReadAt(long at, Span<byte> into)
    {
        if (at < 0 || at > _file.Length - into.Length)
        {
            return false;
        }

        _file.Position = at;
        return _file.ReadAtLeast(into, into.Length, throwOnEndOfStream: false) == into.Length;
    }

    private static string NameOf(ReadOnlySpan<byte> name) => Encoding.UTF8.GetString(name);

    private static long ReadLong(ReadOnlySpan<byte> from) => BinaryPrimitives.ReadInt64LittleEndian(from);
}
