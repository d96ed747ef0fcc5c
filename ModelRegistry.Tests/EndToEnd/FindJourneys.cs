using System.Text.Json;
using Microsoft.Playwright;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.EndToEnd.Pages;
using ModelRegistry.Tests.Slots;
using ModelRegistry.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ModelRegistry.Tests.EndToEnd;

/// <summary>What data scientists ask of a model with many versions: 23 real classifiers of handwritten digits, with what they measured.</summary>
public sealed class FindJourneys(BrowserFixture browser) : BrowserTest(browser)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    [Fact]
    public async Task Which_of_23_classifiers_is_best_and_what_it_costs_in_latency_and_size_is_one_click()
    {
        var name = await TheDigitsAsync();

        await VisitAsAsync(Browser.Scientist, async visitor =>
        {
            await ClickCount.BeginAsync(visitor);
            var page = await OneModelPage.OpenAsync(visitor, name);
            await Expect(page.Versions).ToHaveCountAsync(23);

            await page.Tab.GetByRole(AriaRole.Columnheader).GetByRole(AriaRole.Link, new() { Name = "accuracy" }).ClickAsync();

            var best = page.Versions.First;
            await Expect(best).ToContainTextAsync("v21");
            await Expect(best).ToContainTextAsync("0.9833");
            await Expect(best).ToContainTextAsync("99.3"); // µs for a row
            await Expect(best).ToContainTextAsync("21 bytes"); // its files
            Assert.Equal(1, await ClickCount.ReadAsync(page.Tab));
        });
    }

    [Fact]
    public async Task Whether_the_newest_is_better_than_production_is_no_click_away()
    {
        var name = await TheDigitsAsync();
        await App.PutAsync(Browser.Scientist, name, Stage.Production, 11);

        await VisitAsAsync(Browser.Scientist, async visitor =>
        {
            await ClickCount.BeginAsync(visitor);
            var page = await OneModelPage.OpenAsync(visitor, name);

            // accuracy, f1_macro, log_loss against roc_auc and three costs
            await Expect(page.Tab.Locator(".newest")).ToContainTextAsync("v23 beats v11 on 3 of 7 metrics, loses on 4.");
            Assert.Equal(0, await ClickCount.ReadAsync(page.Tab));
        });
    }

    [Fact]
    public async Task What_was_searched_for_and_sorted_is_saved_shared_and_the_same_for_somebody_else_who_signs_in()
    {
        var name = await TheDigitsAsync();
        string[] expected = ["v9", "v21", "v23"];
        await VisitAsAsync(Browser.Scientist, async visitor =>
        {
            var page = await OneModelPage.OpenAsync(visitor, name);
            await page.Box.FillAsync("metrics.accuracy > 0.97 and params.family = 'svc'");
            await page.Box.BlurAsync(); // closes what may come next, also before its script is there, when Esc would empty the box
            await Expect(page.Versions).Not.ToHaveCountAsync(23);
            await page.Tab.GetByRole(AriaRole.Columnheader).GetByRole(AriaRole.Link, new() { Name = "accuracy" }).ClickAsync();
            expected = await NumbersAsync(page);
            Assert.Equal("v21", expected[0]);
            Assert.InRange(expected.Length, 2, 22);

            await page.Tab.Locator(".views > summary").ClickAsync();
            await page.Tab.GetByRole(AriaRole.Button, new() { Name = "Save this view…" }).ClickAsync();
            await page.Tab.GetByRole(AriaRole.Dialog).WaitForAsync();
            await DialogFocus.WaitAsync(page.Tab);
            await page.Tab.GetByRole(AriaRole.Dialog).GetByLabel("Name", new() { Exact = true }).FillAsync("Best machines");
            await page.Tab.GetByRole(AriaRole.Dialog).GetByLabel($"Shared with everybody who sees {name}").CheckAsync();
            await page.Tab.GetByRole(AriaRole.Button, new() { Name = "Save the view" }).ClickAsync();
            await Expect(page.Tab.GetByRole(AriaRole.Link, new() { Name = "Best machines" })).ToBeVisibleAsync();
        });

        await VisitAsAsync(await App.PersonAsync("reader", Core.Access.Roles.Viewer), async visitor =>
        {
            var page = await OneModelPage.OpenAsync(visitor, name);
            await Expect(page.Versions).ToHaveCountAsync(23);
            await page.Tab.Locator(".views > summary").ClickAsync();
            await page.Tab.GetByRole(AriaRole.Link, new() { Name = "Best machines" }).ClickAsync();

            await Expect(page.Versions).ToHaveCountAsync(expected.Length);
            Assert.Equal(expected, await NumbersAsync(page));
        });
    }

    [Fact]
    public async Task A_model_opens_with_its_default_view_and_a_column_that_nobody_has_any_more_is_named()
    {
        var name = await TheDigitsAsync();
        const string Query = "q=metrics.model_size_kb < 100&order=metrics.accuracy desc&columns=metrics.accuracy,metrics.gone";
        await App.Get<Core.Views.ViewWorkflow>()
            .SaveAsync(new("Small ones", "versions", name, Query, Shared: true, Default: true), Browser.Scientist, default);

        await VisitAsAsync(Browser.Scientist, async visitor =>
        {
            var page = await OneModelPage.OpenAsync(visitor, name);

            await Expect(page.Tab.GetByRole(AriaRole.Combobox, new() { Name = "Search versions" })).ToHaveValueAsync("metrics.model_size_kb < 100");
            await Expect(page.Tab.Locator("main")).ToContainTextAsync("metrics.gone");
            await Expect(page.Versions.First).ToBeVisibleAsync();
        });
    }

    private static async Task<string[]> NumbersAsync(OneModelPage page)
    {
        await Expect(page.Versions.First).ToContainTextAsync("v21");
        return [.. await page.Versions.Locator(".row-link").AllInnerTextsAsync()];
    }

    private async Task<string> TheDigitsAsync()
    {
        var name = RegistryApp.NewName("numerals");
        await App.Get<ModelWorkflow>().CreateAsync(new NewModel(name), Browser.Scientist, default);
        using var stream = typeof(FindJourneys).Assembly.GetManifestResourceStream("digits-runs.json")!;
        foreach (var run in JsonSerializer.Deserialize<Run[]>(stream, Web)!)
        {
            await App.ASealedVersionAsync(Browser.Scientist, name, new NewVersion(Parameters: run.Params, Framework: run.Framework,
                Metrics: [.. run.Metrics.Select(metric => new NewMetric(metric.Key, metric.Value))],
                Dataset: new VersionDataset(run.Dataset.Name, run.Dataset.Digest)), new string('w', run.Number));
        }

        return name;
    }

    private sealed record Run(int Number, Dictionary<string, string> Params, Dictionary<string, double> Metrics, DataSet Dataset, string Framework);

    private sealed record DataSet(string Name, string Digest);
}
