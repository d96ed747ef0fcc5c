using System.Text;
using ModelRegistry.Core.Compare;

namespace ModelRegistry.Tests.Compare;

public sealed class ComparisonCsvTests
{
    [Fact]
    public async Task A_comparison_is_a_table_that_a_spreadsheet_and_a_program_read()
    {
        var csv = await WriteAsync(["v3", "v7"],
            new ExportRow("Metrics", "accuracy", [ExportCell.Of(0.1 + 0.2), ExportCell.Of((double?)null)]),
            new ExportRow("Metrics", "loss", [ExportCell.Of(-5), ExportCell.Of(double.NegativeInfinity)]),
            new ExportRow("Metrics", "size", [ExportCell.Of(1e300), ExportCell.Of(double.NaN)]),
            new ExportRow("Parameters", "a, \"b\"", [ExportCell.Of("line\nbreak"), ExportCell.Of((string?)null)]));

        Assert.Equal("\uFEFFSection,Name,v3,v7\r\nMetrics,accuracy,0.30000000000000004,\r\nMetrics,loss,-5,-Infinity\r\nMetrics,size,1E+300,NaN\r\n"
            + "Parameters,\"a, \"\"b\"\"\",\"line\nbreak\",\r\n", csv);
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+cmd|' /C calc'!A0")]
    [InlineData("-2+3+cmd")]
    [InlineData("@SUM(1)")]
    [InlineData("\tx")]
    [InlineData("\rx")]
    [InlineData("\nx")]
    [InlineData("  =1")]
    [InlineData("\u00A0=1")]
    [InlineData("\0=1")]
    [InlineData("\u200B=1")]
    [InlineData("\uFEFF-x")]
    [InlineData("＝1")]
    [InlineData("－1")]
    [InlineData("-")]
    [InlineData("-Infinity")]
    [InlineData("--5")]
    [InlineData("-1e5e5")]
    [InlineData("+1 234")]
    public async Task A_text_that_a_spreadsheet_would_run_is_text(string text)
    {
        Assert.Equal($"'{text}", ComparisonCsv.Harmless(text));

        var csv = await WriteAsync([text], new ExportRow(text, text, [ExportCell.Of(text)]));
        Assert.Equal(4, csv.Split($"'{text}").Length - 1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-5")]
    [InlineData("+0.25")]
    [InlineData("-1.5e-7")]
    [InlineData("1e5")]
    [InlineData("a=b")]
    [InlineData("'=1")]
    [InlineData("x\t=1")]
    [InlineData("−5")]
    public void Numbers_and_ordinary_texts_stay_as_they_are(string text) => Assert.Equal(text, ComparisonCsv.Harmless(text));

    [Fact]
    public async Task A_row_has_a_cell_per_version() =>
        await Assert.ThrowsAsync<ArgumentException>(() => WriteAsync(["v1", "v2"], new ExportRow("", "", [ExportCell.Of(1)])));

    [Fact]
    public async Task The_stream_stays_open_and_a_cancelled_export_ends()
    {
        using var stream = new MemoryStream();
        await ComparisonCsv.WriteAsync(stream, ["v1"], [], default);
        Assert.True(stream.CanWrite);

        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            ComparisonCsv.WriteAsync(stream, ["v1"], Enumerable.Repeat(new ExportRow("", "x", [ExportCell.Of(1)]), 1_000_000), cancelled.Token));
    }

    [Fact]
    public async Task Half_a_character_breaks_nothing() =>
        Assert.Contains("a\uFFFDb", await WriteAsync(["v1"], new ExportRow("", "a\ud800b", [ExportCell.Of(1)])), StringComparison.Ordinal);

    private static async Task<string> WriteAsync(IReadOnlyList<string> columns, params ExportRow[] rows)
    {
        using var stream = new MemoryStream();
        await ComparisonCsv.WriteAsync(stream, columns, rows, default);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
