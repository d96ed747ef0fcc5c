using System.Text;
using ModelRegistry.Core.Artifacts.Previews;

namespace ModelRegistry.Tests.Artifacts.Previews;

public sealed class StructuredTextTests
{
    [Fact]
    public void Json_gets_line_breaks_and_indents()
    {
        const string shown = """
            {
              "a": 1,
              "b": [
                1, 2.5, true
              ],
              "c": {},
              "d": [
                {
                  "e": "x\ny"
                },
                []
              ]
            }
            """;

        Assert.Equal(new StructuredText(shown, false, 63, null), Json("""{"a":1,"b":[1,2.5,true],"c":{},"d":[{"e":"x\ny"},[]]}          """));
    }

    [Fact]
    public void Of_three_hundred_megabytes_only_the_first_part_is_read_and_cut_after_a_whole_value()
    {
        var item = """{"name":"abc","value":12345},"""u8.ToArray();
        using var file = new EndlessStream("["u8.ToArray(), item);

        var view = JsonView.Read(file, 300L * 1024 * 1024);

        Assert.True(view.IsCut);
        Assert.True(file.BytesRead <= JsonView.MostBytes);
        Assert.InRange(view.BytesShown, JsonView.MostBytes - item.Length, JsonView.MostBytes);
        Assert.EndsWith("\n…", view.Text, StringComparison.Ordinal);
        string[] lines = ["{", "},", "\"name\": \"abc\",", "\"value\": 12345"];
        Assert.All(view.Text.Split('\n').SkipLast(2).Skip(1), line => Assert.Contains(line.Trim(), lines));
    }

    [Theory]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\" 1}")]
    [InlineData("{a:1}")]
    [InlineData("[1 2]")]
    [InlineData("{\"a\":1}\n{\"a\":2}\n")]
    [InlineData("{\"a\":")]
    [InlineData("\"abc")]
    [InlineData("[01x]")]
    public void What_is_no_json_is_shown_as_it_stands_and_said_so(string json)
    {
        var view = Json(json);

        Assert.Equal(json, view.Text);
        Assert.StartsWith("This is no valid JSON from byte", view.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_that_python_writes_and_json_has_not_are_said() => Assert.NotNull(Json("[NaN, -Infinity]").Note);

    [Fact]
    public void Deep_nesting_ends_without_an_exception() => Assert.NotNull(Json(new string('[', 100_000)).Note);

    [Fact]
    public void Marks_that_turn_a_line_around_are_made_visible() => Assert.Equal("\"a\\u202Eb\"", Json("\"a\u202Eb\"").Text);

    [Fact]
    public void A_byte_order_mark_is_passed_over() => Assert.Equal("[]", Json("\uFEFF[]").Text);

    [Fact]
    public void Yaml_is_shown_as_it_stands_and_cut_at_a_line()
    {
        var yaml = string.Concat(Enumerable.Repeat("key: &a [*a, *a] # x\n", 20_000));
        var bytes = Encoding.UTF8.GetBytes(yaml);
        var view = YamlView.Read(new MemoryStream(bytes), bytes.Length);

        Assert.True(view.IsCut);
        Assert.StartsWith(view.Text, yaml, StringComparison.Ordinal);
        Assert.EndsWith("\n", view.Text, StringComparison.Ordinal);
        Assert.Equal(view.BytesShown, view.Text.Length);
        Assert.Equal("a: !!python/object/apply:os.system []", YamlView.Read(new MemoryStream("a: !!python/object/apply:os.system []"u8.ToArray()), 37).Text);
    }

    private static StructuredText Json(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        return JsonView.Read(new MemoryStream(bytes), bytes.Length);
    }

    private sealed class EndlessStream(byte[] first, byte[] then) : MemoryStream
    {
        public long BytesRead { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            for (var i = 0; i < buffer.Length; i++, BytesRead++)
            {
                buffer[i] = BytesRead < first.Length ? first[BytesRead] : then[(BytesRead - first.Length) % then.Length];
            }

            return buffer.Length;
        }
    }
}
