using System.Text.RegularExpressions;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.EndToEnd.Pages;
using ModelRegistry.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ModelRegistry.Tests.EndToEnd;

/// <summary>Finding versions among many: completed, narrowed down, sorted, with columns of one's own, scrolled; and the address says it all.</summary>
public sealed class ListJourneys(BrowserFixture browser) : BrowserTest(browser)
{
    [Fact]
    public async Task A_filter_is_completed_by_the_keyboard_alone()
    {
        var name = await AModelAsync(4);

        await VisitAsAsync(Browser.Scientist, async visitor =>
        {
            var model = await OneModelPage.OpenAsync(visitor, name);
            await Expect(model.Versions).ToHaveCountAsync(4);
            await model.Box.FocusAsync();

            await model.Box.PressSequentiallyAsync("fra");
            await Expect(model.Suggestions).ToHaveTextAsync(["framework field"], new() { UseInnerText = true });
            await model.ChooseAsync(1, "Enter");
            await Expect(model.Box).ToHaveValueAsync("framework ");
            await Expect(model.Suggestions.First).ToContainTextAsync("=");
            await model.ChooseAsync(1, "Tab");
            await Expect(model.Suggestions).ToContainTextAsync(["'onnx'", "'sklearn'"]);
            await model.ChooseAsync(1, "Enter");

            await Expect(model.Box).ToHaveValueAsync("framework = 'onnx' ");
            await Expect(model.Versions).ToHaveCountAsync(2);
            await Expect(model.Suggestions).ToContainTextAsync(["and", "or"]);
            await model.Tab.Keyboard.PressAsync("Escape");
            await Expect(model.Suggestions).ToHaveCountAsync(0);
            await Expect(model.Box).ToHaveAttributeAsync("aria-expanded", "false");
            await Expect(model.Box).ToHaveValueAsync("framework = 'onnx' "); // Esc closes the list and keeps the text
        });
    }

    [Fact]
    public async Task What_is_told_to_the_server_again_opens_no_list_over_the_page()
    {
        // The times that the page waits, beginning within one event: the list is asked for after a pause of 80 ms.
        const string Waits = """
            (box, kind) => {
              const [own, waits] = [window.setTimeout, []];
              window.setTimeout = (act, after, ...rest) => { waits.push(after ?? 0); return own(act, after, ...rest); };
              box.dispatchEvent(new window[kind]("input", { bubbles: true }));
              window.setTimeout = own;
              return waits;
            }
            """;
        var name = await AModelAsync(1);

        await VisitAsAsync(Browser.Scientist, async visitor =>
        {
            var model = await OneModelPage.OpenAsync(visitor, name);
            await Expect(model.Versions).ToHaveCountAsync(1);
            await model.Box.FocusAsync();

            Assert.DoesNotContain(80, await model.Box.EvaluateAsync<int[]>(Waits, "Event"));
            Assert.Contains(80, await model.Box.EvaluateAsync<int[]>(Waits, "InputEvent"));
        });
    }

    [Fact]
    public async Task The_address_of_a_narrowed_sorted_list_shows_the_same_to_somebody_else()
    {
        var name = await AModelAsync(6);
        var address = "";

        await VisitAsAsync(Browser.Scientist, async visitor =>
        {
            var model = await OneModelPage.OpenAsync(visitor, name);
            await Expect(model.Versions).ToHaveCountAsync(6);
            await model.NarrowAsync("onnx");
            await Expect(model.Box).ToHaveValueAsync("framework = 'onnx'");
            await Expect(model.Versions).ToHaveCountAsync(3);

            await model.AddColumnAsync("tags.team");
            await Expect(model.Heads.Filter(new() { HasText = "team" })).ToHaveCountAsync(1);
            await Expect(model.Numbers).ToHaveTextAsync(["v6", "v4", "v2"]);
            await model.SortByAsync("accuracy");
            await Expect(model.Numbers).ToHaveTextAsync(["v2", "v4", "v6"]);
            address = new Uri(model.Tab.Url).Query;

            var comparison = await model.CompareAsync(2, 4, 6);
            await Expect(comparison.Columns).ToHaveCountAsync(3);
        });

        await VisitAsAsync(await App.PersonAsync("looks", Core.Access.Roles.Viewer), async visitor =>
        {
            var model = await OneModelPage.OpenAsync(visitor, name, address);
            await Expect(model.Numbers).ToHaveTextAsync(["v2", "v4", "v6"]);
            await Expect(model.Box).ToHaveValueAsync("framework = 'onnx'");
            await Expect(model.Heads.Filter(new() { HasText = "team" })).ToHaveCountAsync(1);
        });

        // Whoever chose the columns finds them again without the address.
        await VisitAsAsync(Browser.Scientist, async visitor =>
        {
            var model = await OneModelPage.OpenAsync(visitor, name);
            await Expect(model.Heads.Filter(new() { HasText = "team" })).ToHaveCountAsync(1);
            await Expect(model.Tab).ToHaveURLAsync(new Regex("columns=.*tags\\.team"));
        });
    }

    [Fact]
    public async Task Many_versions_are_scrolled_through_and_only_what_is_seen_is_drawn()
    {
        var name = await AModelAsync(170);

        await VisitAsAsync(Browser.Scientist, async visitor =>
        {
            var model = await OneModelPage.OpenAsync(visitor, name);
            await Expect(model.Numbers.First).ToHaveTextAsync("v170");

            for (var page = 0; page < 12 && await model.Numbers.GetByText("v1", new() { Exact = true }).CountAsync() == 0; page++)
            {
                await model.List.EvaluateAsync("list => list.scrollTop = list.scrollHeight");
                await Expect(model.Waiting).ToHaveCountAsync(0);
            }

            await Expect(model.Numbers.GetByText("v1", new() { Exact = true })).ToBeVisibleAsync();
            Assert.InRange(await model.Numbers.CountAsync(), 5, 80);
            await model.Box.FillAsync("v90");
            await Expect(model.Numbers.First).ToHaveTextAsync("v90");
            await Expect(model.Tab.GetByText("From v90 down.")).ToBeVisibleAsync();
        });
    }

    private async Task<string> AModelAsync(int versions)
    {
        var name = RegistryApp.NewName("listed");
        await App.Get<ModelWorkflow>().CreateAsync(new NewModel(name), Browser.Scientist, default);
        for (var number = 1; number <= versions; number++)
        {
            await App.APendingVersionAsync(Browser.Scientist, name, new NewVersion(
                Metrics: [new("accuracy", 0.9 - (number / 1_000.0))], Framework: number % 2 == 0 ? "onnx" : "sklearn",
                Tags: new Dictionary<string, string> { ["team"] = "risk" }));
        }

        return name;
    }
}
