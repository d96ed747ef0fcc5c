using Bunit;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Cards;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Models;
using ModelRegistry.Tests.Components;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using ModelRegistry.Web.Components.Pages.Cards;
using ModelRegistry.Web.Components.Pages.Models;

namespace ModelRegistry.Tests.Models;

public sealed class CardPanelTests : PageTest
{
    [Fact]
    public async Task Without_a_card_it_is_written_by_its_parts()
    {
        var page = await ShowAsync(Scientist, null);

        Says(page, "No card yet");
        page.WaitForElement(".empty button").Click();
        await Dialogs.WaitForElement(".card-dialog textarea").ChangeAsync("To find fraud.");
        await ButtonOf("Save as a draft").ClickAsync();

        Says(page, "To find fraud.");
        Says(page, "Draft");
        Assert.Equal("# Intended use\n\nTo find fraud.", (await Registry.Get<ModelQueries>().GetAsync("fraud", Scientist, default)).Card);
    }

    [Fact]
    public async Task A_reviewer_who_did_not_write_it_approves_it()
    {
        var reviewer = await Registry.PersonAsync("reviewer", Roles.Reviewer);
        var page = await ShowAsync(reviewer, "# Limits\n\nNights.");

        page.WaitForElement(".card-page aside");
        await page.FindAll(".card-page button").Single(button => button.TextContent.Trim() == "Approve the card").ClickAsync();

        Says(page, "approved by");
        Assert.Equal(CardState.Approved, (await Registry.Get<CardQueries>().GetAsync("fraud", null, reviewer, default)).State);
    }

    [Fact]
    public async Task What_changed_between_two_versions_is_shown_line_by_line()
    {
        var page = await ShowAsync(Scientist, "# Limits\n\nNone.", "# Limits\n\nNights.", "&card=2&against=1");

        Says(page, "1 lines removed, 1 added");
        Assert.Equal("− removed: None.", page.Find(".line-changes .del").TextContent);
    }

    [Fact]
    public async Task A_card_is_shown_as_a_page_with_an_outline()
    {
        var page = await ShowAsync(Scientist,
            "# Intended use\n<!-- hint -->\nTo find **fraud**.\n## Not for\nCredit.\n# Limits\nNights. <script>alert(1)</script>");

        Says(page, "To find fraud.");
        Assert.Equal("fraud", page.Find(".markdown strong").TextContent);
        Assert.DoesNotContain("hint", page.Find(".markdown").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".markdown script"));
        var sections = page.FindAll(".outline a");
        Assert.Equal(["Intended use", "Not for", "Limits"], sections.Select(link => link.TextContent));
        Assert.Equal($"{Urls.Model("fraud", "card")}#{page.FindAll(".markdown h2")[1].Id}", sections[2].GetAttribute("href"));
    }

    [Fact]
    public async Task Whoever_may_not_edit_reads_who_may()
    {
        var viewer = await Registry.PersonAsync("viewer", Roles.Viewer);

        var page = await ShowAsync(viewer, "# Limits");

        Says(page, "the model's owner");
        Assert.Equal("Edit the card", page.Find(".card-page [aria-disabled=true]").TextContent.Trim());
    }

    [Fact]
    public async Task What_is_refused_is_asked_again_with_what_was_typed()
    {
        var page = await ShowAsync(Scientist, "# Limits");
        await BeginEditing(page, ".card-page button").ChangeAsync("bell \u0007");
        await ButtonOf("Save as a draft").ClickAsync();

        Dialogs.WaitForAssertion(() => Assert.Contains("control characters", Dialogs.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal("bell \u0007", Dialogs.Find(".card-text textarea").GetAttribute("value"));
        await ButtonOf("Cancel").ClickAsync();
        Assert.Equal("# Limits", (await Registry.Get<ModelQueries>().GetAsync("fraud", Scientist, default)).Card);
    }

    [Fact]
    public async Task A_preview_shows_what_it_will_be()
    {
        var page = await ShowAsync(Scientist, "# Limits\n\n*Nights* <!-- hint -->");
        BeginEditing(page, ".card-page button");

        await ButtonOf("Preview").ClickAsync();

        Assert.Equal("Nights", Dialogs.Find(".card-preview em").TextContent);
        Assert.DoesNotContain("hint", Dialogs.Find(".card-preview").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a <!-- b --> c <!----> d", "a  c  d")]
    [InlineData("a <!-- b", "a <!-- b")]
    [InlineData("a --> b <!-- c\nd -->", "a --> b ")]
    [InlineData("", "")]
    public void Comments_are_not_shown(string card, string shown) => Assert.Equal(shown, CardText.WithoutComments(card));

    private async Task<IRenderedComponent<ModelPage>> ShowAsync(Actor viewer, string? card, string? then = null, string query = "")
    {
        await Registry.AModelAsync(Scientist);
        await Registry.ASealedVersionAsync(Scientist);
        foreach (var text in new[] { card, then }.OfType<string>())
        {
            await Registry.Get<ModelWorkflow>().EditAsync("fraud", new ModelEdit(Card: text), Scientist, default);
        }

        return await OpenAsync<ModelPage>(viewer, Urls.Model("fraud", "card") + query, route => route.Add(p => p.Name, "fraud"));
    }

    // The click is done when the dialog is closed again: it is not waited for.
    private AngleSharp.Dom.IElement BeginEditing(IRenderedComponent<ModelPage> page, string button)
    {
        page.WaitForElement(button).Click();
        Dialogs.WaitForElement(".card-choices button:nth-child(2)").Click();
        return Dialogs.WaitForElement(".card-text textarea");
    }

    private AngleSharp.Dom.IElement ButtonOf(string text) => Dialogs.FindAll("button").Single(button => button.TextContent.Trim() == text);
}
