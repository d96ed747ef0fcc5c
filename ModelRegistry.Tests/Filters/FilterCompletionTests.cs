using ModelRegistry.Core.Filters;

namespace ModelRegistry.Tests.Filters;

public sealed class FilterCompletionTests
{
    private static readonly string[] Fields = ["name", "owner", "tags.team", "tags.cost centre", "metrics.accuracy"];

    [Theory]
    [InlineData("|", "name owner tags.team tags.`cost centre` metrics.accuracy")]
    [InlineData("na|", "name")]
    [InlineData("tags.|", "tags.team tags.`cost centre`")]
    [InlineData("tags.t|", "tags.team")]
    [InlineData("name |", "= != like ilike in")]
    [InlineData("name i|", "ilike in")]
    [InlineData("name = |", "")]
    [InlineData("name = 'fra|", "")]
    [InlineData("name = 'fraud' |", "and or")]
    [InlineData("metrics.accuracy |", "= != < <= > >= in")]
    [InlineData("metrics.accuracy > 0.9 |", "and or")]
    [InlineData("name = 'a' or (o|", "owner")]
    [InlineData("name in ('a') |", "and or")]
    [InlineData("name = 'fraud' a|", "and")]
    [InlineData("name = 'fraud' and o|", "owner")]
    [InlineData("na| = 'fraud'", "name")]
    [InlineData("fraud |", "")]
    public void What_may_come_next_is_suggested(string text, string expected)
    {
        var caret = text.IndexOf('|', StringComparison.Ordinal);

        var suggestions = FilterCompletion.Suggest(text.Remove(caret, 1), caret, Fields);

        Assert.Equal(expected, string.Join(' ', suggestions.Select(suggestion => suggestion.Text)));
    }

    [Fact]
    public void A_suggestion_replaces_what_was_typed_of_it()
    {
        var suggestion = Assert.Single(FilterCompletion.Suggest("name = 'a' and ow", 17, Fields));

        Assert.Equal(("owner", 15, 2), (suggestion.Text, suggestion.Start, suggestion.Length));
    }
}
