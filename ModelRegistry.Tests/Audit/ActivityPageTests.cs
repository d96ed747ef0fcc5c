using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Models;
using ModelRegistry.Tests.Components;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using ModelRegistry.Web.Components.Pages.Audit;

namespace ModelRegistry.Tests.Audit;

public sealed class ActivityPageTests : PageTest
{
    [Fact]
    public async Task Events_are_sentences_newest_first_that_link_what_they_are_about()
    {
        await Registry.AModelAsync(Scientist);
        await Registry.ASealedVersionAsync(Scientist);

        var page = await OpenAsync<ActivityPage>(Scientist, Urls.Activity);

        Says(page, "scientist@example.test registered fraud v1 with 1 file");
        Assert.Equal("scientist@example.test signed in", Lines(page)[0]);
        Assert.Equal(Urls.Version("fraud", 1), page.Find(".activity a").GetAttribute("href"));
    }

    [Fact]
    public async Task A_line_opens_to_what_changed_and_to_its_place_in_the_chain()
    {
        await Registry.Get<ModelWorkflow>()
            .CreateAsync(new NewModel("fraud", "Old words", new Dictionary<string, string> { ["team"] = "risk" }), Scientist, default);
        await Registry.Get<ModelWorkflow>()
            .EditAsync("fraud", new ModelEdit("New <b>words</b>", Tags: new Dictionary<string, string?> { ["team"] = null, ["area"] = "eu" }), Scientist,
            default);
        var page = await OpenAsync<ActivityPage>(Scientist, $"{Urls.Activity}?action=model.edited");
        Says(page, "changed the description and tags of fraud");

        await page.Find(".activity button").ClickAsync();

        Assert.Equal("true", page.Find(".activity button").GetAttribute("aria-expanded"));
        Assert.Equal([("description", "Old words", "New <b>words</b>"), ("tags › area", "nothing", "eu"), ("tags › team", "risk", "nothing")],
            page.FindAll(".changes tbody tr").Select(row => (Cell(row, 0), Cell(row, 1), Cell(row, 2))));
        Says(page, "2 Mar 2026, 09:00:00 (UTC) 2026-03-02T09:00:00.000Z");
        Says(page, "scientist@example.test, through the API");
        Assert.Matches("^[0-9a-f]{12}$", page.Find(".event-details code[title]").TextContent);

        await page.Find(".activity button").ClickAsync();
        Assert.Empty(page.FindAll(".event-details"));
    }

    [Fact]
    public async Task What_a_start_found_of_checkpoints_is_shown_to_whoever_reads_the_whole_trail()
    {
        await Registry.Get<Core.Data.RegistryStore>().RecordAsync(Actor.System, new CheckpointsMissed(new(9, "key", ["The file is gone."])), default);
        var admin = await Registry.PersonAsync("admin", Roles.Admin);

        var page = await OpenAsync<ActivityPage>(admin, Urls.Activity);

        Assert.Contains("The file is gone.", page.Find("[data-test=unacknowledged]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_start_found_of_checkpoints_is_not_shown_to_others()
    {
        await Registry.Get<Core.Data.RegistryStore>().RecordAsync(Actor.System, new CheckpointsMissed(new(9, "key", ["The file is gone."])), default);

        var page = await OpenAsync<ActivityPage>(Scientist, Urls.Activity);

        Assert.Empty(page.FindAll("[data-test=unacknowledged]"));
    }

    [Theory]
    [InlineData("model=FRAUD", 2)]
    [InlineData("model=fraud&action=model.created", 1)]
    [InlineData("model=fraud&actor=scientist@example.test", 2)]
    [InlineData("model=fraud&actor=somebody.else@example.test", 0)]
    [InlineData("model=fraud&from=2026-03-02&to=2026-03-02", 2)]
    [InlineData("model=fraud&from=2026-03-03", 0)]
    [InlineData("model=fraud&to=2026-03-01", 0)]
    public async Task The_address_holds_every_filter(string query, int events)
    {
        await Registry.AModelAsync(Scientist, "churn");
        await Registry.AModelAsync(Scientist);
        await Registry.APendingVersionAsync(Scientist);
        await Registry.AFileAsync(Scientist, "fraud", "1", "a.bin", "a");

        var page = await OpenAsync<ActivityPage>(Scientist, $"{Urls.Activity}?{query}");

        page.WaitForAssertion(() => Assert.Empty(page.FindAll("[aria-busy=true]")));
        Assert.Equal(events, page.FindAll(".activity li").Count);
        Assert.Equal(events == 0, page.FindAll(".empty").Count == 1);
    }

    [Fact]
    public async Task A_filter_changed_on_the_page_is_in_the_address()
    {
        await Registry.AModelAsync(Scientist);
        var page = await OpenAsync<ActivityPage>(Scientist, $"{Urls.Activity}?model=fraud");
        Says(page, "created the model fraud");

        await page.Find("input[type=date]").ChangeAsync("2026-03-03");

        Says(page, "No event matches");
        Assert.EndsWith("activity?model=fraud&from=2026-03-03", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_that_is_none_is_left_out_and_named()
    {
        await Registry.AModelAsync(Scientist);

        var page = await OpenAsync<ActivityPage>(Scientist, $"{Urls.Activity}?from=yesterday");

        Says(page, "the day 'yesterday', which is none");
        Says(page, "created the model fraud");
    }

    [Fact]
    public async Task Older_events_come_on_request()
    {
        for (var i = 0; i < 55; i++)
        {
            await Registry.AModelAsync(Scientist, $"model {i}");
        }

        var page = await OpenAsync<ActivityPage>(Scientist, $"{Urls.Activity}?action=model.created");
        page.WaitForAssertion(() => Assert.Equal(50, page.FindAll(".activity li").Count));

        await page.Find(".more button").ClickAsync();

        page.WaitForAssertion(() => Assert.Equal(55, page.FindAll(".activity li").Count));
        Assert.EndsWith("created the model model 0", Lines(page)[^1], StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".more"));
    }

    [Fact]
    public async Task What_happens_meanwhile_is_announced_and_moves_nothing()
    {
        await Registry.AModelAsync(Scientist);
        var page = await OpenAsync<ActivityPage>(Scientist, $"{Urls.Activity}?action=model.created");
        Says(page, "created the model fraud");

        await Registry.AModelAsync(Scientist, "churn");
        await Registry.APendingVersionAsync(Scientist, "churn");

        Says(page, "1 new event");
        Assert.Equal(["scientist@example.test created the model fraud"], Lines(page));
        await page.Find(".news button").ClickAsync();
        page.WaitForAssertion(() => Assert.Equal(["scientist@example.test created the model churn", "scientist@example.test created the model fraud"],
            Lines(page)));
        Assert.Empty(page.FindAll(".news"));
    }

    [Fact]
    public async Task What_one_may_not_see_is_neither_listed_nor_announced()
    {
        var viewer = await Registry.PersonAsync("viewer", Roles.Viewer);
        await Registry.Get<ModelWorkflow>().CreateAsync(new NewModel("secret", Restricted: true), Scientist, default);
        await Registry.AModelAsync(Scientist);
        var page = await OpenAsync<ActivityPage>(viewer, Urls.Activity);
        Says(page, "created the model fraud");

        await Registry.Get<ModelWorkflow>().EditAsync("secret", new ModelEdit("x"), Scientist, default);
        await Registry.Get<ModelWorkflow>().EditAsync("fraud", new ModelEdit("x"), Scientist, default);

        Says(page, "1 new event");
        Assert.DoesNotContain("secret", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_may_not_verify_or_export_reads_who_may()
    {
        var page = await OpenAsync<ActivityPage>(Scientist, Urls.Activity);

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".chain [aria-disabled=true]").Count));
        Assert.Empty(page.FindAll(".chain a"));
        Says(page, "Only people with the Admin or Auditor role may do this.");
    }

    [Fact]
    public async Task An_auditor_verifies_the_chain_and_takes_it_away()
    {
        var auditor = await Registry.PersonAsync("auditor", Roles.Auditor);
        await Registry.AModelAsync(Scientist);
        var page = await OpenAsync<ActivityPage>(auditor, Urls.Activity);
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".chain button")));

        await page.Find(".chain button").ClickAsync();

        Says(page, "The audit chain holds.");
        Says(page, "All 4 events are as they were written. 2 checkpoints compared, the last that agrees is at event 2; 2 events after it not yet covered by "
            + "a checkpoint.");
        Assert.Equal((Urls.AuditExport, true), (page.Find(".chain a").GetAttribute("href"), page.Find(".chain a").HasAttribute("download")));
    }

    [SqliteFact("it changes rows in the dialect of that database.")]
    public async Task A_broken_chain_is_said_to_be_with_the_events_that_break_it()
    {
        var auditor = await Registry.PersonAsync("auditor", Roles.Auditor);
        await Registry.AModelAsync(Scientist);
        await using (var db = Registry.OpenDatabase())
        {
            await db.Database.ExecuteSqlRawAsync(
                "DROP TRIGGER AuditEvents_AppendOnly_Update; UPDATE AuditEvents SET Body = replace(Body, 'fraud', 'frodo') WHERE Seq = 3");
        }

        var page = await OpenAsync<ActivityPage>(auditor, Urls.Activity);
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".chain button")));
        await page.Find(".chain button").ClickAsync();

        Says(page, "The audit chain does not hold: 1 finding.");
        Says(page, "Event 3 was edited.");
    }

    [Fact]
    public async Task Somebody_who_was_signed_out_reads_so()
    {
        var page = await OpenAsync<ActivityPage>(Scientist, Urls.Activity);
        Says(page, "signed in");

        await Registry.Get<Sessions>().EndAsync(Session, Scientist, default);
        Services.GetRequiredService<NavigationManager>().NavigateTo($"{Urls.Activity}?model=fraud");

        Says(page, "You are signed out");
    }

    private static List<string> Lines(IRenderedComponent<ActivityPage> page) =>
        [.. page.FindAll(".activity li > .event-line > .grow")
            .Select(line => string.Join(' ', line.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))];

    private static string Cell(IElement row, int index) => row.Children[index].TextContent.Trim();
}
