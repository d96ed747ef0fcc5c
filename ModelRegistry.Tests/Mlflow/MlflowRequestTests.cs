using System.Text.Json;
using ModelRegistry.Core.Common;
using ModelRegistry.Web.Mlflow;

namespace ModelRegistry.Tests.Mlflow;

public sealed class MlflowRequestTests
{
    [Theory]
    [InlineData("5", 5)]
    [InlineData("\"5\"", 5)]
    [InlineData("5.0", 5)]
    [InlineData("1e5", 100_000)]
    [InlineData("\"1e+05\"", 100_000)]
    [InlineData("\"1.732608e+12\"", 1_732_608_000_000)]
    [InlineData("-3", -3)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("\"-9223372036854775808\"", long.MinValue)]
    [InlineData("9007199254740993", 9_007_199_254_740_993)]
    public void Whole_numbers_come_in_every_form_and_exactly(string sent, long expected) => Assert.Equal(expected, Fields(sent).Whole("step"));

    [Theory]
    [InlineData("5.5")]
    [InlineData("1732608000123.4")]
    [InlineData("9223372036854775808")]
    [InlineData("1e30")]
    [InlineData("\"five\"")]
    [InlineData("\"\"")]
    [InlineData("true")]
    [InlineData("[1]")]
    public void What_is_no_whole_number_is_refused_by_name(string sent) =>
        RefusedBy("Invalid value", "'step'", () => Fields(sent).Whole("step"));

    [Theory]
    [InlineData("0.5", 0.5)]
    [InlineData("\"0.5\"", 0.5)]
    [InlineData("\"1e-03\"", 0.001)]
    [InlineData("\"NaN\"", double.NaN)]
    [InlineData("\"Infinity\"", double.PositiveInfinity)]
    [InlineData("\"-Infinity\"", double.NegativeInfinity)]
    [InlineData("\"Inf\"", double.PositiveInfinity)]
    [InlineData("\"-inf\"", double.NegativeInfinity)]
    public void Numbers_come_as_numbers_and_as_text(string sent, double expected) => Assert.Equal(expected, Fields(sent).Number("step"));

    [Theory]
    [InlineData("1e999")]
    [InlineData("\"1e999\"")]
    [InlineData("\"x\"")]
    [InlineData("{}")]
    public void What_is_no_number_is_refused_by_name(string sent) => RefusedBy("Invalid value", "'step'", () => Fields(sent).Number("step"));

    [Theory]
    [InlineData("true", true)]
    [InlineData("\"TRUE\"", true)]
    [InlineData("\"False\"", false)]
    [InlineData("null", null)]
    public void Flags_come_as_text_in_any_case(string sent, bool? expected) => Assert.Equal(expected, Fields(sent).Flag("step"));

    [Theory]
    [InlineData("1")]
    [InlineData("\"yes\"")]
    public void Other_words_are_no_flags(string sent) => RefusedBy("Invalid value", "'step'", () => Fields(sent).Flag("step"));

    [Theory]
    [InlineData("\"RUNNING\"", "RUNNING")]
    [InlineData("2", "SCHEDULED")]
    [InlineData("\"NOPE\"", null)]
    [InlineData("0", null)]
    [InlineData("99", null)]
    public void An_unknown_word_counts_as_absent(string sent, string? expected) => Assert.Equal(expected, Fields(sent).Choice("step", "RUNNING", "SCHEDULED"));

    [Fact]
    public void Fields_are_found_by_either_spelling_and_others_are_ignored()
    {
        var request = Read("""{"runId":"a","new_name":"b","pageToken":null,"unknown":{"x":[1]}}""");

        Assert.Equal("a", request.Required("run_id"));
        Assert.Equal("b", request.Required("new_name"));
        Assert.Null(request.Text("page_token"));
        Assert.False(request.Has("page_token"));
    }

    [Fact]
    public void Experiments_are_named_by_numbers_too_and_nothing_else_is()
    {
        var request = Read("""{"experiment_id":0,"experiment_ids":[0,"1"],"version":1}""");

        Assert.Equal("0", request.Required("experiment_id"));
        Assert.Equal(["0", "1"], request.Texts("experiment_ids"));
        RefusedBy("text in quotes", "'version'", () => request.Required("version"));
    }

    [Fact]
    public void What_is_missing_is_named_by_its_whole_path()
    {
        var request = Read("""{"name":"","tags":[{"key":"a","value":"b"},{"value":"c"}],"params":[{"key":"k","value":true}],"metrics":{}}""");

        RefusedBy("Missing value for required parameter 'name'", "", () => request.Required("name"));
        RefusedBy("Missing value for required parameter 'tags[1].key'", "", () => request.Pairs("tags"));
        RefusedBy("Invalid value true", "'params[0].value'", () => request.Pairs("params"));
        RefusedBy("a list of objects", "'metrics'", () => request.Objects("metrics"));
    }

    [Fact]
    public void Text_that_no_database_keeps_is_refused_by_name()
    {
        RefusedBy("NUL", "'name'", () => Read("""{"name":"a\u0000b"}""").Required("name"));
        RefusedBy("surrogate", "'name'", () => Read("""{"name":"\ud800"}""").Required("name"));
        RefusedBy("surrogate", "'tags[0].value'", () => Read("""{"tags":[{"key":"k","value":"\udc00x"}]}""").Pairs("tags"));
        RefusedBy("no well-formed text", "", () => Read("""{"\ud800":1}""").Text("name"));
        Assert.Equal("😀 x\r\n\t", Read("""{"name":"\ud83d\ude00 x\r\n\t"}""").Required("name"));
    }

    private static MlflowRequest Fields(string step) => Read($$"""{"step":{{step}}}""");

    private static MlflowRequest Read(string json) => new(JsonDocument.Parse(json).RootElement);

    private static void RefusedBy(string sentence, string field, Func<object?> read)
    {
        var refusal = Assert.Throws<RegistryException>(() => read());
        Assert.Equal(MlflowFault.InvalidParameter, refusal.Code);
        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(field, refusal.Message, StringComparison.Ordinal);
    }
}
