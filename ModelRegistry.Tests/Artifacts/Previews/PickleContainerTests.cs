using System.IO.Compression;
using System.Text;
using ModelRegistry.Core.Artifacts.Previews;

namespace ModelRegistry.Tests.Artifacts.Previews;

/// <summary>Pickles within archives and compressions, and archives that lie.</summary>
public sealed class PickleContainerTests
{
    private static readonly byte[] Danger = PickleBytes.Bare().Global("os", "system").CallWith("id").Stop().ToArray();

    [Theory]
    [InlineData("archive/data.pkl")]
    [InlineData("data.pkl")]
    [InlineData("archive/extra.dat")]
    [InlineData("archive/data/0")]
    [InlineData("version")]
    public void A_pickle_is_found_whatever_its_name_in_the_archive(string name)
    {
        var scan = Pickles.Scan(Zip((name, [0x80, 2, .. Danger])));

        Assert.Equal(PickleVerdict.KnownDangerous, scan.Verdict);
        Assert.Equal(["os.system"], scan.Names());
    }

    [Fact]
    public void Bytes_of_tensors_that_begin_like_a_pickle_are_none()
    {
        var harmless = PickleBytes.Protocol(2).Global("collections", "OrderedDict").Ops(")R.").ToArray();
        var scan = Pickles.Scan(Zip(("archive/data.pkl", harmless), ("archive/data/0", [0x80, 2, 0, 0, 0x63])));

        Assert.Equal(PickleVerdict.OnlyKnownImports, scan.Verdict);
        Assert.Equal("PyTorch archive (zip)", scan.Container);
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void An_archive_within_an_archive_is_looked_into(CompressionLevel level)
    {
        var scan = Pickles.Scan(Zip(level, ("a.zip", Zip(level, ("b.bin", Zip(level, ("data.pkl", Danger)))))));

        Assert.Equal(PickleVerdict.KnownDangerous, scan.Verdict);
    }

    [Fact]
    public void Archives_nested_without_end_are_not_followed()
    {
        var bytes = Danger;
        for (var i = 0; i < 12; i++)
        {
            bytes = Zip(("a.zip", bytes));
        }

        var scan = Pickles.Scan(bytes);

        Assert.Equal(PickleVerdict.NotFullyUnderstood, scan.Verdict);
        Assert.Contains(scan.Reasons, reason => reason.Contains("deeper", StringComparison.Ordinal));
    }

    [Fact]
    public void A_wrong_checksum_does_not_end_the_look()
    {
        var bytes = Zip(CompressionLevel.NoCompression, ("data.pkl", Danger));
        bytes[14] ^= 0xFF; // CRC-32 in the member's header
        var central = bytes.AsSpan().IndexOf("PK\u0001\u0002"u8);
        bytes[central + 16] ^= 0xFF; // and in the directory

        Assert.Equal(["os.system"], Pickles.Scan(bytes).Names());
    }

    [Fact]
    public void A_member_that_says_it_is_encrypted_is_read_nevertheless()
    {
        var bytes = Zip(CompressionLevel.NoCompression, ("data.pkl", Danger));
        bytes[6] |= 1;
        bytes[bytes.AsSpan().IndexOf("PK\u0001\u0002"u8) + 8] |= 1;

        Assert.Equal(PickleVerdict.KnownDangerous, Pickles.Scan(bytes).Verdict);
    }

    [Fact]
    public void An_archive_without_its_end_or_with_another_name_for_a_member_is_not_understood()
    {
        var bytes = Zip(CompressionLevel.NoCompression, ("data.pkl", Danger));
        var renamed = (byte[])bytes.Clone();
        renamed[30] = (byte)'x';

        Assert.Equal(PickleVerdict.NotFullyUnderstood, Pickles.Scan(bytes[..^30]).Verdict);
        Assert.Equal(PickleVerdict.NotFullyUnderstood, Pickles.Scan(renamed).Verdict);
    }

    [Fact]
    public void A_member_whose_compression_is_damaged_is_not_understood()
    {
        var bytes = Zip(CompressionLevel.Optimal, ("data.pkl", [.. Enumerable.Repeat((byte)'N', 5000), .. Danger]));
        bytes[45] ^= 0xFF;
        bytes[46] ^= 0xFF;

        Assert.NotEqual(PickleVerdict.OnlyKnownImports, Pickles.Scan(bytes).Verdict);
    }

    [Fact]
    public void An_archive_without_pickles_says_so() =>
        Assert.Equal(["No pickle was found in this archive."], Pickles.Scan(Zip(("readme.txt", "hello"u8.ToArray()))).Reasons);

    [Fact]
    public void Gzip_and_zlib_are_looked_into()
    {
        var (gzip, zlib) = (new MemoryStream(), new MemoryStream());
        using (var stream = new GZipStream(gzip, CompressionLevel.Optimal, leaveOpen: true))
        {
            stream.Write(Danger);
        }

        using (var stream = new ZLibStream(zlib, CompressionLevel.Optimal, leaveOpen: true))
        {
            stream.Write(gzip.ToArray());
        }

        var scan = Pickles.Scan(zlib.ToArray());

        Assert.Equal((PickleVerdict.KnownDangerous, "zlib, gzip"), (scan.Verdict, scan.Container));
    }

    [Theory]
    [InlineData("425A683931415926", "bzip2")]
    [InlineData("FD377A585A00", "xz")]
    [InlineData("5D00008000", "lzma")]
    [InlineData("04224D18", "lz4")]
    [InlineData("28B52FFD", "Zstandard")]
    [InlineData("377ABCAF271C", "7z")]
    [InlineData("526172211A07", "rar")]
    public void Other_compressions_are_said_and_not_looked_into(string hex, string name)
    {
        var scan = Pickles.Scan([.. Convert.FromHexString(hex), .. new byte[100]]);

        Assert.Equal(PickleVerdict.NotFullyUnderstood, scan.Verdict);
        Assert.Equal([$"It is compressed or packed with {name}, which is not looked into."], scan.Reasons);
    }

    [Fact]
    public void A_numpy_header_that_hides_objects_is_read_as_a_pickle()
    {
        byte[] File(string header) => [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.Latin1.GetBytes(header), .. Danger];

        Assert.Equal(["os.system"], Pickles.Scan(File("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }\n")).Names());
        Assert.Equal(["os.system"], Pickles.Scan(File("{'descr': '\\x4f', 'fortran_order': False, 'shape': (1,), }\n")).Names());
        Assert.Empty(Pickles.Scan(File("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }\n")).Names());
    }

    private static byte[] Zip(params (string Name, byte[] Bytes)[] members) => Zip(CompressionLevel.Optimal, members);

    private static byte[] Zip(CompressionLevel level, params (string Name, byte[] Bytes)[] members)
    {
        var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in members)
            {
                using var stream = archive.CreateEntry(name, level).Open();
                stream.Write(content);
            }
        }

        return bytes.ToArray();
    }
}
