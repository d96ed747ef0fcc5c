using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.EndToEnd.Pages;
using ModelRegistry.Tests.Promotions;
using ModelRegistry.Tests.Slots;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace ModelRegistry.Tests.EndToEnd;

public sealed class RequestJourneys(BrowserFixture browser, ITestOutputHelper output) : BrowserTest(browser)
{
    private const string FiftyClicks = "button => { for (let i = 0; i < 50; i++) button.click() }";

    [Fact]
    public async Task A_promotion_is_asked_for_questioned_answered_approved_by_two_and_done()
    {
        var model = await AModelInStagingAsync();
        var first = await App.PersonAsync("reviewer.a", Roles.Reviewer);
        var second = await App.PersonAsync("reviewer.b", Roles.Reviewer);

        await VisitAsAsync(Browser.Scientist, asks =>
            VisitAsAsync(first, questions => VisitAsAsync(second, approves => TellAsync(model, asks, questions, approves),
            name: "journey-second"), name: "journey-first"), name: "journey-scientist");
    }

    private async Task TellAsync(string model, Visitor asks, Visitor questions, Visitor approves)
    {
        await ClickCount.BeginAsync(asks);
        await ClickCount.BeginAsync(approves);

        var asked = await OneRequestPage.AskAsync(asks, model, 2, "production");
        await Expect(asked.Heading).ToHaveTextAsync($"Promote {model} v2 to Production, replacing v1");
        Assert.Equal(2, await ClickCount.ReadAsync(asked.Tab)); // from a version: Promote…, Ask

        var questioned = await (await InboxPage.OpenAsync(questions)).ChooseAsync($"{model} v2");
        await questioned.DecideAsync("Request changes", "What about the latency?");
        await Expect(asked.Notices).ToContainTextAsync("asked for changes. They, or an admin, can lift that.");

        await asked.DecideAsync("Comment", "It is 3.5 ms on the scanners.");
        await Expect(questioned.Thread).ToContainTextAsync("It is 3.5 ms on the scanners.");
        var watching = await OneRequestPage.OpenAsync(approves, NumberOf(asked));
        await watching.Tab.EvaluateAsync(
            "() => { window.stayed = true; new MutationObserver(() => { if (!window.seenAt && "
            + "document.querySelector('.who-decides').textContent.includes('reviewer.a-')) window.seenAt = "
            + "document.querySelector('.who-decides').textContent.includes('approved') ? Date.now() : 0 }).observe(document.body, { childList: true, "
            + "subtree: true, characterData: true }) }");
        await watching.Comment.FillAsync("half a thought");

        await questioned.DecideAsync("Approve");
        await Expect(watching.People).ToContainTextAsync("approved");
        await Expect(watching.Comment).ToHaveValueAsync("half a thought");
        Assert.True(await watching.Tab.EvaluateAsync<bool>("() => window.stayed === true"));
        await ReportDelayAsync(watching);

        var inbox = await InboxPage.OpenAsync(approves);
        await Expect(inbox.Row($"{model} v2")).ToBeVisibleAsync();
        var before = await ClickCount.ReadAsync(inbox.Tab);
        var approved = await inbox.ChooseAsync($"{model} v2");
        await approved.Decide("Approve").ClickAsync();
        await Expect(approved.Notices).ToContainTextAsync("Done: v2 went to Production.");
        Assert.Equal(2, await ClickCount.ReadAsync(approved.Tab) - before); // from the inbox: the row, Approve

        await Expect(asked.Notices).ToContainTextAsync("Done: v2 went to Production.");
        await Expect(watching.Notices).ToContainTextAsync("Done: v2 went to Production.");
        await EverythingTellsTheSameAsync(model, NumberOf(asked), asks);
    }

    [Fact]
    public async Task A_half_typed_comment_survives_a_reload_and_is_gone_once_it_is_sent()
    {
        var model = await AModelInStagingAsync();
        var number = await App.AskAsync(Browser.Scientist, 2, model: model);

        await VisitAsAsync(Browser.Scientist, async visitor =>
        {
            var page = await OneRequestPage.OpenAsync(visitor, number);
            await page.Comment.FillAsync("half a thought");
            await page.Tab.ReloadAsync();
            await Visitor.LiveAsync(page.Tab);
            await Expect(page.Comment).ToHaveValueAsync("half a thought");

            await page.Decide("Comment").ClickAsync();
            await Expect(page.Thread).ToContainTextAsync("half a thought");
            await page.Tab.ReloadAsync();
            await Visitor.LiveAsync(page.Tab);
            await Expect(page.Thread).ToContainTextAsync("half a thought");
            await Expect(page.Comment).ToHaveValueAsync("");
        });
    }

    [Fact]
    public async Task Fifty_clicks_in_one_frame_are_one_decision()
    {
        var model = await AModelInStagingAsync();
        var reviewer = await App.PersonAsync("reviewer.c", Roles.Reviewer);
        var number = await App.AskAsync(Browser.Scientist, 2, model: model);

        await VisitAsAsync(reviewer, async visitor =>
        {
            var page = await OneRequestPage.OpenAsync(visitor, number);
            await page.Comment.FillAsync("once");
            await page.Comment.BlurAsync(); // clicks by hand take the focus away first
            await page.Decide("Comment").EvaluateAsync(FiftyClicks);
            await Expect(page.Thread).ToContainTextAsync("once");
            await page.Decide("Approve").EvaluateAsync(FiftyClicks);
            await Expect(page.People).ToContainTextAsync($"{App.Get<PersonNames>().Of(reviewer.Name)} approved");
        });

        Assert.Single((await App.RequestAsync(reviewer, number)).Reviews);
        Assert.Single((await App.Get<RequestQueries>().CommentsAsync(number, null, null, reviewer, default)).Items);
    }

    private async Task EverythingTellsTheSameAsync(string model, long number, Visitor visitor)
    {
        var slots = await App.Get<SlotQueries>().ListAsync(model, null, Browser.Scientist, default);
        Assert.Equal((2, number), slots.Where(slot => slot.Slot == "production").Select(slot => (slot.Version!.Value, slot.RequestId!.Value)).Single());

        var card = (await visitor.OpenAsync(Urls.Model(model))).Locator(".slot-card[aria-label=production]");
        await Expect(card.Locator(".row-link")).ToHaveTextAsync("v2");
        await Expect(card).ToContainTextAsync($"request #{number}");
        var timeline = await visitor.OpenAsync(Urls.Model(model, "timeline"));
        var stay = timeline.Locator(".stays li").Filter(new() { HasText = $"request #{number}" });
        await Expect(stay).ToContainTextAsync("production");
        await Expect(stay.Locator(".row-link")).ToHaveTextAsync("v2");
        var activity = await visitor.OpenAsync(Urls.Model(model, "activity"));
        await Expect(activity.Locator(".activity").First).ToContainTextAsync($"moved production of {model} from v1 to v2 by request #{number}");
        var requests = await visitor.OpenAsync($"{Urls.Model(model, "requests")}&state=done");
        await Expect(requests.Locator("tbody tr").First).ToContainTextAsync("executed");
    }

    /// <summary>How long after it was decided the open page of another showed it; said, and not judged by a clock on a busy machine.</summary>
    private async Task ReportDelayAsync(OneRequestPage watching)
    {
        var seen = await watching.Tab.EvaluateAsync<double>("() => window.seenAt ?? 0");
        var review = (await App.RequestAsync(Browser.Scientist, NumberOf(watching))).Reviews.Last(review => review.Decision == ReviewDecision.Approve);
        output.WriteLine($"Shown {seen - review.At.ToUnixTimeMilliseconds():0} ms after it was decided.");
    }

    private static long NumberOf(AppPage page) =>
        long.Parse(page.Tab.Url[(page.Tab.Url.LastIndexOf('/') + 1)..], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>v1 is in production, v2 in staging; production asks for two approvals.</summary>
    private async Task<string> AModelInStagingAsync()
    {
        var model = RegistryApp.NewName("promoted");
        await App.AModelAsync(Browser.Scientist, model);
        await App.PolicyAsync(model, "production", new PolicyContent(2, Gates: [new MetricGate("accuracy", GateOperator.AtLeast, 0.9), new IntegrityGate()]));
        foreach (var accuracy in new[] { 0.95, 0.97 })
        {
            await App.ASealedVersionAsync(Browser.Scientist, model,
                new NewVersion(Metrics: [new("accuracy", accuracy), new("latency_ms", 3.5)], Dataset: PageScenes.Dataset), $"weights {accuracy}");
        }

        await App.PutAsync(Browser.Scientist, model, "production", 1);
        await App.PutAsync(Browser.Scientist, model, "staging", 2);
        return model;
    }
}
