using Microsoft.Playwright;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Consumers;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Slots;
using ModelRegistry.Tests.Slots;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using static Microsoft.Playwright.Assertions;

namespace ModelRegistry.Tests.EndToEnd;

/// <summary>At 3 a.m.: from the page of a model back to the last good version.</summary>
public sealed class RollbackJourneys(BrowserFixture browser) : BrowserTest(browser)
{
    [Fact]
    public async Task Two_clicks_and_a_reason_bring_production_back()
    {
        var model = await AModelAsync();
        var onCall = await App.PersonAsync("on.call", Roles.Operator);

        await VisitAsAsync(onCall, async visitor =>
        {
            await ClickCount.BeginAsync(visitor);
            var page = await visitor.OpenAsync(Urls.Model(model));

            await page.GetByRole(AriaRole.Button, new() { Name = "Roll back to v1" }).ClickAsync();
            var dialog = page.GetByRole(AriaRole.Dialog);
            await Expect(dialog.GetByRole(AriaRole.Textbox, new() { Name = "Reason" })).ToBeFocusedAsync();
            await page.Keyboard.TypeAsync("Error rate rose");
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Roll back now" }).ClickAsync();
            await Expect(dialog).ToContainTextAsync("Production is back on v1.");

            Assert.Equal(2, await ClickCount.ReadAsync(page));
            await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Roll forward to v2…" })).ToBeVisibleAsync();
            await Expect(dialog.GetByRole(AriaRole.Link, new() { NameRegex = new("Post-review #") })).ToBeVisibleAsync();
            await page.Keyboard.PressAsync("Escape");
            await Expect(page.Locator(".slot-card[aria-label=production] .row-link")).ToHaveTextAsync("v1");
            await EverythingTellsTheSameAsync(visitor, model, onCall);
        });
    }

    [Fact]
    public async Task A_reviewer_releases_the_quarantine_from_the_page_of_the_version()
    {
        var model = await AModelAsync();
        var reviewer = await App.PersonAsync("releasing", Roles.Reviewer);

        await VisitAsAsync(reviewer, async visitor =>
        {
            var page = await visitor.OpenAsync(Urls.Version(model, 2));
            await page.GetByRole(AriaRole.Button, new() { Name = "Quarantine…" }).ClickAsync();
            await AnswerAsync(page, "Looks wrong", "Quarantine");
            await Expect(page.Locator("h1")).ToContainTextAsync("quarantined");

            await page.GetByRole(AriaRole.Button, new() { Name = "Release…" }).ClickAsync();
            await AnswerAsync(page, "It was the load balancer", "Release");
            await Expect(page.Locator("h1")).Not.ToContainTextAsync("quarantined");
            await page.GotoAsync(Urls.AllQuarantines);
            await Expect(page.Locator(".stays li").Filter(new() { HasText = model })).ToContainTextAsync("It was the load balancer");
        });
    }

    private async Task EverythingTellsTheSameAsync(Visitor visitor, string model, Actor onCall)
    {
        Assert.Equal(1, (await App.Get<SlotResolution>().ResolveAsync(model, Stage.Production, onCall, default)).Version);
        using var host = App.ClientAs(onCall);
        Assert.Equal(1, (int)(await host.OkAsync("GET", $"/{Urls.Resolve(model, Stage.Production)}"))["version"]!);

        var timeline = await visitor.OpenAsync(Urls.Model(model, "timeline"));
        await Expect(timeline.Locator(".stay.rollback")).ToContainTextAsync("v1");
        var stay = timeline.Locator(".stays li").First;
        await Expect(stay).ToContainTextAsync("rolled back");
        await Expect(stay).ToContainTextAsync($"rolled back from v2 by {App.Get<PersonNames>().Of(onCall.Name)}, rollback #");
        var activity = await visitor.OpenAsync(Urls.Model(model, "activity"));
        await Expect(activity.Locator(".activity")).ToContainTextAsync($"rolled production of {model} back from v2 to v1");
        await activity.GetByRole(AriaRole.Button, new() { Name = "more steps" }).First.ClickAsync();
        await Expect(activity.Locator(".activity")).ToContainTextAsync($"quarantined {model} v2 by rollback #");
    }

    private static async Task AnswerAsync(IPage page, string reason, string button)
    {
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Textbox).FillAsync(reason);
        await dialog.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
    }

    /// <summary>v1 was in production, v2 is.</summary>
    private async Task<string> AModelAsync()
    {
        var model = RegistryApp.NewName("taken-back");
        await App.AModelAsync(Browser.Scientist, model);
        await App.PolicyAsync(model, Stage.Production, new PolicyContent());
        foreach (var number in new[] { 1, 2 })
        {
            await App.ASealedVersionAsync(Browser.Scientist, model, content: $"{model} {number}");
            await App.PutAsync(Actor.System, model, Stage.Production, number);
        }

        return model;
    }
}
