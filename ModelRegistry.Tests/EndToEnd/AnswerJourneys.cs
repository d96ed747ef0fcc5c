using Microsoft.Playwright;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.EndToEnd.Pages;
using ModelRegistry.Tests.Slots;
using ModelRegistry.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ModelRegistry.Tests.EndToEnd;

/// <summary>What people come to a model's page for, and how many clicks the answer is away.</summary>
public sealed class AnswerJourneys(BrowserFixture browser) : BrowserTest(browser)
{
    [Fact]
    public async Task What_is_in_production_since_when_and_why_is_no_click_away()
    {
        var name = await AModelAsync();

        await VisitAsAsync(Browser.Scientist, async visitor =>
        {
            var page = await OpenAsync(visitor, name);
            var card = page.Tab.Locator(".slot-card[aria-label=production]");

            await Expect(card.Locator(".row-link")).ToHaveTextAsync("v1");
            await Expect(card).ToContainTextAsync(new System.Text.RegularExpressions.Regex("just now|since "));
            await Expect(card).ToContainTextAsync("Why: fewer false alarms");
            await Expect(card.GetByRole(AriaRole.Link, new() { Name = "request #1" })).ToBeVisibleAsync();
            Assert.Equal(0, await ClickCount.ReadAsync(page.Tab));
        });
    }

    [Fact]
    public async Task Whether_the_newest_is_better_than_production_is_said_and_the_comparison_is_one_click_away()
    {
        var name = await AModelAsync();

        await VisitAsAsync(Browser.Scientist, async visitor =>
        {
            var page = await OpenAsync(visitor, name);
            await Expect(page.Tab.Locator(".newest")).ToContainTextAsync("v2 beats v1 on 1 of 1 metrics.");

            await page.Tab.GetByRole(AriaRole.Link, new() { Name = "Compare v2 with v1" }).ClickAsync();

            await Expect(new ComparisonPage(page.Tab).Verdicts).ToContainTextAsync("v2 against v1");
            Assert.Equal(1, await ClickCount.ReadAsync(page.Tab));
        });
    }

    [Fact]
    public async Task What_ran_on_a_date_is_one_click_and_the_date()
    {
        var name = await AModelAsync();

        await VisitAsAsync(Browser.Scientist, async visitor =>
        {
            var page = await OpenAsync(visitor, name);

            await page.Tab.GetByRole(AriaRole.Link, new() { Name = "Timeline" }).ClickAsync();
            await page.Tab.GetByLabel("What was where on").FillAsync("2026-01-05T12:00");

            await Expect(page.Tab.Locator(".as-of .answer")).ToContainTextAsync("On 5 January 2026 12:00");
            Assert.Equal(1, await ClickCount.ReadAsync(page.Tab));
        });
    }

    [Fact]
    public async Task Cards_chart_and_tabs_are_on_the_first_screen_whatever_people_wrote()
    {
        var name = await AModelAsync();
        await App.Get<ModelWorkflow>().EditAsync(name, new ModelEdit(
            Description: string.Join("\n\n", Enumerable.Range(0, 60).Select(i => $"## Part {i}\n\nWhat it does, with `code` and a {new string('w', 90)}.")),
            Tags: Enumerable.Range(0, 30).ToDictionary(i => $"a-rather-long-key-{i}", i => (string?)$"a value of many words for number {i}")),
            Browser.Scientist, default);

        await VisitAsAsync(Browser.Scientist, async visitor =>
        {
            var page = await OneModelPage.OpenAsync(visitor, name);
            await page.Tab.SetViewportSizeAsync(1440, 900);
            await Expect(page.Points).ToHaveCountAsync(3); // two versions and the ring of production

            var tabs = (await page.Tab.Locator("nav.tabs").BoundingBoxAsync())!;
            Assert.InRange(tabs.Y + tabs.Height, 300, 900);
            Assert.Equal(0, await page.Tab.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth"));
        });
    }

    private static async Task<OneModelPage> OpenAsync(Visitor visitor, string name)
    {
        await ClickCount.BeginAsync(visitor);
        return await OneModelPage.OpenAsync(visitor, name);
    }

    private async Task<string> AModelAsync()
    {
        var name = RegistryApp.NewName("answers");
        await App.Get<ModelWorkflow>().CreateAsync(new NewModel(name), Browser.Scientist, default);
        foreach (var accuracy in new[] { 0.91, 0.97 })
        {
            await App.ASealedVersionAsync(Browser.Scientist, name, new NewVersion(
                Metrics: [new("accuracy", accuracy)], Dataset: new VersionDataset("cards", "d1")));
        }

        await App.PutAsync(Browser.Scientist, name, Stage.Production, 1, reason: "fewer false alarms", request: 1);
        return name;
    }
}
