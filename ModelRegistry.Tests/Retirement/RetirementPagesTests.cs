using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Stages;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Components;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using ModelRegistry.Web.Components.Pages.Models;
using ModelRegistry.Web.Components.Pages.Retirement;
using ModelRegistry.Web.Components.Pages.Versions;

namespace ModelRegistry.Tests.Retirement;

public sealed class RetirementPagesTests : PageTest
{
    private string Address => Services.GetRequiredService<NavigationManager>().Uri;

    [Fact]
    public async Task A_version_is_archived_and_unarchived_from_its_page()
    {
        await VersionsAsync(1);
        var page = await ShowVersionAsync(Scientist, 1);

        await ChooseAsync(page, "Archive");
        page.WaitForAssertion(() => Assert.Contains("archived", page.Find("h1").TextContent, StringComparison.Ordinal));
        Says(page, "It is archived and may enter no slot. Unarchive it first.");

        await ChooseAsync(page, "Unarchive");
        page.WaitForAssertion(() => Assert.DoesNotContain("archived", page.Find("h1").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Deleting_asks_once_and_leads_to_the_model()
    {
        await VersionsAsync(2);
        var page = await ShowVersionAsync(Scientist, 2);

        await ChooseAsync(page, "Delete…");
        Dialogs.WaitForAssertion(() => Assert.Contains("an admin can restore it from the bin", Dialogs.Markup, StringComparison.Ordinal));
        await Dialogs.Find("textarea").ChangeAsync("A slip.");
        await Dialogs.FindAll("button").Single(button => button.TextContent == "Delete").ClickAsync();

        page.WaitForAssertion(() => Assert.EndsWith(Urls.Model("fraud"), Address, StringComparison.Ordinal));
        Assert.Equal("A slip.", (await BinAsync()).Single().Reason);
    }

    [Fact]
    public async Task What_may_not_be_done_says_which_rule_keeps_it()
    {
        await VersionsAsync(1);
        await Registry.Get<AliasWorkflow>().SetAsync("fraud", "champion", "1", Scientist, default);
        var page = await ShowVersionAsync(Scientist, 1);

        var menu = await OpenMenuAsync(page);

        var blocked = menu.FindAll(".menu-blocked").Select(item => item.TextContent.Trim()).ToList();
        Assert.Contains(blocked, text =>
            text.StartsWith("Archive", StringComparison.Ordinal) && text.Contains("v1 is in champion now", StringComparison.Ordinal));
        Assert.Contains(blocked, text => text.StartsWith("Delete…", StringComparison.Ordinal) && text.Contains("empty it first", StringComparison.Ordinal));
        Assert.Contains(blocked, text => text.StartsWith("Hold…", StringComparison.Ordinal) && text.Contains("the Admin role", StringComparison.Ordinal));
        menu.FindAll(".menu-blocked")[0].Click();
        Assert.False((await Registry.Get<VersionQueries>().GetAsync("fraud", "1", Scientist, default)).Archived);
    }

    [Fact]
    public async Task An_admin_holds_a_version_and_releases_it()
    {
        await VersionsAsync(1);
        var admin = await Registry.PersonAsync("admin", Roles.Admin);
        var page = await ShowVersionAsync(admin, 1);

        await ChooseAsync(page, "Hold…");
        await Dialogs.Find("textarea").ChangeAsync("A claim.");
        await Dialogs.FindAll("button").Single(button => button.TextContent == "Hold").ClickAsync();
        page.WaitForAssertion(() => Assert.Contains("held", page.Find("h1").TextContent, StringComparison.Ordinal));
        await ChooseAsync(page, "Release hold");

        page.WaitForAssertion(() => Assert.DoesNotContain("held", page.Find("h1").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_grid_shows_archived_versions_when_the_address_says_so()
    {
        await VersionsAsync(3);
        await Registry.Get<VersionRetirement>().ArchiveAsync("fraud", "3", null, Scientist, default);

        var page = await ShowModelAsync("?archived=true");

        page.WaitForAssertion(() => Assert.Equal(["v3", "v2", "v1"], Rows(page)));
        Assert.Contains("archived", page.FindAll("table[data-list] tbody tr")[0].TextContent, StringComparison.Ordinal);
        Assert.Equal("Hide archived", page.Find("a.toggle").TextContent);
    }

    [Fact]
    public async Task The_grid_hides_archived_versions_and_leads_to_them()
    {
        await VersionsAsync(3);
        await Registry.Get<VersionRetirement>().ArchiveAsync("fraud", "3", null, Scientist, default);

        var page = await ShowModelAsync("");

        page.WaitForAssertion(() => Assert.Equal(["v2", "v1"], Rows(page)));
        Assert.EndsWith("archived=true", page.Find("a.toggle").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_every_version_is_archived_the_page_says_so_and_leads_to_them()
    {
        await VersionsAsync(1);
        await Registry.Get<VersionRetirement>().ArchiveAsync("fraud", "1", null, Scientist, default);

        var page = await ShowModelAsync("");

        Says(page, "Every version is archived");
        Assert.Contains(page.FindAll(".empty a"), link => link.GetAttribute("href")!.EndsWith("archived=true", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_version_that_somebody_deletes_leaves_the_open_grid()
    {
        await VersionsAsync(2);
        var page = await ShowModelAsync("");
        page.WaitForAssertion(() => Assert.Equal(["v2", "v1"], Rows(page)));

        await Registry.Get<VersionRetirement>().DeleteAsync("fraud", "1", null, Scientist, default);

        page.WaitForAssertion(() => Assert.Equal(["v2"], Rows(page)));
    }

    [Fact]
    public async Task A_model_with_an_occupied_slot_says_why_it_stays()
    {
        await VersionsAsync(1);
        await Registry.Get<AliasWorkflow>().SetAsync("fraud", "champion", "1", Scientist, default);

        Says(await ShowModelAsync("?tab=settings"), "'fraud' still has a version in champion (v1). Empty it first.");
    }

    [Fact]
    public async Task A_model_is_deleted_from_its_settings()
    {
        await VersionsAsync(1);

        var page = await ShowModelAsync("?tab=settings");
        Says(page, "Takes it away with all its versions.");
        page.FindAll("button").Single(button => button.TextContent == "Delete model…").Click();
        Dialogs.WaitForAssertion(() => Assert.Contains("numbering, policies and restriction carry on", Dialogs.Markup, StringComparison.Ordinal));
        await Dialogs.FindAll("button").Single(button => button.TextContent == "Delete model").ClickAsync();

        page.WaitForAssertion(() => Assert.EndsWith($"/{Urls.Models}", Address, StringComparison.Ordinal));
        Assert.Equal(("fraud", null), (await BinAsync()).Select(entry => (entry.Model, entry.Version)).Single());
    }

    [Fact]
    public async Task The_bin_says_who_deleted_what_when_and_why_and_restores_it()
    {
        await VersionsAsync(2);
        await Registry.Get<VersionRetirement>().DeleteAsync("fraud", "1", "A <b>slip</b>.", Scientist, default);
        var page = await ShowBinAsync();
        Says(page, "fraud v1");
        Says(page, "A <b>slip</b>.");
        Says(page, $"by {Scientist.Name}");

        await ChooseAsync(page, "Restore");

        Says(page, "The bin is empty");
        Assert.Equal(1, (await Registry.Get<VersionQueries>().GetAsync("fraud", "1", Scientist, default)).Number);
    }

    [Fact]
    public async Task A_purge_says_what_goes_and_what_stays_and_needs_a_reason()
    {
        await VersionsAsync(2);
        await Registry.Get<VersionRetirement>().DeleteAsync("fraud", "1", null, Scientist, default);
        var page = await ShowBinAsync();
        Says(page, "fraud v1");

        await ChooseAsync(page, "Purge…");
        Dialogs.WaitForAssertion(() =>
            Assert.Contains("are gone for good: nobody can restore them. Its number, label, digest", Dialogs.Markup, StringComparison.Ordinal));
        await Dialogs.FindAll("button").Single(button => button.TextContent == "Purge for good").ClickAsync();
        Dialogs.WaitForAssertion(() => Assert.Contains("Say why", Dialogs.Markup, StringComparison.Ordinal));
        await Dialogs.Find("textarea").ChangeAsync("Personal data.");
        await Dialogs.FindAll("button").Single(button => button.TextContent == "Purge for good").ClickAsync();

        page.WaitForAssertion(() => Assert.Contains("purged", page.Find(".chips").TextContent, StringComparison.Ordinal));
        var menu = await OpenMenuAsync(page);
        Assert.Equal(2, menu.FindAll(".menu-blocked").Count);
    }

    [Fact]
    public async Task The_bin_shows_what_the_store_would_lose_and_sweeps_it()
    {
        await Registry.Get<ArtifactStore>().PutAsync(new MemoryStream("nobody's"u8.ToArray()), null, null, default);
        var page = await ShowBinAsync();
        Says(page, "The store has not been swept yet.");

        await page.FindAll("button").Single(button => button.TextContent == "Dry run").ClickAsync();
        Says(page, "Dry run, nothing was changed.");
        Says(page, "nothing lists 1 file (8\u00a0bytes) of them. A sweep now would remove 0 files");
        await page.FindAll("button").Single(button => button.TextContent == "Run now").ClickAsync();

        Says(page, "0 files (0\u00a0bytes) were removed.");
        Says(page, "as the last sweep left it on");
    }

    [Fact]
    public async Task Whoever_is_no_admin_any_more_reads_why_the_bin_stays_shut()
    {
        var page = await OpenAsync<BinPage>(Scientist, Urls.AdminBin);

        Says(page, "people with the Admin role");
    }

    [Fact]
    public async Task A_request_whose_version_was_deleted_still_shows_what_was_decided()
    {
        await VersionsAsync(1);
        var request = await Registry.Get<Core.Promotions.PromotionWorkflow>()
            .OpenAsync("fraud", "production", new Core.Promotions.NewRequest(1), Scientist, default);
        await Registry.Get<VersionRetirement>().DeleteAsync("fraud", "1", null, Scientist, default);
        Services.AddSingleton<Web.Components.Pages.Promotions.RequestSheets>();

        var page = await OpenAsync<Web.Components.Pages.Promotions.RequestPage>(Scientist, Urls.Request(request.Id), shown =>
            shown.Add(p => p.Number, request.Id));

        Says(page, "Withdrawn. Nothing moved. v1 was deleted by");
        Says(page, "v1 was deleted since, so what it held is not shown.");
    }

    private async Task VersionsAsync(int count)
    {
        await Registry.AModelAsync(Scientist);
        for (var i = 1; i <= count; i++)
        {
            await Registry.ASealedVersionAsync(Scientist, version: new NewVersion(Metrics: [new("accuracy", 0.9)]), content: $"weights {i}");
        }
    }

    private Task<IRenderedComponent<VersionPage>> ShowVersionAsync(Actor viewer, int number) =>
        OpenAsync<VersionPage>(viewer, $"models/fraud/versions/{number}", page => page.Add(p => p.Name, "fraud").Add(p => p.Selector, number.Text()));

    private Task<IRenderedComponent<ModelPage>> ShowModelAsync(string query) =>
        OpenAsync<ModelPage>(Scientist, $"models/fraud{query}", page => page.Add(p => p.Name, "fraud"));

    private async Task<IRenderedComponent<BinPage>> ShowBinAsync() => await OpenAsync<BinPage>(await Registry.PersonAsync("admin", Roles.Admin), Urls.AdminBin);

    private async Task<IReadOnlyList<BinEntry>> BinAsync() => (await Registry.Get<BinQueries>().ListAsync(null, null, Actor.System, default)).Items;

    private static IEnumerable<string> Rows<T>(IRenderedComponent<T> page)
        where T : IComponent => page.FindAll("table[data-list] a.row-link").Select(link => link.TextContent);

    /// <summary>Opens the first menu of the page; its entries are drawn where popovers are.</summary>
    private async Task<IRenderedComponent<MudBlazor.MudPopoverProvider>> OpenMenuAsync<T>(IRenderedComponent<T> page)
        where T : IComponent
    {
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".mud-menu button")));
        await page.FindAll(".mud-menu button")[0].ClickAsync();
        Popovers.WaitForAssertion(() => Assert.NotEmpty(Popovers.FindAll(".mud-menu-item")));
        return Popovers;
    }

    private async Task ChooseAsync<T>(IRenderedComponent<T> page, string label)
        where T : IComponent
    {
        var menu = await OpenMenuAsync(page);
        menu.FindAll(".mud-menu-item").Single(item => item.TextContent.Trim() == label).Click(); // not awaited: what it does may wait for a dialog
    }
}
