using System.Text.RegularExpressions;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.EndToEnd.Pages;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using static Microsoft.Playwright.Assertions;

namespace ModelRegistry.Tests.EndToEnd;

public sealed class ModelJourneys(BrowserFixture browser) : BrowserTest(browser)
{
    [Fact]
    public Task A_registered_model_is_found_by_a_filter_whose_mistake_is_pointed_at() => VisitAsAsync(Browser.Scientist, async visitor =>
    {
        var name = RegistryApp.NewName("found");
        var list = await ModelsListPage.OpenAsync(visitor);
        var model = await list.RegisterAsync(name);
        await Expect(model.Heading).ToHaveTextAsync(name);
        await model.IsOnAsync(Urls.Model(name));

        list = await ModelsListPage.OpenAsync(visitor);
        await list.SearchAsync($"name like {name}'");
        await Expect(list.Tab.Locator(".filter-error mark")).ToHaveTextAsync("f");
        await list.SearchAsync($"name = '{name}'");

        await Expect(list.Rows).ToHaveCountAsync(1);
        await Expect(list.Tab).ToHaveURLAsync(new Regex(@"\?q=name"));
    });

    [Fact]
    public async Task Two_versions_are_ticked_compared_and_swapped_and_Back_leads_back()
    {
        var name = await AModelWithAsync(0.91, 0.97, 0.95);

        await VisitAsAsync(Browser.Scientist, async visitor =>
        {
            var model = await OneModelPage.OpenAsync(visitor, name);
            await Expect(model.Answer).ToHaveTextAsync("v2 is best of 3 versions: 0.9700. The newest, v3, has 0.9500.");
            var comparison = await model.CompareAsync(1, 2);
            await Expect(comparison.Verdicts).ToHaveTextAsync("v2 against v1: accuracy +6.59 % (better); better on the only one that can be compared.");

            await comparison.MakeFirstOtherTheBaseAsync();
            await Expect(comparison.Verdicts).ToHaveTextAsync("v1 against v2: accuracy −6.19 % (worse); worse on the only one that can be compared.");
            await Expect(comparison.Columns).ToHaveTextAsync(["v2", "v1"]);

            await comparison.Tab.GoBackAsync();
            await Expect(comparison.Verdicts).ToHaveTextAsync("v2 against v1: accuracy +6.59 % (better); better on the only one that can be compared.");
            await comparison.Tab.GoBackAsync();
            await Expect(model.Heading).ToHaveTextAsync(name);
            await Expect(model.Tab.GetByLabel("Select v2", new() { Exact = true })).ToBeCheckedAsync();
        });
    }

    [Fact]
    public async Task A_point_of_the_chart_says_what_it_is_and_opens_its_version()
    {
        var name = await AModelWithAsync(0.91, 0.97);

        await VisitAsAsync(Browser.Scientist, async visitor =>
        {
            var model = await OneModelPage.OpenAsync(visitor, name);
            var box = (await model.Points.Last.BoundingBoxAsync())!;

            await model.Tab.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + (box.Height / 2));
            await Expect(model.Tab.Locator(".hoverlayer")).ToContainTextAsync("v2 · accuracy 0.9700 · <b>svc</b> · data set d1");
            await model.Tab.Mouse.DownAsync();
            await model.Tab.Mouse.UpAsync();

            await model.IsOnAsync(Urls.Version(name, 2));
            await Expect(model.Heading).ToContainTextAsync($"{name} v2");
        });
    }

    [Fact]
    public async Task What_a_script_registers_waits_behind_a_bar_and_moves_nothing()
    {
        var name = await AModelWithAsync(0.91);

        await VisitAsAsync(Browser.Scientist, async visitor =>
        {
            var model = await OneModelPage.OpenAsync(visitor, name);
            await Expect(model.Versions).ToHaveCountAsync(1);

            await App.ASealedVersionAsync(Browser.Scientist, name, AVersion(0.99));
            await App.ASealedVersionAsync(Browser.Scientist, name, AVersion(0.98));

            await Expect(model.News).ToContainTextAsync("2 new versions");
            await Expect(model.Versions).ToHaveCountAsync(1);
            await model.News.GetByRole(Microsoft.Playwright.AriaRole.Button).ClickAsync();
            await Expect(model.Versions).ToHaveCountAsync(3);
            await Expect(model.Answer).ToContainTextAsync("v2 is best of 3 versions");
            await Expect(model.News).ToHaveCountAsync(0);
        });
    }

    [Fact]
    public async Task A_model_is_renamed_and_its_former_addresses_lead_to_it()
    {
        var (former, name) = (await AModelWithAsync(0.91), RegistryApp.NewName("renamed"));

        await VisitAsAsync(Browser.Scientist, async visitor =>
        {
            var model = await OneModelPage.OpenAsync(visitor, former, "?tab=settings");
            await model.RenameAsync(name);
            await Expect(model.Heading).ToHaveTextAsync(name);
            await model.IsOnAsync(Urls.Model(name, "settings"));

            var version = new AppPage(await visitor.OpenAsync($"{Urls.Version(former, 1)}?file=model/model.pkl"));

            await version.IsOnAsync($"{Urls.Version(name, 1)}?file=model/model.pkl");
            await Expect(version.Heading).ToContainTextAsync($"{name} v1");
        });
    }

    [Fact]
    public async Task The_list_is_walked_with_j_k_and_Enter()
    {
        var stem = RegistryApp.NewName("walk");
        foreach (var name in new[] { $"{stem}-a", $"{stem}-b" })
        {
            await App.Get<ModelWorkflow>().CreateAsync(new NewModel(name), Browser.Scientist, default);
        }

        await VisitAsAsync(Browser.Scientist, async visitor =>
        {
            var list = await ModelsListPage.OpenAsync(visitor, $"?q={stem}");
            await Expect(list.Rows).ToHaveCountAsync(2);
            await Expect(list.Heading).ToBeFocusedAsync(); // a page that has just come moves the focus once, to its heading

            await list.Tab.Keyboard.PressAsync("j");
            await Expect(list.Tab.Locator(":focus")).ToHaveTextAsync($"{stem}-a");
            await list.Tab.Keyboard.PressAsync("j");
            await Expect(list.Tab.Locator(":focus")).ToHaveTextAsync($"{stem}-b");
            await list.Tab.Keyboard.PressAsync("k");
            await list.Tab.Keyboard.PressAsync("Enter");

            await list.IsOnAsync(Urls.Model($"{stem}-a"));
        });
    }

    private static NewVersion AVersion(double accuracy) => new(
        Metrics: [new("accuracy", accuracy)], Dataset: new VersionDataset("cards", "d1"),
            Parameters: new Dictionary<string, string> { ["family"] = "<b>svc</b>" });

    private async Task<string> AModelWithAsync(params double[] accuracies)
    {
        var name = RegistryApp.NewName("seen");
        await App.Get<ModelWorkflow>().CreateAsync(new NewModel(name), Browser.Scientist, default);
        foreach (var accuracy in accuracies)
        {
            await App.ASealedVersionAsync(Browser.Scientist, name, AVersion(accuracy));
        }

        return name;
    }
}
