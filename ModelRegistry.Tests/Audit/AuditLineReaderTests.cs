using System.Text;
using ModelRegistry.Core.Audit;
using ModelRegistry.Tests.Support;
using static ModelRegistry.Tests.Audit.AuditRows;

namespace ModelRegistry.Tests.Audit;

public sealed class AuditLineReaderTests
{
    [Fact]
    public void Export_is_one_object_a_line_with_its_members_in_order()
    {
        var line = new AuditLine(1, "{\"a\":\"é\\n\"}", "00", "ff");

        Assert.Equal(
            "{\"seq\":1,\"body\":\"{\\\"a\\\":\\\"é\\\\n\\\"}\",\"previousHash\":\"00\",\"hash\":\"ff\"}\n",
            Encoding.UTF8.GetString(Export([line])));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(10)]
    public void Unreadable_line_is_named_once_and_the_rest_is_verified(int seq)
    {
        foreach (var garbage in new[]
        {
            "garbage", "{", "{}", "[]", "null", "{\"seq\":1.5}", "{\"seq\":1,\"body\":\"\\ud800\",\"previousHash\":\"\",\"hash\":\"\"}",
            "{\"seq\":1,\"seq\":1,\"body\":\"\",\"previousHash\":\"\",\"hash\":\"\"}",
                "{\"seq\":1,\"body\":\"\",\"previousHash\":\"\",\"hash\":\"\",\"more\":1}",
            "{\"seq\":1,\"body\":\"\",\"previousHash\":\"\",\"hash\":\"\"} x", "{\"seq\":1,\"body\":{},\"previousHash\":\"\",\"hash\":\"\"}",
        })
        {
            var lines = Lines(10);
            lines[seq - 1] = garbage;

            var result = VerifyExport(Bytes(lines));

            var finding = Assert.Single(result.Findings);
            Assert.Equal((seq, seq, AuditProblem.Malformed), (finding.FromSeq, finding.ToSeq, finding.Problem));
            Assert.Equal(9, result.Events);
        }
    }

    [Fact]
    public void Unreadable_line_between_two_whole_ones_is_no_missing_event()
    {
        var lines = Lines(10);
        lines.Insert(4, "garbage");
        lines.Insert(4, "garbage");

        Assert.Equal(["Malformed 5-6"], Named(VerifyExport(Bytes(lines))));
    }

    [Fact]
    public void Unreadable_line_beside_deleted_ones_leaves_the_deletion_named()
    {
        var lines = Lines(10);
        lines[4] = "garbage";
        lines.RemoveRange(5, 2);

        Assert.Equal(["Malformed 5", "Deleted 6-7"], Named(VerifyExport(Bytes(lines))));
    }

    [Fact]
    public void Last_line_that_was_cut_is_named()
    {
        var export = Export(Chain(10));

        Assert.Equal(["Malformed 10"], Named(VerifyExport(export[..^20])));
    }

    [Fact]
    public void Line_ends_of_another_system_a_byte_order_mark_and_empty_lines_do_no_harm()
    {
        var text = "\uFEFF" + string.Join("\r\n\r\n", Lines(10));

        Assert.True(VerifyExport(Encoding.UTF8.GetBytes(text)).Ok);
    }

    [Fact]
    public void Members_in_another_order_are_read()
    {
        var line = Chain(1)[0];
        var body = System.Text.Json.JsonSerializer.Serialize(line.Body);

        Assert.True(VerifyExport(Encoding.UTF8.GetBytes(
            $$"""{"hash":"{{line.Hash}}","previousHash":"{{line.PreviousHash}}","body":{{body}},"seq":1}""")).Ok);
    }

    [Fact]
    public async Task Pieces_of_any_size_give_the_same_result()
    {
        var export = Export(Chain(3));
        for (var size = 1; size < 40; size++)
        {
            var verifier = new AuditVerifier();
            var reader = new AuditLineReader(new Trickle(export, size));
            while (await reader.ReadAsync(verifier, CancellationToken.None))
            {
            }

            var result = verifier.Complete();
            Assert.Equal((true, 3), (result.Ok, result.Events));
        }
    }

    [Fact]
    public void Line_longer_than_the_buffer_is_read()
    {
        var body = AuditBody.Write(1, Start, new AuditActor("u1", "Reviewer"), "api", new TestHappened(
            null, null, null, null, new string('"', 1 << 20)));

        Assert.True(VerifyExport(Export([Linked(1, body, AuditChain.FirstPreviousHash)])).Ok);
    }

    private static List<string> Lines(int count) =>
        [.. Encoding.UTF8.GetString(Export(Chain(count))).Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    private static byte[] Bytes(List<string> lines) => Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");

    private sealed class Trickle(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken ct = default) =>
            base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], ct);
    }
}
