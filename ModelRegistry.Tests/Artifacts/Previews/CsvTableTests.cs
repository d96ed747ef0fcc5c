using System.Globalization;
using System.Text;
using ModelRegistry.Core.Artifacts.Previews;

namespace ModelRegistry.Tests.Artifacts.Previews;

public sealed class CsvTableTests
{
    [Theory]
    [InlineData("a,b,c\n1,2,3\n4,5,6\n", ',')]
    [InlineData("a;b;c\n1,5;2;3\n4,5;5;6\n", ';')]
    [InlineData("a\tb\n1\t2\n", '\t')]
    [InlineData("a|b\n1|2\n", '|')]
    [InlineData("a,b\n\"x;y;z\",2\n\"p;q;r\",4\n", ',')]
    public void The_delimiter_is_found(string csv, char delimiter) => Assert.Equal(delimiter, First(csv).Layout.Delimiter);

    [Theory]
    [InlineData("name,age\nann,3\nbob,4\n", true)]
    [InlineData(",age\n0,3\n1,4\n", true)]
    [InlineData("1.5,2\n3,4\n", false)]
    [InlineData("ann,3\nbob,4\n", false)]
    [InlineData("x,x\n1,2\n", false)]
    [InlineData("2024-01-01,a\n2024-01-02,b\n", false)]
    public void A_header_is_guessed(string csv, bool header) => Assert.Equal(header, First(csv).Layout.HasHeader);

    [Fact]
    public void Quotes_hold_delimiters_line_breaks_and_quotes()
    {
        var page = First("a,b\n\"x, \"\"y\"\"\r\nz\",2\r\n\"\",3\rlast,\"4\"");

        Assert.Equal(["a", "b"], page.Header);
        Assert.Equal(["x, \"y\"\nz|2", "|3", "last|4"], page.Rows.Select(r => string.Join('|', r.Cells)));
        Assert.Equal((3L, null), (page.TotalRows, page.Next));
    }

    [Fact]
    public void Ten_thousand_columns_show_the_first_and_say_how_many_there_are()
    {
        var line = string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"c{i}"));
        var page = First($"{line}\n{line}\n");

        Assert.Equal((10_000, 50), (page.Columns, page.ColumnsShown));
        Assert.Equal((50, 10_000), (page.Rows[0].Cells.Count, page.Rows[0].Columns));
        Assert.Equal(["10000 columns, of which the first 50 are shown."], page.Notes);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void Pages_follow_one_another_from_their_places(string encoding)
    {
        var text = new StringBuilder("id,text\r\n");
        for (var i = 0; i < 1000; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i},\"zeile {i}\nü\"\r\n");
        }

        var file = new MemoryStream([.. Encoding.GetEncoding(encoding).GetPreamble(), .. Encoding.GetEncoding(encoding).GetBytes(text.ToString())]);
        var page = CsvTable.ReadFirst(file, file.Length);
        var rows = page.Rows.ToList();
        while (page.Next is { } next)
        {
            page = CsvTable.Read(file, page.Layout, next);
            rows.AddRange(page.Rows);
        }

        Assert.Equal(1000, page.TotalRows);
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"{i}|zeile {i}\nü"), rows.Select(r => string.Join('|', r.Cells)));
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (long)i), rows.Select(r => r.Number));
        Assert.Equal("700", CsvTable.Read(file, page.Layout, new CsvCursor(700, 0)).Rows[0].Cells[0]); // a row by its number, without a place
    }

    [Fact]
    public void The_encoding_is_told_without_a_mark()
    {
        Assert.Equal(CsvEncoding.Utf16LittleEndian, First(Encoding.Unicode.GetBytes("name,age\nann,3\n")).Layout.Encoding);
        Assert.Equal(CsvEncoding.Utf16BigEndian, First(Encoding.BigEndianUnicode.GetBytes("name,age\nann,3\n")).Layout.Encoding);
        var latin = First(Encoding.Latin1.GetBytes("name,ort\nmüller,köln\n"));
        Assert.Equal((CsvEncoding.Latin1, "müller"), (latin.Layout.Encoding, latin.Rows[0].Cells[0]));
        Assert.Contains(latin.Notes, note => note.Contains("Latin-1", StringComparison.Ordinal));
    }

    [Fact]
    public void A_quote_that_never_ends_is_said()
    {
        var page = First("a,b\n1,2\n\"x," + new string('y', 6_000_000));

        Assert.Contains("In row 2 begins a quote that does not end, so the rows after it cannot be told.", page.Notes);
        Assert.Null(page.TotalRows);
        Assert.Null(page.Next);
    }

    [Fact]
    public void Long_cells_are_cut_and_hidden_characters_made_visible()
    {
        var page = First($"a,b\n{new string('z', 1000)},x\u0007y\n");

        Assert.Equal(new string('z', 400) + "…", page.Rows[0].Cells[0]);
        Assert.Equal("x\uFFFDy", page.Rows[0].Cells[1]);
    }

    [Fact]
    public void Markup_and_formulas_are_text_like_any_other() =>
        Assert.Equal(["=cmd()", "<script>"], First("a,b\n=cmd(),<script>\n").Rows[0].Cells);

    [Fact]
    public void Rows_of_different_length_are_said() => Assert.Equal(["Not all rows have the same number of columns."], First("a,b\n1,2\n1,2,3\n").Notes);

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\"")]
    [InlineData("a")]
    public void Hardly_anything_is_a_table_too(string csv) => Assert.True(First(csv).Rows.Count <= 1);

    private static CsvPage First(string csv) => First(Encoding.UTF8.GetBytes(csv));

    private static CsvPage First(byte[] csv) => CsvTable.ReadFirst(new MemoryStream(csv), csv.Length);
}
