using System.Text.RegularExpressions;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Models;
using ModelRegistry.Tests.EndToEnd.Pages;
using ModelRegistry.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ModelRegistry.Tests.EndToEnd;

public sealed class ActivityJourneys(BrowserFixture browser) : BrowserTest(browser)
{
    [Fact]
    public async Task An_auditor_narrows_the_log_reads_a_change_and_sees_what_comes_meanwhile()
    {
        var name = RegistryApp.NewName("watched");
        await App.AModelAsync(Browser.Scientist, name);
        await App.Get<ModelWorkflow>().EditAsync(name, new ModelEdit("Finds fraud"), Browser.Scientist, default);

        await VisitAsAsync(Browser.Admin, async visitor =>
        {
            var log = await ActivityLogPage.OpenAsync(visitor);
            await log.OnlyModelAsync(name);
            await Expect(log.Lines).ToHaveCountAsync(2);
            await log.OnlyActionAsync("Model changed");
            await Expect(log.Lines).ToContainTextAsync([$"changed the description of {name}"]);
            await Expect(log.Tab).ToHaveURLAsync(new Regex($@"/activity\?model={name}&action=model.edited$"));

            await log.OpenFirstAsync();
            await Expect(log.Changes.First).ToContainTextAsync("descriptionnothingFinds fraud");
            await App.Get<ModelWorkflow>().EditAsync(name, new ModelEdit("Finds more fraud"), Browser.Scientist, default);
            await Expect(log.News).ToContainTextAsync("1 new event");
            await Expect(log.Lines).ToHaveCountAsync(1);
            await log.ShowNewsAsync();
            await Expect(log.Lines).ToHaveCountAsync(2);

            await log.Tab.GoBackAsync();
            await Expect(log.Lines).ToHaveCountAsync(3);
            await log.Tab.ReloadAsync();
            await Expect(log.Lines).ToHaveCountAsync(3);
        });
    }

    [Fact]
    public Task The_chain_is_verified_and_exported_from_the_page() => VisitAsAsync(Browser.Admin, async visitor =>
    {
        var log = await ActivityLogPage.OpenAsync(visitor);

        await log.VerifyAsync();
        await Expect(log.Chain).ToContainTextAsync("The audit chain holds.");

        Assert.StartsWith("{\"seq\":1,", await log.ExportAsync(), StringComparison.Ordinal);
        await Expect(log.Chain).ToContainTextAsync("The audit chain holds.");
    });

    [Fact]
    public Task Who_may_not_verify_reads_who_may() => VisitAsAsync(Browser.Scientist, async visitor =>
    {
        var log = await ActivityLogPage.OpenAsync(visitor);

        await log.FocusVerifyAsync();

        await Expect(log.Why).ToContainTextAsync("Auditor role");
    });
}
