using System.Text;
using System.Text.Json;
using ModelRegistry.Core.Artifacts.Previews;

namespace ModelRegistry.Tests.Artifacts.Previews;

public sealed class NotebookReaderTests
{
    private const string Png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    [Fact]
    public void Cells_come_in_order_with_kind_number_source_and_outputs()
    {
        string[] lines = ["1\n"];
        var notebook = Read(new
        {
            cells = new object[]
            {
                new { cell_type = "markdown", source = new[] { "# Title\n", "text" }, metadata = new { x = new[] { 1 } } },
                new { cell_type = "code", execution_count = 3, source = "print(1)", outputs = new[] { new { output_type = "stream", text = lines } } },
                new { cell_type = "raw", source = "raw" },
            },
            metadata = new
            {
                kernelspec = new { display_name = "Python 3", name = "python3" },
                language_info = new { name = "python", codemirror_mode = new { name = "ipython" } },
            },
            nbformat = 4,
        });

        Assert.Null(notebook.Problem);
        Assert.Equal(("Python 3", "python"), (notebook.Kernel, notebook.Language));
        Assert.Equal([NotebookCellKind.Markdown, NotebookCellKind.Code, NotebookCellKind.Raw], notebook.Cells.Select(c => c.Kind));
        Assert.Equal(["# Title\ntext", "print(1)", "raw"], notebook.Cells.Select(c => c.Source));
        Assert.Equal(3, notebook.Cells[1].ExecutionCount);
        Assert.Equal(new NotebookOutput(NotebookOutputKind.Text, "1\n"), Assert.Single(notebook.Cells[1].Outputs));
    }

    [Fact]
    public void Markup_of_an_output_is_never_handed_on()
    {
        const string script = "<script>alert(1)</script>";
        var outputs = Outputs(
            Data(("text/html", new[] { script, script }), ("text/plain", "a table")),
            Data(("image/svg+xml", $"<svg>{script}</svg>")),
            Data(("application/javascript", "alert(1)"), ("application/vnd.plotly.v1+json", new { data = script })));

        Assert.Equal("a table", outputs[0].Text);
        Assert.StartsWith("Not shown: text/html", outputs[0].Note, StringComparison.Ordinal);
        Assert.Equal([NotebookOutputKind.LeftOut, NotebookOutputKind.LeftOut], outputs.Skip(1).Select(o => o.Kind));
        Assert.DoesNotContain(outputs, o => $"{o.Text}{o.Note}{o.Base64}".Contains("alert", StringComparison.Ordinal));
    }

    [Fact]
    public void A_picture_is_one_only_when_its_bytes_are()
    {
        var outputs = Outputs(
            Data(("image/png", Png + "\n"), ("text/plain", "<Figure>")),
            Data(("image/jpeg", Png)),
            Data(("image/png", "\"onerror=alert(1) " + Png)),
            Data(("image/png", Convert.ToBase64String("<svg onload=alert(1)></svg>"u8))));

        Assert.Equal(new NotebookOutput(NotebookOutputKind.Image, "<Figure>", "image/png", Png), outputs[0]);
        Assert.All(outputs.Skip(1), o => Assert.Equal((NotebookOutputKind.LeftOut, null), (o.Kind, o.Base64)));
    }

    [Fact]
    public void A_picture_beyond_the_limit_is_left_out_and_those_of_all_cells_count_together()
    {
        var limits = new NotebookLimits { Image = 200, AllImages = Png.Length * 2 };
        static object Picture(string base64) => Data(("image/png", base64));
        var notebook = Read(new { cells = new object[] { Code(Picture(Png), Picture(Png), Picture(Png), Picture(Png + new string('A', 400))) } }, limits);

        Assert.Equal(
            [NotebookOutputKind.Image, NotebookOutputKind.Image, NotebookOutputKind.LeftOut, NotebookOutputKind.LeftOut],
            notebook.Cells[0].Outputs.Select(o => o.Kind));
    }

    [Fact]
    public void An_error_shows_its_traceback_without_colours()
    {
        var outputs = Outputs(
            new { output_type = "error", ename = "ValueError", evalue = "no", traceback = new[] { "\u001b[0;31mValueError\u001b[0m", "  line 2" } },
            new { output_type = "error", ename = "ValueError", evalue = "no", traceback = Array.Empty<string>() });

        Assert.Equal(["ValueError\n  line 2", "ValueError: no"], outputs.Select(o => o.Text));
        Assert.All(outputs, o => Assert.Equal(NotebookOutputKind.Error, o.Kind));
    }

    [Fact]
    public void Cells_outputs_and_texts_have_limits_and_say_so()
    {
        var limits = new NotebookLimits { Cells = 2, Outputs = 1, Source = 10, Text = 5 };
        var stream = new { output_type = "stream", text = "0123456789" };
        var longCell = new { cell_type = "code", source = new string('x', 50) };
        var notebook = Read(new { cells = new[] { Code(stream, stream, stream), longCell, Code(), Code() } }, limits);

        Assert.Equal((2, 2), (notebook.Cells.Count, notebook.CellsLeftOut));
        Assert.Equal(2, notebook.Cells[0].OutputsLeftOut);
        Assert.Equal(new NotebookOutput(NotebookOutputKind.Text, "01234", Note: "Only the beginning is shown."), notebook.Cells[0].Outputs[0]);
        Assert.Equal(("xxxxxxxxxx", true), (notebook.Cells[1].Source, notebook.Cells[1].IsCut));
    }

    [Fact]
    public void The_older_format_with_worksheets_is_read()
    {
        var cell = new { cell_type = "code", input = "1+1", prompt_number = 2, outputs = new[] { new { output_type = "pyout", text = "2", png = Png } } };
        var notebook = Read(new { worksheets = new[] { new { cells = new[] { cell } } } });

        Assert.Equal(("1+1", 2L), (notebook.Cells[0].Source, notebook.Cells[0].ExecutionCount));
        Assert.Equal(NotebookOutputKind.Image, notebook.Cells[0].Outputs[0].Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"cells\":{}}")]
    [InlineData("{\"cells\":[{\"cell_type\":\"code\",\"source\":[\"a\"")]
    [InlineData("{\"cells\":[{\"source\":\"a\"}},")]
    public void What_is_no_notebook_says_so(string json) => Assert.NotNull(NotebookReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(json))).Problem);

    [Fact]
    public void What_was_read_before_a_break_is_shown() =>
        Assert.Equal("a", NotebookReader.Read(new MemoryStream("{\"cells\":[{\"source\":\"a\"},{\"source\":\"b"u8.ToArray())).Cells[0].Source);

    private static object Data(params (string Type, object Value)[] media) =>
        new { output_type = "display_data", data = media.ToDictionary(m => m.Type, m => m.Value) };

    private static object Code(params object[] outputs) => new { cell_type = "code", source = "", outputs };

    private static IReadOnlyList<NotebookOutput> Outputs(params object[] outputs) => Read(new { cells = new[] { Code(outputs) } }).Cells[0].Outputs;

    private static NotebookPreview Read(object notebook, NotebookLimits? limits = null) =>
        NotebookReader.Read(new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(notebook)), limits);
}
