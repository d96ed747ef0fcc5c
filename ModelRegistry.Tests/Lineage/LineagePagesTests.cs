using Bunit;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Components;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using ModelRegistry.Web.Components.Pages.Lineage;

namespace ModelRegistry.Tests.Lineage;

public sealed class LineagePagesTests : PageTest
{
    [Fact]
    public async Task A_lineage_leads_to_the_data_set_and_the_data_set_back()
    {
        await AVersionAsync();

        var lineage = await OpenAsync<LineagePage>(Scientist, Urls.Lineage("fraud", 1), page => page.Add(p => p.Name, "fraud").Add(p => p.Selector, "1"));

        Says(lineage, "Trained on claims. It is in no slot, and no host that asks here runs it.");
        Assert.Contains(lineage.FindAll(".lineage a"), link => link.GetAttribute("href") == Urls.Dataset("d 1"));
    }

    [Fact]
    public async Task What_is_ticked_is_quarantined_after_a_reason()
    {
        var reviewer = await Registry.PersonAsync("reviewer", Roles.Reviewer);
        await AVersionAsync();
        var page = await OpenAsync<DatasetPage>(reviewer, Urls.Dataset("d 1"), _ => { });

        await page.WaitForElement("thead input[type=checkbox]").ChangeAsync(true);
        Says(page, "1 version of 1 model; none is in a slot.");
        page.FindAll("button").Single(button => button.TextContent.Trim() == "Quarantine 1 version…").Click();
        await Dialogs.WaitForElement("textarea").ChangeAsync("Wrong labels.");
        await Dialogs.FindAll("button").Single(button => button.TextContent.Trim() == "Quarantine").ClickAsync();

        Says(page, "quarantined");
        Assert.Single((await Registry.Get<QuarantineQueries>().ListAsync(new QuarantineSearch(), reviewer, default)).Items);
    }

    [Fact]
    public async Task Whoever_may_not_quarantine_ticks_nothing_and_reads_why()
    {
        await AVersionAsync();
        var viewer = await Registry.PersonAsync("viewer", Roles.Viewer);

        var page = await OpenAsync<DatasetPage>(viewer, Urls.Dataset("d 1"), _ => { });

        Assert.True(page.WaitForElement("tbody input[type=checkbox]").HasAttribute("disabled"));
        Says(page, "An admin can give you a role.");
    }

    private async Task AVersionAsync()
    {
        await Registry.AModelAsync(Scientist);
        await Registry.ASealedVersionAsync(Scientist, "fraud", new NewVersion(Dataset: new VersionDataset("claims", "d 1")));
    }
}
