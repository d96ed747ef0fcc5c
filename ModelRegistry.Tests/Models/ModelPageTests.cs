using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;
using ModelRegistry.Core.Views;
using ModelRegistry.Tests.Components;
using ModelRegistry.Tests.Slots;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using ModelRegistry.Web.Components.Pages.Models;

namespace ModelRegistry.Tests.Models;

public sealed class ModelPageTests : PageTest
{
    [Fact]
    public async Task Whoever_may_browse_nothing_reads_why_and_not_that_there_is_no_such_model()
    {
        await Registry.AModelAsync(Scientist);
        var nobody = await Registry.PersonAsync("nobody");

        var page = await OpenAsync<ModelPage>(nobody, Urls.Model("fraud"), p => p.Add(c => c.Name, "fraud"));

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[role=alert]")));
        Assert.DoesNotContain("There is no such model", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_is_not_there_and_one_that_may_not_be_seen_look_alike()
    {
        await Registry.Get<ModelWorkflow>().CreateAsync(new NewModel("secret", Restricted: true), Scientist, default);
        var viewer = await Registry.PersonAsync("viewer", Roles.Viewer);

        var page = await ShowAsync(viewer, "secret");

        Says(page, "There is no model 'secret' here, or you may not see it.");
        Assert.Equal("There is no such model", page.Find("h1").TextContent.Trim());
    }

    [Fact]
    public async Task Without_versions_it_shows_the_way_to_the_first()
    {
        await Registry.AModelAsync(Scientist);

        var page = await ShowAsync(Scientist);

        Says(page, "No versions yet");
        Assert.Contains("api/v1/models/fraud/versions", page.Find(".empty pre").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".plot"));
    }

    [Fact]
    public async Task It_answers_which_version_is_best_and_lists_them_newest_first()
    {
        await AModelWithVersionsAsync(0.91, 0.97, 0.95);

        var page = await ShowAsync(Scientist);

        Says(page, "v2 is best of 3 versions: 0.9700. The newest, v3, has 0.9500.");
        page.WaitForAssertion(() => Assert.Equal(["v3", "v2", "v1"], page.FindAll("tbody .row-link").Select(link => link.TextContent)));
        Assert.Equal("accuracy over versions", page.Find("figure.plot").GetAttribute("aria-label"));
        Assert.Contains("higher is better", page.Find("section[aria-label='Metric over versions'] h2").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("ready", page.Find("tbody").TextContent, StringComparison.Ordinal); // only what is not ready says so
        Assert.DoesNotContain(page.FindAll("thead th"), head => head.TextContent.Contains('▲', StringComparison.Ordinal) || head.TextContent == "Framework");
    }

    [Fact]
    public async Task Two_ticked_versions_can_be_compared_and_the_address_keeps_them()
    {
        await AModelWithVersionsAsync(0.91, 0.97, 0.95);

        var page = await ShowAsync(Scientist, query: "?v=1,3");

        Says(page, "Compare 2 versions");
        var compare = page.FindAll("a.mud-button-root").Single(link => link.TextContent.Contains("Compare", StringComparison.Ordinal));
        Assert.Equal(Urls.Compare("fraud", [1, 3]), compare.GetAttribute("href"));
        Assert.Equal(2, page.FindAll("input[type=checkbox][checked]").Count);
    }

    [Fact]
    public async Task One_ticked_version_cannot_be_compared_and_the_button_says_why()
    {
        await AModelWithVersionsAsync(0.91, 0.97);

        var page = await ShowAsync(Scientist, query: "?v=1");

        Says(page, "Tick two to 20 versions; one is ticked.");
    }

    [Fact]
    public async Task The_address_says_which_columns_there_are_and_what_no_version_has_is_named()
    {
        await AModelWithVersionsAsync(0.91, 0.97);

        var page = await ShowAsync(Scientist, query: "?columns=size,metrics.accuracy,metrics.gone,colour");

        Says(page, "The columns metrics.gone, colour are left out: no version of fraud has them.");
        Assert.Equal(["Select", "Version", "Size", "accuracy higher is better", "Status"], page.FindAll("thead th").Select(head => head.TextContent.Trim()));
    }

    [Fact]
    public async Task Columns_that_somebody_chose_are_there_at_the_next_visit_and_in_the_address()
    {
        await AModelWithVersionsAsync(0.91, 0.97);
        await Registry.Get<ListChoices>().KeepColumnsAsync("fraud", "createdBy", Scientist, default);

        var page = await ShowAsync(Scientist);

        page.WaitForAssertion(() => Assert.Equal(
            ["Select", "Version", "Registered by", "Status"], page.FindAll("thead th").Select(head => head.TextContent.Trim())));
        Assert.Contains("columns=createdBy", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_opens_by_its_default_view_also_for_who_chose_columns_before()
    {
        await AModelWithVersionsAsync(0.91, 0.97, 0.95);
        await Registry.Get<ListChoices>().KeepColumnsAsync("fraud", "createdBy", Scientist, default);
        await Registry.Get<ViewWorkflow>().SaveAsync(
            new NewView("Good ones", "versions", "fraud", "q=number > 1&columns=size", Shared: true, Default: true), Scientist, default);

        var page = await ShowAsync(Scientist);

        page.WaitForAssertion(() => Assert.Equal(["v3", "v2"], page.FindAll("tbody .row-link").Select(link => link.TextContent)));
        Assert.Equal(["Select", "Version", "Size", "Status"], page.FindAll("thead th").Select(head => head.TextContent.Trim()));
    }

    [Fact]
    public async Task A_filter_that_cannot_be_read_says_so_and_not_that_nothing_matches()
    {
        await AModelWithVersionsAsync(0.91);

        var page = await ShowAsync(Scientist, query: $"?q={Uri.EscapeDataString("metrics.accuracy >")}");

        Says(page, "The filter is not understood at character 19");
        Assert.DoesNotContain("No version matches", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_in_the_box_begins_the_list_there()
    {
        await AModelWithVersionsAsync(0.91, 0.97, 0.95);

        var page = await ShowAsync(Scientist, query: "?q=v2");

        Says(page, "From v2 down.");
        Assert.Equal(["v2", "v1"], page.FindAll("tbody .row-link").Select(link => link.TextContent));
    }

    [Fact]
    public async Task Ticked_versions_are_archived_and_what_is_refused_stays_ticked_with_the_reason()
    {
        await AModelWithVersionsAsync(0.91, 0.97, 0.95);
        await Registry.PutAsync(Actor.System, "fraud", Stage.Production, 2);
        var page = await ShowAsync(Scientist, query: "?v=1,2");
        Says(page, "2 ticked");

        await page.FindAll(".bulk button").Single(button => button.TextContent == "Archive").ClickAsync();

        Says(page, "1 of 2 archived.");
        Assert.Contains("v2:", page.Find(".bulk-answers").TextContent, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Equal(["v3", "v2"], page.FindAll("tbody .row-link").Select(link => link.TextContent)));
        page.WaitForAssertion(() => Assert.Single(page.FindAll("input[type=checkbox][checked]")));
    }

    [Fact]
    public async Task New_versions_wait_behind_a_bar_and_a_status_turns_in_place()
    {
        await AModelWithVersionsAsync(0.91);
        await Registry.APendingVersionAsync(Scientist);
        await Registry.AFileAsync(Scientist, "fraud", "2", "model.pkl", "weights");
        var page = await ShowAsync(Scientist);
        Says(page, "pending");

        await Registry.Get<VersionWorkflow>().SealAsync("fraud", "2", null, Scientist, default);
        await Registry.APendingVersionAsync(Scientist);

        Says(page, "1 new version");
        page.WaitForAssertion(() => Assert.DoesNotContain("pending", page.Find("tbody").TextContent, StringComparison.Ordinal));
        Assert.Equal(2, page.FindAll("tbody .row-link").Count);
    }

    [Fact]
    public async Task Settings_are_read_only_with_the_reason_for_whoever_may_not_edit()
    {
        await AModelWithVersionsAsync(0.91);
        var viewer = await Registry.PersonAsync("viewer", Roles.Viewer);

        var page = await ShowAsync(viewer, query: "?tab=settings");

        Says(page, "Read only. Only people with the Admin role and the model's owner may do this.");
        Assert.Empty(page.FindAll("form button[type=submit]"));
        Assert.All(page.FindAll("form textarea, form input[type=email]"), field => Assert.True(field.HasAttribute("disabled")));
    }

    [Fact]
    public async Task Saving_settings_changes_only_what_was_typed()
    {
        await AModelWithVersionsAsync(0.91);
        var page = await ShowAsync(Scientist, query: "?tab=settings");
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("form textarea")));

        await page.Find("form textarea").ChangeAsync(new() { Value = "Finds fraud" });
        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Contains("Finds fraud", page.Find(".lede").TextContent, StringComparison.Ordinal));
        var model = await Registry.Get<ModelQueries>().GetAsync("fraud", Scientist, default);
        Assert.Equal(("Finds fraud", Scientist.Name, "accuracy"), (model.Description, model.Owner, model.PrimaryMetric));
    }

    [Fact]
    public async Task A_refused_owner_is_said_at_the_field_and_nothing_is_changed()
    {
        await AModelWithVersionsAsync(0.91);
        var page = await ShowAsync(Scientist, query: "?tab=settings");
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("form input[type=email]")));

        await page.Find("form input[type=email]").ChangeAsync(new() { Value = "nobody@example.test" });
        await page.Find("form").SubmitAsync();

        Says(page, "There is no active account 'nobody@example.test'.");
        Assert.Equal(Scientist.Name, (await Registry.Get<ModelQueries>().GetAsync("fraud", Scientist, default)).Owner);
    }

    [Fact]
    public async Task Activity_tells_who_did_what()
    {
        await AModelWithVersionsAsync(0.91);

        var page = await ShowAsync(Scientist, query: "?tab=activity");

        Says(page, "created the model fraud");
        Says(page, "registered fraud v1 with 1 file");
    }

    private async Task AModelWithVersionsAsync(params double[] accuracies)
    {
        await Registry.AModelAsync(Scientist);
        foreach (var accuracy in accuracies)
        {
            await Registry.ASealedVersionAsync(Scientist, "fraud",
                new NewVersion(Metrics: [new("accuracy", accuracy)], Dataset: new VersionDataset("cards", "d1")));
        }
    }

    private Task<IRenderedComponent<ModelPage>> ShowAsync(Actor viewer, string name = "fraud", string query = "") =>
        OpenAsync<ModelPage>(viewer, Urls.Model(name) + query, page => page.Add(p => p.Name, name));
}
