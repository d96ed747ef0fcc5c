using System.IO.Compression;
using ModelRegistry.Core.Artifacts.Previews;

namespace ModelRegistry.Tests.Artifacts.Previews;

/// <summary>Files made to exhaust whoever looks at them: each ends in a verdict, within the memory and work that a look may cost.</summary>
public sealed class PickleLimitsTests
{
    private const long MostMemory = 64L * 1024 * 1024;

    [Theory]
    [InlineData("tuples within tuples", ")\u0085\u0094", 3_000_000)]
    [InlineData("marks", "(", 3_000_000)]
    [InlineData("values", "N", 3_000_000)]
    [InlineData("memo", "N\u00940", 3_000_000)]
    [InlineData("texts", "\u008C\u0008abcdefgh\u00940", 3_000_000)]
    [InlineData("small pickles", "N.", 3_000_000)]
    [InlineData("wide tuples", "(NNNNNNNt\u0094", 1_000_000)]
    public void What_is_repeated_without_end_stays_within_memory(string what, string piece, int times)
    {
        var unit = System.Text.Encoding.Latin1.GetBytes(piece);
        var bytes = new byte[unit.Length * times];
        for (var i = 0; i < times; i++)
        {
            unit.CopyTo(bytes, i * unit.Length);
        }

        var (scan, allocated) = Measure(bytes);

        Assert.True(allocated < MostMemory, $"{what} allocated {allocated} bytes.");
        Assert.Contains(scan.Verdict, new[] { PickleVerdict.NotFullyUnderstood, PickleVerdict.OnlyKnownImports });
    }

    [Fact]
    public void Names_without_end_are_cut_and_a_danger_after_them_is_still_named()
    {
        var bytes = new MemoryStream();
        using (var writer = new StreamWriter(bytes, leaveOpen: true))
        {
            for (var i = 0; i < 50_000; i++)
            {
                writer.Write($"cmodule{i}\n{new string('n', 500)}\n0");
            }

            writer.Write("cos\nsystem\n.");
        }

        var (scan, allocated) = Measure(bytes.ToArray());

        Assert.Equal(PickleVerdict.KnownDangerous, scan.Verdict);
        Assert.Equal("os.system", scan.Imports[0].FullName);
        Assert.Equal(2_001, scan.Imports.Count);
        Assert.Equal(48_000, scan.ImportsLeftOut);
        Assert.True(allocated < 50_000 * 10_000L, $"{allocated} bytes for 50 000 names"); // each name's text once, as garbage
    }

    [Theory]
    [InlineData("58FFFFFFFF")]
    [InlineData("8DFFFFFFFFFFFFFFFF")]
    [InlineData("8EFFFFFFFFFFFFFF7F")]
    [InlineData("8BFFFFFFFF")]
    [InlineData("54FFFFFFFF")]
    [InlineData("95FFFFFFFFFFFFFFFF2E")]
    [InlineData("4E72FFFFFFFF2E")]
    public void A_length_or_number_beyond_the_file_is_not_followed(string hex) =>
        Assert.Equal(PickleVerdict.NotFullyUnderstood, Pickles.Scan(Convert.FromHexString(hex)).Verdict);

    [Fact]
    public void A_spent_account_of_work_or_bytes_is_not_fully_understood()
    {
        var bytes = PickleBytes.Protocol(4).Ops(new string('N', 200_000)).Stop().ToArray();

        Assert.Contains("more work", Assert.Single(Pickles.Scan(bytes, new PreviewLimits { MostWork = 1_000 }).Reasons), StringComparison.Ordinal);
        Assert.Contains("more bytes", Assert.Single(Pickles.Scan(bytes, new PreviewLimits { MostBytes = 50_000 }).Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void A_bomb_in_gzip_ends_at_the_limit()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var block = new byte[1024 * 1024];
            Array.Fill(block, (byte)'(');
            for (var i = 0; i < 40; i++)
            {
                gzip.Write(block);
            }
        }

        var (scan, allocated) = Measure(packed.ToArray());

        Assert.Equal(PickleVerdict.NotFullyUnderstood, scan.Verdict);
        Assert.True(allocated < MostMemory);
    }

    [Fact]
    public void The_callers_cancellation_ends_it()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var bytes = PickleBytes.Protocol(4).Ops(new string('N', 100_000)).Stop().ToArray();

        Assert.Throws<OperationCanceledException>(() => PickleScanner.Scan(new MemoryStream(bytes), null, cancelled.Token));
    }

    [Fact]
    public void Bytes_of_any_kind_end_in_a_verdict()
    {
        var random = new Random(12);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(1, 60)];
            random.NextBytes(bytes);
            Pickles.Scan(bytes);
        }
    }

    /// <summary>All that a scan allocates on its thread, garbage included: what it holds at any time is no more.</summary>
    private static (PickleScan Scan, long Allocated) Measure(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var scan = PickleScanner.Scan(stream);
        return (scan, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
