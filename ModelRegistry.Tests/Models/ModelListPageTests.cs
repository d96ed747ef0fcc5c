using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Components;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using ModelRegistry.Web.Components.Pages.Models;

namespace ModelRegistry.Tests.Models;

public sealed class ModelListPageTests : PageTest
{
    [Fact]
    public async Task Without_models_it_says_what_to_do_next()
    {
        var page = await OpenAsync<ModelList>(Scientist, Urls.Models);

        Says(page, "No models yet");
        Assert.Contains("api/v1/models", page.Find(".empty pre").TextContent, StringComparison.Ordinal);
        Assert.Equal(Urls.RegisterModel, page.Find(".empty a[href]").GetAttribute("href"));
    }

    [Fact]
    public async Task Whoever_may_not_register_a_model_reads_why()
    {
        var viewer = await Registry.PersonAsync("viewer", Roles.Viewer);

        var page = await OpenAsync<ModelList>(viewer, Urls.Models);

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[aria-disabled=true]")));
        var button = page.Find(".page-actions [aria-disabled=true]");
        Assert.Contains("the DataScientist role", page.Find($"#{button.GetAttribute("aria-describedby")}").TextContent, StringComparison.Ordinal);
        Assert.Null(button.GetAttribute("href"));
    }

    [Fact]
    public async Task A_row_has_slots_latest_version_and_primary_metric_over_versions()
    {
        await Registry.AModelAsync(Scientist, "fraud");
        await Registry.ASealedVersionAsync(Scientist, "fraud", new NewVersion(Metrics: [new("accuracy", 0.91)]));
        await Registry.ASealedVersionAsync(Scientist, "fraud", new NewVersion(Metrics: [new("accuracy", 0.9371)]));

        var page = await OpenAsync<ModelList>(Scientist, Urls.Models);

        Says(page, "1 model");
        var cells = page.FindAll("tbody tr td").Select(cell => cell.TextContent.Trim()).ToList();
        Assert.Equal("fraud", cells[1]);
        Assert.Equal(["–", "–", "v2"], cells[2..5]);
        Assert.Contains("0.9371", cells[5], StringComparison.Ordinal);
        Assert.Equal("accuracy: v1 0.9100, v2 0.9371", page.Find("svg.spark").GetAttribute("aria-label"));
    }

    [Fact]
    public async Task The_address_holds_filter_and_order()
    {
        await Registry.AModelAsync(Scientist, "fraud");
        await Registry.AModelAsync(Scientist, "churn");

        var page = await OpenAsync<ModelList>(Scientist, $"{Urls.Models}?q=fra&order=updated");

        Says(page, "1 model");
        Assert.Equal(["fraud"], page.FindAll(".row-link").Select(link => link.TextContent));
        Assert.Equal("Last updated", page.Find(".choices [aria-current]").TextContent);
    }

    [Fact]
    public async Task A_filter_that_cannot_be_read_points_at_the_character_and_leaves_the_page_usable()
    {
        await Registry.AModelAsync(Scientist, "fraud");

        var page = await OpenAsync<ModelList>(Scientist, $"{Urls.Models}?q={Uri.EscapeDataString("name like fraud")}");

        Says(page, "The filter is not understood");
        Assert.Equal("name like fraud", page.Find(".filter-error code").TextContent);
        Assert.Equal("f", page.Find(".filter-error mark").TextContent);
        Assert.Empty(page.FindAll(".empty")); // that nothing matches would be said of a question that nobody asked
    }

    [Fact]
    public async Task A_filter_without_a_match_offers_the_way_back()
    {
        await Registry.AModelAsync(Scientist, "fraud");

        var page = await OpenAsync<ModelList>(Scientist, $"{Urls.Models}?q=nothing");

        Says(page, "No model matches");
        Assert.Equal(Urls.Models, page.Find(".empty a").GetAttribute("href"));
    }

    [Fact]
    public async Task A_new_model_is_announced_and_shown_on_request()
    {
        await Registry.AModelAsync(Scientist, "fraud");
        var page = await OpenAsync<ModelList>(Scientist, Urls.Models);
        Says(page, "1 model");

        await Registry.AModelAsync(Scientist, "churn");

        Says(page, "1 new model");
        Assert.Single(page.FindAll(".row-link"));
        await page.Find(".news button").ClickAsync();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".row-link").Count));
        Assert.Empty(page.FindAll(".news"));
    }

    [Fact]
    public async Task A_model_that_one_may_not_see_is_not_announced()
    {
        await Registry.AModelAsync(Scientist, "fraud");
        var viewer = await Registry.PersonAsync("viewer", Roles.Viewer);
        var page = await OpenAsync<ModelList>(viewer, Urls.Models);
        Says(page, "1 model");

        await Registry.Get<ModelWorkflow>().CreateAsync(new NewModel("secret", Restricted: true), Scientist, default);
        await Registry.AModelAsync(Scientist, "open");

        Says(page, "1 new model");
    }

    [Fact]
    public async Task What_others_wrote_is_text()
    {
        await Registry.Get<ModelWorkflow>()
            .CreateAsync(new NewModel("fraud", "<img src=x onerror=alert(1)>", new Dictionary<string, string> { ["a"] = "<b>" }), Scientist, default);

        var page = await OpenAsync<ModelList>(Scientist, Urls.Models);

        Says(page, "<img src=x onerror=alert(1)>");
        Assert.Empty(page.FindAll("tbody img, tbody b"));
    }

    [Fact]
    public async Task Somebody_who_was_signed_out_reads_so()
    {
        var page = await OpenAsync<ModelList>(Scientist, Urls.Models);
        Says(page, "No models yet");

        await Registry.Get<Sessions>().EndAsync(Session, Scientist, default);
        Services.GetRequiredService<NavigationManager>().NavigateTo($"{Urls.Models}?order=created");

        Says(page, "You are signed out");
    }
}
