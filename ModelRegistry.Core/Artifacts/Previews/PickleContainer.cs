namespace ModelRegistry.Core.Artifacts.Previews;

internal enum PickleContainerKind
{
    Bare,
    Zip,
    Gzip,
    Zlib,
    NumpyArray,
    Bzip2,
    Xz,
    Lzma,
    Lz4,
    Zstandard,
    SevenZip,
    Rar,
    Tar,
    Hdf5,
}

/// <summary>What a pickle may lie in, by its first bytes: the signatures of the formats' own specifications.</summary>
internal static class PickleContainer
{
    private const int HeadBytes = 512;
    private const int TarSignatureAt = 257;

    public static string NameOf(PickleContainerKind kind) => kind switch
    {
        PickleContainerKind.SevenZip => "7z",
        PickleContainerKind.Zstandard => "Zstandard",
        PickleContainerKind.Hdf5 => "HDF5",
        _ => kind.ToString().ToLowerInvariant(),
    };

    public static PickleContainerKind Of(Func<Stream> open)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        return Of(head[..ReadHead(open, head)]);
    }

    public static PickleContainerKind Of(ReadOnlySpan<byte> head) => head switch
    {
        [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..] => PickleContainerKind.Zip,
        [0x1F, 0x8B, ..] => PickleContainerKind.Gzip,
        [0x78, 0x01 or 0x5E or 0x9C or 0xDA, ..] => PickleContainerKind.Zlib,
        [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..] => PickleContainerKind.NumpyArray,
        [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', 0x31, 0x41, 0x59, 0x26, ..] => PickleContainerKind.Bzip2,
        [0xFD, 0x37, 0x7A, 0x58, 0x5A, ..] => PickleContainerKind.Xz,
        [0x5D, 0, 0, ..] => PickleContainerKind.Lzma,
        [0x04, 0x22, 0x4D, 0x18, ..] => PickleContainerKind.Lz4,
        [0x28, 0xB5, 0x2F, 0xFD, ..] => PickleContainerKind.Zstandard,
        [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, ..] => PickleContainerKind.SevenZip,
        [(byte)'R', (byte)'a', (byte)'r', (byte)'!', ..] => PickleContainerKind.Rar,
        [0x89, (byte)'H', (byte)'D', (byte)'F', ..] => PickleContainerKind.Hdf5,
        _ => head.Length > TarSignatureAt && head[TarSignatureAt..].StartsWith("ustar"u8) ? PickleContainerKind.Tar : PickleContainerKind.Bare,
    };

    /// <summary>Reads what there is of the first bytes; damage in a compression reads as nothing.</summary>
    public static int ReadHead(Func<Stream> open, Span<byte> head)
    {
        try
        {
            using var stream = open();
            return stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException)
        {
            return 0;
        }
    }
}
