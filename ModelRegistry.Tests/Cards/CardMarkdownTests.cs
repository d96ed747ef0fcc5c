using ModelRegistry.Core.Cards;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Tests.Cards;

/// <summary>A card is Markdown; its parts are read out of it and written into it, and nothing is lost between.</summary>
public sealed class CardMarkdownTests
{
    private static readonly CardContent Whole = new("Find fraud.\n\n## Not for\n\nCredit.", "Nights.", "Claims of 2025.", "AUC 0.9.", "Who is stopped waits.",
        CardRisk.High, "It stops payments.", "Risk team", ["ann@example.test", "bob@example.test"], "# History\n\nThird of its kind.");

    [Fact]
    public void What_was_written_by_parts_is_read_by_the_same_parts()
    {
        var read = CardMarkdown.Read(CardMarkdown.Write(Whole));

        Assert.Equal(Whole.Contacts, read.Contacts);
        Assert.Equal(Whole with { Contacts = read.Contacts }, read);
    }

    [Theory]
    [InlineData("High", CardRisk.High, "")]
    [InlineData("**Medium**: it may cost money", CardRisk.Medium, "it may cost money")]
    [InlineData("low - a toy", CardRisk.Low, "a toy")]
    [InlineData("High\n\nIt stops payments.", CardRisk.High, "It stops payments.")]
    public void A_risk_is_read_as_people_write_it(string text, CardRisk risk, string reason) =>
        Assert.Equal((risk, reason), (CardMarkdown.Read($"# Risk\n\n{text}").Risk, CardMarkdown.Read($"# Risk\n\n{text}").RiskReason));

    [Theory]
    [InlineData("# Risk\n\nHighly unlikely to fail", "# Risk\n\nHighly unlikely to fail")]
    [InlineData("Just words.\n\n# History\n\nOld.", "Just words.\n\n# History\n\nOld.")]
    [InlineData("```\n# Limits\n```", "```\n# Limits\n```")]
    [InlineData("## Limits\n\nNights.", "## Limits\n\nNights.")]
    [InlineData("", "")]
    public void What_is_no_part_stays_as_the_rest(string card, string rest)
    {
        var read = CardMarkdown.Read(card);

        Assert.Equal((rest, "", null), (read.Text, read.Limits, read.Risk));
    }

    [Fact]
    public void A_part_that_stands_twice_is_read_whole() => Assert.Equal("One.\n\nTwo.", CardMarkdown.Read("# Limits\n\nOne.\n\n# limits #\n\nTwo.").Limits);

    [Theory]
    [InlineData("```\ncode", true)]
    [InlineData("```\ncode\n```", false)]
    [InlineData("~~~\n```\n~~~", false)]
    public void Code_that_does_not_end_is_found(string text, bool open) => Assert.Equal(open, CardMarkdown.LeavesCodeOpen(text));

    [Fact]
    public void Lines_that_went_and_came_are_told_apart_from_those_that_stayed()
    {
        var lines = CardDifference.Of("a\nb\nc\nd", "a\nx\nc\nd\ne");

        Assert.Equal(["=a", "-b", "+x", "=c", "=d", "+e"], lines.Select(line => $"{"=-+"[(int)line.Change]}{line.Text}"));
    }

    [Fact]
    public void Two_long_texts_without_a_common_line_are_compared_at_once()
    {
        var (before, after) = (string.Join('\n', Enumerable.Range(0, 20_000)), string.Join('\n', Enumerable.Range(20_000, 20_000)));

        Assert.Equal(40_000, CardDifference.Of(before, after).Count(line => line.Change != LineChange.Same));
    }
}
