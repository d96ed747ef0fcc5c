using ModelRegistry.Core.Filters;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Tests.Filters;

/// <summary>Where in a filter somebody is typing; | is the caret.</summary>
public sealed class FilterCompletionTests
{
    private static readonly string[] Fields = ["label", "framework", "tags.team", "tags.cost centre", "metrics.accuracy"];

    [Theory]
    [InlineData("|", "label framework tags.team tags.`cost centre` metrics.accuracy")]
    [InlineData("la|", "label")]
    [InlineData("label |", "= != like ilike in")]
    [InlineData("label i|", "ilike in")]
    [InlineData("label not |", "in")]
    [InlineData("label in |", "(")]
    [InlineData("label = 'fraud' |", "and or")]
    [InlineData("label = 'fraud'|", "")]
    [InlineData("label in ('a' |", ", )")]
    [InlineData("label in ('a') |", "and or")]
    [InlineData("metrics.accuracy |", "= != < <= > >= in")]
    [InlineData("number |", "= != < <= > >= in")]
    [InlineData("status |", "= != in")]
    [InlineData("metrics.accuracy > 0.9 |", "and or")]
    [InlineData("label = 'a' or (f|", "framework")]
    [InlineData("label = 'fraud' a|", "and")]
    [InlineData("label = 'fraud' and f|", "framework")]
    [InlineData("la| = 'fraud'", "label")]
    [InlineData("tags.`cost c|", "tags.`cost centre`")]
    [InlineData("fraud |", "")]
    [InlineData("colour = 'r|", "")]
    public void What_may_come_next_is_suggested(string text, string expected)
    {
        var caret = text.IndexOf('|', StringComparison.Ordinal);

        var place = FilterCompletion.At(text.Remove(caret, 1), caret, VersionFilter.Has);

        var suggestions = place is null ? [] : place.Kind == SuggestionKind.Field
            ? place.OfFields(Fields.Where(field => field.StartsWith(place.Typed, StringComparison.Ordinal))) : place.Of(place.Fixed);
        Assert.Equal(expected, string.Join(' ', suggestions.Select(suggestion => suggestion.Text)));
    }

    [Theory]
    [InlineData("label = 'a' and fr|", "fr", 16, 18)]
    [InlineData("label = 'a' and fr|amework = 'x'", "fr", 16, 25)] // the rest of the word goes too
    [InlineData("tags.team = 'ri|", "ri", 12, 15)]
    [InlineData("tags.team = 'ri|sk' and label = 'x'", "ri", 12, 18)]
    [InlineData("tags.team = 'ri| and label = 'x'", "ri", 12, 15)]
    [InlineData("tags.team = \"ri|\"", "ri", 12, 16)]
    [InlineData("tags.team = ri|", "ri", 12, 14)]
    [InlineData("tags.team in ('a', 'r|", "r", 19, 21)]
    [InlineData("tags.team = '😀|", "😀", 12, 15)]
    public void A_suggestion_replaces_what_was_typed_of_it(string text, string typed, int from, int to)
    {
        var caret = text.IndexOf('|', StringComparison.Ordinal);

        var place = FilterCompletion.At(text.Remove(caret, 1), caret, VersionFilter.Has)!;

        Assert.Equal((typed, from, to), (place.Typed, place.From, place.To));
    }

    [Fact]
    public void The_caret_is_never_in_the_middle_of_a_character() => Assert.Equal("", FilterCompletion.At("label = '😀", 10, VersionFilter.Has)!.Typed);

    [Fact]
    public void A_value_that_cannot_be_quoted_is_not_suggested()
    {
        var place = FilterCompletion.At("label = ", 8, VersionFilter.Has)!;

        Assert.Equal(["'plain'", "\"it's\""], place.OfValues(["plain", "it's", "\"'"]).Select(suggestion => suggestion.Text));
    }
}
