using Bunit;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Promotions;

namespace ModelRegistry.Tests.Promotions;

/// <summary>The discussion on the page of a request.</summary>
public sealed class DiscussionTests : RequestPageTest
{
    private const string TakeBack = "[aria-label^='Take back the comment']";

    [Fact]
    public async Task Whoever_may_takes_a_comment_off_the_page_and_its_place_stays()
    {
        var (reviewer, number) = await CommentedAsync();
        var page = await ShowAsync(reviewer, number);
        Says(page, "Said in haste.");

        page.WaitForElement(TakeBack).Click();

        Says(page, $"taken back by {reviewer.Name}");
        page.WaitForAssertion(() => Assert.DoesNotContain("Said in haste.", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(TakeBack));
    }

    [Fact]
    public async Task Others_are_not_offered_to()
    {
        var (_, number) = await CommentedAsync();
        var page = await ShowAsync(await Registry.PersonAsync("viewer", Roles.Viewer), number);
        Says(page, "Said in haste.");

        Assert.Empty(page.FindAll(TakeBack));
    }

    private async Task<(Actor Reviewer, long Number)> CommentedAsync()
    {
        await Registry.AGovernedModelAsync(Scientist, 1, null, 0.9);
        var number = await Registry.AskAsync(Scientist);
        var reviewer = await ReviewerAsync();
        await Registry.Get<PromotionWorkflow>().CommentAsync(number, "Said in haste.", reviewer, default);
        return (reviewer, number);
    }
}
