using Bunit;
using ModelRegistry.Web;
using ModelRegistry.Web.Components.Shared;

namespace ModelRegistry.Tests.Components;

public sealed class LinkedTextTests : ComponentTest
{
    [Fact]
    public void What_a_sentence_names_by_its_number_is_a_link_and_the_words_stay()
    {
        const string sentence = "operator rolled back from v9 to v8 by request #86, rollback #87.";

        var shown = Render(LinkedText.Of(sentence, "fraud"));

        Assert.Equal([Urls.Version("fraud", 9), Urls.Version("fraud", 8), Urls.Request(86), Urls.Rollback(87)],
            shown.FindAll("a").Select(link => link.GetAttribute("href")));
        Assert.Equal(sentence, string.Concat(LinkedParts.Of(sentence, "fraud").Select(part => part.Text)));
    }

    [Theory]
    [InlineData("api/v1/models", "fraud")]
    [InlineData("model-v2 and v1.5 and V8engine", "fraud")]
    [InlineData("v9", null)]
    [InlineData("fixes #12", "fraud")]
    [InlineData("v99999999999", "fraud")]
    public void What_only_looks_like_it_is_none(string text, string? model) =>
        Assert.All(LinkedParts.Of(text, model), part => Assert.Null(part.Address));

    [Fact]
    public void A_label_is_a_chip_and_no_part_of_the_number()
    {
        Assert.Equal("2026.11-release", Render(LabelChip.Of("2026.11-release")).Find(".chip").TextContent);
        Assert.Empty(Render(LabelChip.Of(null)).Markup);
    }
}
