using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Components;
using ModelRegistry.Web;
using ModelRegistry.Web.Components.Layout;
using ModelRegistry.Web.Components.Pages.Home;
using ModelRegistry.Web.Components.Pages.Promotions;

namespace ModelRegistry.Tests.Promotions;

public sealed class ReviewsPageTests : PageTest
{
    [Fact]
    public async Task What_waits_is_one_click_away_with_gates_and_approvals()
    {
        await Registry.AGovernedModelAsync(Scientist, 2, [new MetricGate("accuracy", GateOperator.AtLeast, 0.99), new EvidenceGate("owner")], 0.9);
        var number = await Registry.AskAsync(Scientist);

        var page = await ShowAsync(await ReviewerAsync());

        Says(page, "1 review waits for you.");
        var link = page.WaitForElement(".row-link");
        Assert.Equal((Urls.Request(number), "fraud v1 → Production"), (link.GetAttribute("href"), link.TextContent));
        Assert.Equal(["scientist@example.test", "✕1/2", "0/2", "●open"],
            new[] { 1, 3, 4, 5 }.Select(cell => string.Concat(page.FindAll("tbody td")[cell].TextContent.Where(c => !char.IsWhiteSpace(c)))));
    }

    [Fact]
    public async Task Ones_own_request_does_not_wait_but_is_listed_as_mine()
    {
        await Registry.AGovernedModelAsync(Scientist, 1, null, 0.9);
        await Registry.AskAsync(Scientist);

        var page = await ShowAsync(Scientist);
        Says(page, "Nothing waits for you");
        Assert.Contains("Reviewers decide about requests.", page.Markup, StringComparison.Ordinal);

        Services.GetRequiredService<NavigationManager>().NavigateTo(Urls.ReviewsTab(ReviewTabs.Mine));
        Says(page, "fraud v1 → Production");
    }

    [Theory]
    [InlineData(ReviewTabs.Waiting, "Nothing waits for you", Urls.Reviews + "?tab=open")]
    [InlineData(ReviewTabs.Mine, "You have not asked for a promotion", Urls.Models)]
    [InlineData(ReviewTabs.Open, "No request is open", Urls.Reviews + "?tab=done")]
    [InlineData(ReviewTabs.Done, "Nothing was decided yet", Urls.Reviews + "?tab=open")]
    public async Task An_empty_tab_says_why_and_what_comes_next(string tab, string says, string leadsTo)
    {
        var page = await ShowAsync(await ReviewerAsync(), $"?tab={tab}");

        Says(page, says);
        Assert.Equal(leadsTo, page.Find(".empty-actions a").GetAttribute("href"));
    }

    [Fact]
    public async Task A_new_request_waits_behind_a_bar_and_the_count_in_the_rail_turns()
    {
        await Registry.AGovernedModelAsync(Scientist, 1, null, 0.9, 0.95);
        var other = await Registry.PersonAsync("other", Roles.DataScientist);
        await Registry.AskAsync(Scientist);
        var page = await ShowAsync(await ReviewerAsync());
        var rail = Render<LiveNavMenu>();
        Says(page, "fraud v1 → Production");
        rail.WaitForAssertion(() => Assert.Equal("1 waiting for you", rail.Find(".count").TextContent));

        await Registry.AskAsync(other, 2);

        CatchesUp(page, () => Assert.Contains("1 more request", page.Find(".news").TextContent, StringComparison.Ordinal));
        Assert.Single(page.FindAll(".row-link"));
        CatchesUp(rail, () => Assert.Equal("2 waiting for you", rail.Find(".count").TextContent));
        await page.FindAll(".news button").Single().ClickAsync();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".row-link").Count));
    }

    [Fact]
    public async Task An_approval_gone_stale_waits_again_and_says_so()
    {
        await Registry.AGovernedModelAsync(Scientist, 2, null, 0.9);
        var reviewer = await ReviewerAsync();
        var number = await Registry.AskAsync(Scientist);
        await Registry.DecideAsync(reviewer, number, ReviewAction.Approve);
        await Registry.Get<VersionEvidence>().LogMetricsAsync("fraud", "1", [new("accuracy", 0.8)], Scientist, default);

        var page = await ShowAsync(reviewer);

        Says(page, "stale approval");
    }

    [Fact]
    public async Task What_was_done_without_approval_is_looked_at_by_somebody_else()
    {
        await Registry.AGovernedModelAsync(Scientist, 1, null, 0.9);
        var oncall = await Registry.PersonAsync("oncall", Roles.Emergency, Roles.Reviewer);
        await BreakGlassAsync(oncall);
        var page = await ShowAsync(await ReviewerAsync());

        var link = page.WaitForElement(".after-the-fact .row-link");

        Assert.Equal("fraud v1 put into Production", link.TextContent);
        Says(page, "1 review waits for you.");
        Says(page, "No request waits for your decision.");
        var number = (await Registry.Get<PostReviews>().ListAsync(all: false, null, null, oncall, default)).Items.Single().Id;
        var review = Render<PostReviewPage>(parameters => parameters.Add(p => p.Number, number));
        Says(review, "0 of 1 confirmations");
        await Button(review, "Object").ClickAsync();
        Says(review, "comment");
        Assert.Equal(PostReviewState.Open, (await Registry.Get<PostReviews>().GetAsync(number, oncall, default)).State);
        review.Find("textarea").Change("There was no outage");
        await Button(review, "Object").ClickAsync();
        Says(review, "Somebody objected: nothing is promoted to Production of fraud until a rollback.");
    }

    [Fact]
    public async Task Who_broke_the_glass_reads_why_they_may_not_confirm_it()
    {
        await Registry.AGovernedModelAsync(Scientist, 1, null, 0.9);
        var oncall = await Registry.PersonAsync("oncall", Roles.Emergency, Roles.Reviewer);
        var number = await BreakGlassAsync(oncall);

        var page = await OpenAsync<PostReviewPage>(oncall, Urls.PostReview(number), page => page.Add(p => p.Number, number));

        Says(page, "You did it yourself; somebody else must look at it.");
        Assert.Equal("true", Button(page, "Confirm").GetAttribute("aria-disabled"));
    }

    [Fact]
    public async Task Home_says_what_needs_one()
    {
        await Registry.AGovernedModelAsync(Scientist, 1, null, 0.9);
        var reviewer = await ReviewerAsync();
        var number = await Registry.AskAsync(Scientist);

        var mine = await OpenAsync<HomePage>(reviewer, Urls.Home);
        Says(mine, "1 review waits for you; nothing is in production.");
        Says(mine, "asked for by scientist@example.test");

        await Registry.DecideAsync(reviewer, number, ReviewAction.RequestChanges, "Explain");
        CatchesUp(mine, () => Assert.Empty(mine.FindAll(".needs-you a")));
        Says(mine, "No review waits for you");
    }

    [Fact]
    public async Task Home_tells_the_requester_that_changes_are_asked_for()
    {
        await Registry.AGovernedModelAsync(Scientist, 1, null, 0.9);
        var number = await Registry.AskAsync(Scientist);
        await Registry.DecideAsync(await ReviewerAsync(), number, ReviewAction.RequestChanges, "Explain");

        Says(await OpenAsync<HomePage>(Scientist, Urls.Home), "a reviewer asks you for changes");
    }

    [Fact]
    public async Task Badge_home_and_reviews_count_and_list_the_same()
    {
        var (request, postReview) = await BothKindsAsync();

        await SameAsync(await ReviewerAsync(), Urls.Request(request), Urls.PostReview(postReview));
    }

    [Fact]
    public async Task What_a_reviewer_can_look_at_does_not_wait_for_an_admin()
    {
        await BothKindsAsync();
        await ReviewerAsync();

        await SameAsync(await Registry.PersonAsync("admin", Roles.Admin));
    }

    [Fact]
    public async Task What_one_answered_waits_no_more()
    {
        var (request, postReview) = await BothKindsAsync();
        var reviewer = await ReviewerAsync();

        await Registry.Get<PostReviews>().DecideAsync(postReview, new NewPostReview(PostReviewAnswer.Confirm), reviewer, default);

        await SameAsync(reviewer, Urls.Request(request));
    }

    [Fact]
    public async Task What_no_reviewer_may_look_at_waits_for_an_admin_and_nothing_says_the_opposite()
    {
        await Registry.AGovernedModelAsync(Scientist, 1, null, 0.9);
        var postReview = await BreakGlassAsync(await Registry.PersonAsync("oncall", Roles.Emergency, Roles.Reviewer));

        await SameAsync(await Registry.PersonAsync("admin", Roles.Admin), Urls.PostReview(postReview));
    }

    [Fact]
    public async Task Home_is_not_flooded_by_who_signed_in()
    {
        await Registry.AGovernedModelAsync(Scientist, 1, null, 0.9);

        var home = await OpenAsync<HomePage>(Scientist, Urls.Home); // which signs in

        Says(home, "created the model fraud");
        Assert.DoesNotContain("signed in", home.Markup, StringComparison.Ordinal);
    }

    private async Task<(long Request, long PostReview)> BothKindsAsync()
    {
        await Registry.AGovernedModelAsync(Scientist, 1, null, 0.9, 0.95);
        var postReview = await BreakGlassAsync(await Registry.PersonAsync("oncall", Roles.Emergency, Roles.Operator));
        return (await Registry.AskAsync(Scientist, 2), postReview);
    }

    /// <summary>One number and one list, wherever this person looks.</summary>
    private async Task SameAsync(Actor viewer, params string[] waiting)
    {
        var page = await ShowAsync(viewer);
        var rail = Render<LiveNavMenu>();
        var home = Render<HomePage>();
        var words = RequestWords.Waiting(waiting.Length);
        Says(page, $"{words}.");
        Says(home, $"{words};");
        rail.WaitForAssertion(() => Assert.Equal(waiting.Length == 0 ? "" : $"{waiting.Length} waiting for you",
            string.Concat(rail.FindAll(".count").Select(count => count.TextContent))));
        Assert.Equal(waiting.Length, await Registry.Get<Inbox>().CountAsync(viewer, default));
        page.WaitForAssertion(() => Assert.Equal(waiting.Order(), Links(page, ".row-link")));
        Assert.Equal(waiting.Length == 0, page.Markup.Contains("Nothing waits for you", StringComparison.Ordinal));
        Assert.Equal(waiting.Order(), Links(home, "[aria-labelledby=needs-title] li .grow > a"));
    }

    private static IEnumerable<string?> Links<T>(IRenderedComponent<T> page, string which)
        where T : IComponent => page.FindAll(which).Select(link => link.GetAttribute("href")).Order();

    private async Task<long> BreakGlassAsync(Actor oncall)
    {
        var number = await Registry.AskAsync(Scientist);
        var subject = (await Registry.RequestAsync(oncall, number)).Subject;
        await Registry.Get<PromotionWorkflow>().ExecuteAsync(number, subject, new Emergency("Production is down", "INC-7"), oncall, default);
        return number + 1;
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<PostReviewPage> page, string text)
    {
        page.WaitForAssertion(() => Assert.Contains(page.FindAll("button"), button => button.TextContent.Trim() == text), TimeSpan.FromSeconds(10));
        return page.FindAll("button").First(button => button.TextContent.Trim() == text);
    }

    private Task<Actor> ReviewerAsync() => Registry.PersonAsync("reviewer", Roles.Reviewer);

    private Task<IRenderedComponent<ReviewsPage>> ShowAsync(Actor viewer, string query = "") => OpenAsync<ReviewsPage>(viewer, Urls.Reviews + query);

    private static void CatchesUp<T>(IRenderedComponent<T> page, Action assert)
        where T : IComponent => page.WaitForAssertion(assert, TimeSpan.FromSeconds(10));
}
