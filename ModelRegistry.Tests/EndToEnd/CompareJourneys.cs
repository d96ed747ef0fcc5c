using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.EndToEnd.Pages;
using ModelRegistry.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ModelRegistry.Tests.EndToEnd;

public sealed class CompareJourneys(BrowserFixture browser) : BrowserTest(browser)
{
    [Fact]
    public async Task Three_are_compared_brushed_and_exported_and_the_address_shows_the_same_to_somebody_else()
    {
        var name = await AModelAsync(3);
        string? address = null;

        await VisitAsAsync(Browser.Scientist, async visitor =>
        {
            var comparison = await (await OneModelPage.OpenAsync(visitor, name)).CompareAsync(1, 2, 3);
            await comparison.MakeFirstOtherTheBaseAsync();
            await Expect(comparison.Columns).ToHaveTextAsync(["v2", "v1", "v3"]);
            await comparison.Tab.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Parameters" }).ClickAsync();
            await comparison.BrushUpToAsync("depth", "500");
            await Expect(comparison.Columns).ToHaveTextAsync(["v2", "v1"]);

            var download = await comparison.Tab.RunAndWaitForDownloadAsync(() =>
                comparison.Tab.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "CSV" }).ClickAsync());
            var table = await File.ReadAllTextAsync(await download.PathAsync());
            Assert.Contains("Metric,accuracy,0.91,0.92,0.93", table, StringComparison.Ordinal);
            Assert.Contains("Parameter,note,'=1+1,", table, StringComparison.Ordinal);
            address = comparison.Tab.Url;
        });

        await VisitAsAsync(Browser.Admin, async visitor =>
        {
            var comparison = new ComparisonPage(await visitor.OpenAsync(new Uri(address!).PathAndQuery.TrimStart('/')));
            await Expect(comparison.Columns).ToHaveTextAsync(["v2", "v1"]);
            await Expect(comparison.Tab.Locator(".answer")).ToHaveTextAsync("v1, v2 lie in what is selected on depth.");
        });
    }

    [Fact]
    public async Task Which_of_23_is_best_and_what_it_costs_is_answered_on_the_models_page_by_two_clicks()
    {
        var name = await AModelAsync(23);

        await VisitAsAsync(Browser.Scientist, async visitor =>
        {
            var model = await OneModelPage.OpenAsync(visitor, name);
            await Expect(model.Answer).ToContainTextAsync("v23 is best of 23 versions: 1.1300.");
            await model.SetAgainstAsync("latency_ms");

            await Expect(model.Answer.Nth(1)).ToHaveTextAsync("v23, best by accuracy, costs 23.0 ms latency_ms and 230 KB model_size_kb.");
        });
    }

    private async Task<string> AModelAsync(int versions)
    {
        var name = RegistryApp.NewName("compared");
        await App.Get<ModelWorkflow>().CreateAsync(new NewModel(name), Browser.Scientist, default);
        for (var number = 1; number <= versions; number++)
        {
            await App.ASealedVersionAsync(Browser.Scientist, name, new NewVersion(
                Metrics: [new("accuracy", 0.9 + (number / 100.0)), new("latency_ms", number), new("model_size_kb", 10 * number)],
                Dataset: new VersionDataset("cards", "d1"),
                Parameters: new Dictionary<string, string> { ["depth"] = $"{number}", ["note"] = $"=1+{number}" }));
        }

        return name;
    }
}
