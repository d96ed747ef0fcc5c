using Bunit;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Components;
using ModelRegistry.Tests.Slots;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using ModelRegistry.Web.Components.Pages.Compare;

namespace ModelRegistry.Tests.Compare;

public sealed class ComparePageTests : PageTest
{
    [Fact]
    public async Task Without_versions_it_says_how_to_choose_them()
    {
        await Registry.AModelAsync(Scientist);

        var page = await ShowAsync("");

        Says(page, "Nothing to compare yet");
        Assert.Equal(Urls.Model("fraud"), page.Find(".empty a").GetAttribute("href"));
    }

    [Fact]
    public async Task It_answers_first_and_marks_better_and_best_in_words()
    {
        await TwoVersionsAsync("d1", "d1");

        var page = await ShowAsync("?v=1,2");

        Says(page, "v2 against v1: accuracy +5.56 % (better); better on the only one that can be compared.");
        var cell = page.FindAll("tbody td").Single(cell => cell.TextContent.Contains("0.9500", StringComparison.Ordinal)).TextContent;
        Assert.Contains("best", cell, StringComparison.Ordinal);
        Assert.Contains("better +5.56 %", cell, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_on_different_data_sets_are_not_compared()
    {
        await TwoVersionsAsync("d1", "d2");

        var page = await ShowAsync("?v=1,2");

        Says(page, "v2 cannot be compared with v1: no metric of both is a number");
        Assert.Contains(page.FindAll("tbody td"), cell => cell.TextContent.Contains("not comparable", StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".plot"));
    }

    [Fact]
    public async Task The_base_stands_first_and_can_be_swapped_by_a_link()
    {
        await TwoVersionsAsync("d1", "d1");

        var page = await ShowAsync("?v=1,2&base=2");

        Says(page, "v1 against v2: accuracy −5.26 % (worse); worse on the only one that can be compared.");
        Assert.Equal(["v2", "v1"], page.FindAll("thead .row-link").Select(link => link.TextContent));
        Assert.EndsWith("v=1,2&base=1", page.FindAll("thead a").Single(link => link.TextContent == "Make it the base")
            .GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_that_is_not_there_is_named_and_the_rest_shown()
    {
        await TwoVersionsAsync("d1", "d1");

        var page = await ShowAsync("?v=1,7");

        Says(page, "Not there, deleted, or not for you to see: fraud:7. Here is the rest.");
        Assert.Equal(["v1"], page.FindAll("thead .row-link").Select(link => link.TextContent));
    }

    [Fact]
    public async Task A_version_says_in_its_head_which_slots_it_is_in()
    {
        await TwoVersionsAsync("d1", "d1");
        await Registry.PutAsync(Scientist, "fraud", "staging", 2);

        var page = await ShowAsync("?v=1,2");

        Assert.Equal(["", "staging"], page.FindAll("thead .chips").Select(chips => chips.TextContent.Trim()));
    }

    private async Task TwoVersionsAsync(string first, string second)
    {
        await Registry.AModelAsync(Scientist);
        await Registry.ASealedVersionAsync(Scientist, "fraud", new NewVersion(Metrics: [new("accuracy", 0.90)], Dataset: new VersionDataset("cards", first)));
        await Registry.ASealedVersionAsync(Scientist, "fraud", new NewVersion(Metrics: [new("accuracy", 0.95)], Dataset: new VersionDataset("cards", second)));
    }

    private Task<IRenderedComponent<ComparePage>> ShowAsync(string query) =>
        OpenAsync<ComparePage>(Scientist, $"models/fraud/compare{query}", page => page.Add(p => p.Name, "fraud"));
}
