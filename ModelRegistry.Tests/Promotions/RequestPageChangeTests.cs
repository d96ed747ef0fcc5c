using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Web;
using ModelRegistry.Web.Components;

namespace ModelRegistry.Tests.Promotions;

/// <summary>What the page of a request does when what it shows changes, and what is seldom on it.</summary>
public sealed class RequestPageChangeTests : RequestPageTest
{
    [Fact]
    public async Task A_stale_approval_shows_what_changed_and_is_given_again_in_one_click()
    {
        await Registry.AGovernedModelAsync(Scientist, 2, null, 0.9);
        var reviewer = await ReviewerAsync();
        var number = await Registry.AskAsync(Scientist);
        await Registry.DecideAsync(reviewer, number, ReviewAction.Approve);
        await LogAsync(0.8);

        var page = await ShowAsync(reviewer, number);

        Says(page, "Your approval is stale: this changed after you approved it.");
        Assert.Contains("metrics.accuracy on cards", page.Find(".differences").TextContent, StringComparison.Ordinal);
        await Button(page, "Approve again").ClickAsync();
        Says(page, "1 of 2 approvals");
        Assert.DoesNotContain("Your approval is stale", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_approval_of_what_is_no_longer_there_is_refused_with_what_changed()
    {
        await Registry.AGovernedModelAsync(Scientist, 1, null, 0.9);
        var reviewer = await ReviewerAsync();
        var number = await Registry.AskAsync(Scientist);
        Services.AddScoped(_ => new CircuitChanges(new ChangeFeed(), TimeProvider.System)); // a tab that no news reaches: it has not caught up
        var page = await ShowAsync(reviewer, number);
        await LogAsync(0.8);

        await Button(page, "Approve").ClickAsync();

        Says(page, "Nothing was decided: this changed while you looked at it.");
        Assert.Contains("metrics.accuracy on cards", page.Find(".decision-bar .differences").TextContent, StringComparison.Ordinal);
        Assert.Empty((await Registry.RequestAsync(reviewer, number)).Reviews);

        await Button(page, "Approve again").ClickAsync();
        Says(page, "Done: v1 went to Production.");
    }

    [Fact]
    public async Task Another_subject_waits_for_a_click_so_that_nobody_approves_what_they_did_not_read()
    {
        await Registry.AGovernedModelAsync(Scientist, 1, null, 0.9);
        var page = await ShowAsync(await ReviewerAsync(), await Registry.AskAsync(Scientist));

        await LogAsync(0.8);
        Says(page, "What this request is about changed while you looked at it.");
        Assert.Contains("0.9000", page.Markup, StringComparison.Ordinal);

        await Button(page, "Show").ClickAsync();
        page.WaitForAssertion(() => Assert.Contains("0.8000", page.Find("section[aria-labelledby=differences-title]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Anothers_decision_appears_and_what_is_typed_stays()
    {
        await Registry.AGovernedModelAsync(Scientist, 2, null, 0.9);
        var other = await Registry.PersonAsync("other", Roles.Reviewer);
        var number = await Registry.AskAsync(Scientist);
        var page = await ShowAsync(await ReviewerAsync(), number);
        page.Find(".decision-bar textarea").Change("half a thought");

        await Registry.DecideAsync(other, number, ReviewAction.Approve, "Fine by me");

        Says(page, "other@example.test approved");
        Says(page, "Fine by me");
        Assert.Equal("half a thought", page.Find(".decision-bar textarea").GetAttribute("value"));
    }

    [Fact]
    public async Task An_admin_dismisses_a_request_for_changes_with_a_reason()
    {
        await Registry.AGovernedModelAsync(Scientist, 1, null, 0.9);
        var number = await Registry.AskAsync(Scientist);
        await Registry.DecideAsync(await ReviewerAsync(), number, ReviewAction.RequestChanges, "Explain the drop");
        var page = await ShowAsync(await Registry.PersonAsync("admin", Roles.Admin), number);
        Says(page, "reviewer@example.test asked for changes. They, or an admin, can lift that.");

        var asking = Button(page, "Dismiss the request for changes…").ClickAsync();
        Dialogs.WaitForElement("textarea").Change("They are on leave");
        await Dialogs.FindAll("button").Single(button => button.TextContent == "Dismiss").ClickAsync();
        await asking;

        Says(page, "dismissed by admin@example.test: They are on leave");
        Assert.DoesNotContain("can lift that", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Break_glass_lists_what_it_skips_and_marks_the_request_for_ever()
    {
        await Registry.AGovernedModelAsync(Scientist, 2, [new MetricGate("accuracy", GateOperator.AtLeast, 0.99)], 0.9);
        var number = await Registry.AskAsync(Scientist);
        var page = await ShowAsync(await Registry.PersonAsync("oncall", Roles.Emergency), number);

        var breaking = Button(page, "Break glass…").ClickAsync();
        Dialogs.WaitForElement("textarea");
        Assert.Equal(["approvals: 0 of 2", "gate: accuracy ≥ 0.99 (Fail)"], Dialogs.FindAll(".mud-dialog-content li").Select(line => line.TextContent));
        Dialogs.Find("textarea").Change("too short");
        await DialogButton("Break glass now").ClickAsync();
        Dialogs.WaitForAssertion(() => Assert.Contains("Say in at least 10 characters", Dialogs.Markup, StringComparison.Ordinal));
        Dialogs.Find("textarea").Change("Production is down and this version repairs it");
        Dialogs.FindAll("input").Single().Change("INC-7");
        await DialogButton("Break glass now").ClickAsync();
        await breaking;

        Says(page, "Break-glass: executed without the approvals that the policy asks for");
        Says(page, "for incident INC-7");
        Says(page, "Skipped: gate accuracy ≥ 0.99 (Fail)");
        Says(page, "Skipped: approvals, 0 of 2 were there");
    }

    [Fact]
    public async Task A_request_that_empties_a_stage_says_so()
    {
        await Registry.AGovernedModelAsync(Scientist, 1, null, 0.9);
        var reviewer = await ReviewerAsync();
        await Registry.DecideAsync(reviewer, await Registry.AskAsync(Scientist), ReviewAction.Approve);

        var page = await ShowAsync(reviewer, await Registry.AskAsync(Scientist, version: null));

        Assert.Equal("Empty Production of fraud, where v1 is", page.Find("h1").TextContent.Trim());
        await Button(page, "Approve").ClickAsync();
        Says(page, "Done: Production was emptied.");
    }

    [Fact]
    public async Task Hostile_text_of_people_is_shown_and_is_no_markup()
    {
        const string hostile = "<script>window.ran=1</script><img src=x onerror=window.ran=1>";
        await Registry.AGovernedModelAsync(Scientist, 2, null, 0.9);
        var reviewer = await ReviewerAsync();
        var number = await Registry.AskAsync(Scientist, comment: hostile);
        await Registry.DecideAsync(reviewer, number, ReviewAction.RequestChanges, hostile);
        await Registry.Get<PromotionWorkflow>().CommentAsync(number, hostile, Scientist, default);

        var page = await ShowAsync(reviewer, number);

        Says(page, "commented");
        Assert.Equal(3, page.FindAll(".markdown").Count(text => text.TextContent.Contains("<script>", StringComparison.Ordinal)));
        Assert.Empty(page.FindAll("script, img"));
    }

    [Fact]
    public async Task A_number_that_no_request_has_says_so_and_that_of_a_post_review_leads_there()
    {
        await Registry.AGovernedModelAsync(Scientist, 1, null, 0.9);
        var oncall = await Registry.PersonAsync("oncall", Roles.Emergency);
        var number = await Registry.AskAsync(Scientist);
        var subject = (await Registry.RequestAsync(oncall, number)).Subject;
        await Registry.Get<PromotionWorkflow>().ExecuteAsync(number, subject, new Emergency("Production is down", "INC-7"), oncall, default);
        var review = Assert.Single((await Registry.Get<PostReviews>().ListAsync(all: true, null, null, oncall, default)).Items);

        var page = await ShowAsync(Scientist, review.Id);
        page.WaitForAssertion(() => Assert.EndsWith(Urls.PostReview(review.Id), Services.GetRequiredService<NavigationManager>().Uri,
            StringComparison.Ordinal));

        page.Render(parameters => parameters.Add(p => p.Number, 99));
        Says(page, "There is no request #99 here, or you may not see it.");
    }
}
