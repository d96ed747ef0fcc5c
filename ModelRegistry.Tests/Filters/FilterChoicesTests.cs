using ModelRegistry.Core.Filters;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Tests.Filters;

/// <summary>What a choice beside a search box does to its text.</summary>
public sealed class FilterChoicesTests
{
    [Theory]
    [InlineData(null, "framework", "onnx", "framework = 'onnx'")]
    [InlineData("framework = 'onnx'", "framework", "onnx", "")]
    [InlineData("framework = 'onnx'", "framework", "xgboost", "framework in ('onnx', 'xgboost')")]
    [InlineData("framework in ('onnx', 'xgboost')", "framework", "onnx", "framework = 'xgboost'")]
    [InlineData("number > 3", "tags.team", "risk", "number > 3 and tags.team = 'risk'")]
    [InlineData("number > 3 or label = 'a'", "tags.team", "risk", "(number > 3 or label = 'a') and tags.team = 'risk'")]
    [InlineData("not (number > 3 or label = 'a') and tags.team = 'risk'", "tags.team", "risk", "not (number > 3 or label = 'a')")]
    [InlineData("not framework = 'onnx'", "framework", "onnx", "not framework = 'onnx' and framework = 'onnx'")]
    [InlineData("framework = 'onnx' or number = 1", "framework", "onnx", "(framework = 'onnx' or number = 1) and framework = 'onnx'")]
    [InlineData("tag.team = 'risk'", "tags.team", "risk", "")]
    [InlineData("metrics.`accuracy[country=DE]` >= 0.50", "status", "READY", "metrics.`accuracy[country=DE]` >= 0.50 and status = 'READY'")]
    [InlineData("label not in ('a', 'b')", "status", "READY", "label not in ('a', 'b') and status = 'READY'")]
    [InlineData("half", "status", "READY", "(description ilike '%half%' or label ilike '%half%') and status = 'READY'")]
    [InlineData("", "tags.cost centre", "it's", "tags.`cost centre` = \"it's\"")]
    public void A_choice_adds_or_removes_a_comparison(string? filter, string field, string value, string expected) =>
        Assert.Equal(expected, Read(filter).Toggle(new FilterChoice(field, value)), ignoreCase: filter == "half");

    [Fact]
    public void What_the_grammar_cannot_say_is_no_choice() => Assert.Null(Read(null).Toggle(new FilterChoice("framework", "\"'")));

    [Fact]
    public void What_must_hold_is_chosen() => Assert.Equal(
        [new FilterChoice("framework", "a"), new FilterChoice("framework", "b"), new FilterChoice("tags.team", "c")],
        Read("framework in ('a', 'b') and tags.team = 'c' and not label = 'd' and (label = 'e' or label = 'f')").Chosen);

    private static FilterChoices Read(string? filter) => FilterChoices.Read(filter, VersionFilter.Has, VersionFilter.Fields, "description", "label");
}
