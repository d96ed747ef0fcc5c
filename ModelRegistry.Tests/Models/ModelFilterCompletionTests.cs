using ModelRegistry.Core.Models;

namespace ModelRegistry.Tests.Models;

public sealed class ModelFilterCompletionTests
{
    [Theory]
    [InlineData("|", "name owner description tags.team tags.`cost centre`")]
    [InlineData("na|", "name")]
    [InlineData("tags.|", "tags.team tags.`cost centre`")]
    [InlineData("tags.t|", "tags.team")]
    [InlineData("name |", "= != like ilike")]
    [InlineData("name i|", "ilike")]
    [InlineData("name = |", "")]
    [InlineData("name = 'fra|", "")]
    [InlineData("name = 'fraud' |", "and")]
    [InlineData("name = 'fraud' a|", "and")]
    [InlineData("name = 'fraud' and o|", "owner")]
    [InlineData("na| = 'fraud'", "name")]
    [InlineData("fraud |", "")]
    public void What_may_come_next_is_suggested(string text, string expected)
    {
        var caret = text.IndexOf('|', StringComparison.Ordinal);

        var suggestions = ModelFilterCompletion.Suggest(text.Remove(caret, 1), caret, ["team", "cost centre"]);

        Assert.Equal(expected, string.Join(' ', suggestions.Select(suggestion => suggestion.Text)));
    }

    [Fact]
    public void A_suggestion_replaces_what_was_typed_of_it()
    {
        var suggestion = Assert.Single(ModelFilterCompletion.Suggest("name = 'a' and ow", 17, []));

        Assert.Equal(("owner", 15, 2), (suggestion.Text, suggestion.Start, suggestion.Length));
    }
}
