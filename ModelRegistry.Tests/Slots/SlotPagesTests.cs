using Bunit;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Components;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using ModelRegistry.Web.Components.Pages.Home;
using ModelRegistry.Web.Components.Pages.Models;
using ModelRegistry.Web.Components.Pages.Versions;

namespace ModelRegistry.Tests.Slots;

public sealed class SlotPagesTests : PageTest
{
    [Fact]
    public async Task Cards_say_what_is_where_since_when_by_whom_and_how_it_compares_to_the_one_before()
    {
        await AModelInProductionAsync();

        var page = await ShowModelAsync(Scientist);

        page.WaitForAssertion(() => Assert.Equal(["production", "staging", "Aliases"], page.FindAll(".slot-card")
            .Select(card => card.GetAttribute("aria-label"))));
        var production = page.Find(".slot-card").TextContent;
        Assert.Contains("v2", production, StringComparison.Ordinal);
        Assert.Contains("scientist@example.test · request #17", production, StringComparison.Ordinal);
        Assert.Contains("better", production, StringComparison.Ordinal);
        Assert.Contains("+0.0200", production, StringComparison.Ordinal);
        Assert.Contains("Why: fewer mistakes", production, StringComparison.Ordinal);
        Assert.Contains("+0.0200 than v1", string.Join(' ', production.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Equal([Urls.Version("fraud", 2), Urls.Request(17), Urls.Compare("fraud", [1, 2], 1)],
            page.FindAll(".slot-card")[0].QuerySelectorAll("a").Select(link => link.GetAttribute("href")));
        Assert.Contains("empty", page.FindAll(".slot-card")[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("champion → v1", page.FindAll(".slot-card")[2].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_needs_nothing_of_a_version_that_was_deleted_since()
    {
        await AModelInProductionAsync();
        await using var db = Registry.OpenDatabase();
        await db.Versions.Where(version => version.Number == 1)
            .ExecuteUpdateAsync(set => set.SetProperty(version => version.DeletedAt, Registry.Clock.GetUtcNow()));

        var page = await ShowModelAsync(Scientist);

        page.WaitForAssertion(() => Assert.Contains("v2", page.Find(".slot-card").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain("to v1", page.Find(".slot-card").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_move_by_somebody_else_turns_card_and_chips_without_a_reload()
    {
        await AModelInProductionAsync();
        var page = await ShowModelAsync(Scientist);
        page.WaitForAssertion(() => Assert.Contains("production", Row(page, "v2"), StringComparison.Ordinal));

        await Registry.PutAsync(Scientist, "fraud", "production", 1, request: 18);

        page.WaitForAssertion(() => Assert.Contains("request #18", page.Find(".slot-card").TextContent, StringComparison.Ordinal));
        page.WaitForAssertion(() =>
        {
            Assert.Contains("production", Row(page, "v1"), StringComparison.Ordinal);
            Assert.DoesNotContain("production", Row(page, "v2"), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task An_alias_is_removed_in_one_click_by_whoever_may()
    {
        await AModelInProductionAsync();
        var page = await ShowModelAsync(Scientist);
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("button[aria-label='Remove champion']")));

        await page.Find("button[aria-label='Remove champion']").ClickAsync();

        page.WaitForAssertion(() => Assert.Empty(page.FindAll("button[aria-label='Remove champion']")));
        Assert.DoesNotContain(await Registry.Get<SlotQueries>().ListAsync("fraud", null, Scientist, default), slot => slot.Kind == SlotKind.Alias);
    }

    [Fact]
    public async Task Whoever_may_not_move_aliases_sees_why()
    {
        await AModelInProductionAsync();
        var viewer = await Registry.PersonAsync("viewer", Roles.Viewer);

        var page = await ShowModelAsync(viewer);

        Says(page, "people with the DataScientist role and the model's owner may do this.");
        Assert.Empty(page.FindAll("button[aria-label='Remove champion']"));
    }

    [Fact]
    public async Task The_timeline_shows_each_stay_as_a_bar_and_as_a_line()
    {
        await AModelInProductionAsync();

        var page = await ShowModelAsync(Scientist, "?tab=timeline");

        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll(".stay").Count));
        Assert.Equal("production: v2 from 2 March 2026 11:00 until now, by scientist@example.test, request #17: fewer mistakes", page.FindAll(".stay")[1]
            .GetAttribute("aria-label"));
        Assert.Equal(["champion v1", "production v2", "production v1"], page.FindAll(".stays li")
            .Select(line => $"{line.QuerySelector(".chip")!.TextContent} {line.QuerySelector("a")!.TextContent}"));
        // one tab stop a lane
        Assert.Equal([-1, 0, 0], page.FindAll(".stay")
            .Select(bar => int.Parse(bar.GetAttribute("tabindex")!, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task The_address_names_the_instant_that_is_looked_at()
    {
        await AModelInProductionAsync();

        var page = await ShowModelAsync(Scientist, "?tab=timeline&asOf=2026-03-02T10:30:00Z");

        Says(page, "On 2 March 2026 10:30 production was v1, since 2 March 2026 10:00, by scientist@example.test.");
        Assert.Equal("2026-03-02T10:30", page.Find("#as-of").GetAttribute("value"));
        Assert.Single(page.FindAll(".as-of .chip"));
    }

    [Theory]
    [InlineData("yesterday", "The address names an instant that cannot be read.")]
    [InlineData("2999-01-01T00:00:00Z", "asOf is in the future")]
    public async Task An_instant_that_is_none_is_said_and_the_lanes_stay(string asOf, string said)
    {
        await AModelInProductionAsync();

        var page = await ShowModelAsync(Scientist, $"?tab=timeline&asOf={asOf}");

        Says(page, said);
        Assert.NotEmpty(page.FindAll(".stay"));
    }

    [Fact]
    public async Task Home_names_what_is_in_production_now()
    {
        await AModelInProductionAsync();

        var page = await OpenAsync<HomePage>(Scientist, Urls.Home);

        Says(page, "In production now");
        var row = page.Find("[aria-label='In production now'] tbody tr").TextContent;
        Assert.Contains("v2", row, StringComparison.Ordinal);
        Assert.Contains("0.9500", row, StringComparison.Ordinal);
        Assert.Contains("request #17", row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_in_a_slot_shows_how_to_load_it_by_the_slot()
    {
        await AModelInProductionAsync();

        var page = await OpenAsync<VersionPage>(Scientist, Urls.Version("fraud", 2), route => route.Add(p => p.Name, "fraud").Add(p => p.Selector, "2"));

        Says(page, Urls.Resolve("fraud", "production"));
        Says(page, "mlflow.pyfunc.load_model(\"models:/fraud@production\")");
        Assert.Equal("production", page.Find("h1 .chip.accent").TextContent.Replace("●", "", StringComparison.Ordinal).Trim());
    }

    private static string Row(IRenderedComponent<ModelPage> page, string version) =>
        page.FindAll("tbody tr").Single(row => row.QuerySelector(".row-link")?.TextContent == version).TextContent;

    private async Task AModelInProductionAsync()
    {
        await Registry.AModelAsync(Scientist);
        foreach (var accuracy in new[] { 0.93, 0.95 })
        {
            await Registry.ASealedVersionAsync(Scientist,
                version: new NewVersion(Metrics: [new("accuracy", accuracy)], Dataset: new VersionDataset("cards", "d1")));
        }

        await AfterAnHourAsync("production", 1);
        await AfterAnHourAsync("production", 2, "fewer mistakes", 17);
        await AfterAnHourAsync("champion", 1);
    }

    private Task AfterAnHourAsync(string slot, int version, string? reason = null, long? request = null)
    {
        Registry.Clock.Advance(TimeSpan.FromHours(1));
        return Registry.PutAsync(Scientist, "fraud", slot, version, slot == Stage.Production ? MoveKind.Promotion : MoveKind.Alias, reason, request);
    }

    private Task<IRenderedComponent<ModelPage>> ShowModelAsync(Actor viewer, string query = "") =>
        OpenAsync<ModelPage>(viewer, Urls.Model("fraud") + query, page => page.Add(p => p.Name, "fraud"));
}
