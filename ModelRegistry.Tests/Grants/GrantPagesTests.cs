using Bunit;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Collections;
using ModelRegistry.Core.Grants;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Teams;
using ModelRegistry.Tests.Components;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using ModelRegistry.Web.Components.Pages.Grants;
using ModelRegistry.Web.Components.Pages.Models;

namespace ModelRegistry.Tests.Grants;

/// <summary>Grants in the admin area and in the settings of a model, and what the settings explain.</summary>
public sealed class GrantPagesTests : PageTest
{
    [Fact]
    public async Task A_team_is_given_review_of_one_stage_of_a_collection_until_a_day()
    {
        var admin = await AdminAsync();
        await Registry.Get<TeamWorkflow>().CreateAsync(new NewTeam("Risk"), admin, default);
        await Registry.Get<CollectionWorkflow>().CreateAsync(new NewCollection("risk"), admin, default);
        var page = await OpenAsync<GrantsPage>(admin, Urls.AdminGrantsOn("risk"));
        await Button(page, "Give on risk").ClickAsync();

        await Dialogs.WaitForElement("input").InputAsync("");
        await Button(Dialogs, "To a team instead").ClickAsync();
        await Field(Dialogs, "Team").InputAsync("Risk");
        await Field(Dialogs, "Team").BlurAsync(new());
        await Dialogs.FindAll("input[type=radio]")[2].ClickAsync();
        Dialogs.WaitForAssertion(() => Assert.Equal(2, Dialogs.FindAll("input[type=checkbox]").Count));
        Dialogs.FindAll("input[type=checkbox]")[1].Change(true);
        Field(Dialogs, "Last day (optional)").Change("2126-03-14");
        await Button(Dialogs, "Give").ClickAsync();

        Says(page, "the team Risk Review production");
        var given = Assert.Single((await Registry.Get<GrantQueries>().ListAsync(new GrantSearch(Collection: "risk"), admin, default)).Items);
        Assert.Equal(("Risk", GrantRight.Review, new DateTimeOffset(2126, 3, 15, 0, 0, 0, default)), (given.To.Team, given.Right, given.Until));
    }

    [Fact]
    public async Task Who_is_nobody_is_said_at_the_field_and_what_was_chosen_stays()
    {
        var page = await OpenAsync<GrantsPage>(await AdminAsync(), Urls.AdminGrants);
        await Button(page, "Give on the whole server").ClickAsync();

        await Dialogs.WaitForElement("input").InputAsync("nobody@example.test");
        await Field(Dialogs, "Person").BlurAsync(new());
        await Dialogs.FindAll("input[type=radio]")[1].ClickAsync();
        await Button(Dialogs, "Give").ClickAsync();

        Dialogs.WaitForAssertion(() => Assert.Contains("There is no active account 'nobody@example.test'",
            Field(Dialogs, "Person").Closest(".mud-input-control")!.TextContent, StringComparison.Ordinal));
        Assert.Equal("nobody@example.test", Field(Dialogs, "Person").GetAttribute("value"));
        Assert.Contains("mud-checked", Dialogs.FindAll(".mud-radio")[1].InnerHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_that_is_over_is_said_at_its_field()
    {
        var page = await OpenAsync<GrantsPage>(await AdminAsync(), Urls.AdminGrants);
        await Button(page, "Give on the whole server").ClickAsync();

        await Dialogs.WaitForElement("input").InputAsync(Scientist.Name);
        await Field(Dialogs, "Person").BlurAsync(new());
        Field(Dialogs, "Last day (optional)").Change("2020-01-01");
        await Button(Dialogs, "Give").ClickAsync();

        Dialogs.WaitForAssertion(() => Assert.Contains("must lie in the future",
            Field(Dialogs, "Last day (optional)").Closest(".mud-input-control")!.TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_taken_away_leaves_the_open_list()
    {
        var admin = await AdminAsync();
        await Registry.AModelAsync(Scientist, "fraud");
        await Registry.Get<GrantWorkflow>().GiveAsync(new NewGrant(new(admin.Name), new(Model: "fraud"), GrantRight.Own), admin, default);
        var page = await OpenAsync<GrantsPage>(admin, Urls.AdminGrants);

        await page.WaitForElement("[aria-label='Take away Own from admin@example.test']").ClickAsync();

        Says(page, "No grants");
    }

    [Fact]
    public async Task Its_owner_gives_access_in_the_settings_of_a_model()
    {
        var reader = await Registry.PersonAsync("reader", Roles.Reviewer);
        await Registry.AModelAsync(Scientist, "fraud");
        var page = await ShowAsync(Scientist);
        await page.WaitForElement("section[aria-label=Access] button").ClickAsync();

        await Dialogs.WaitForElement("input").InputAsync(reader.Name);
        await Field(Dialogs, "Person").BlurAsync(new());
        await Button(Dialogs, "Give").ClickAsync();

        page.WaitForAssertion(() => Assert.Contains("Read", page.Find("section[aria-label=Access] tbody").TextContent, StringComparison.Ordinal));
        Assert.Equal("Who can see this model, and why", page.Find($"a[href='{Urls.ModelAccess("fraud")}']").TextContent);
    }

    [Fact]
    public async Task Who_may_not_give_access_reads_who_may_and_looks_up_what_they_may_do_themselves()
    {
        await Registry.AModelAsync(Scientist, "fraud");
        var reader = await Registry.PersonAsync("reader", Roles.Viewer);

        var page = await ShowAsync(reader);

        page.WaitForAssertion(() =>
            Assert.Contains("the owner of the model or collection", page.Find("section[aria-label=Access] .why").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("section[aria-label=Access] table"));
        Assert.Equal("What I may do with this model, and why", page.Find($"a[href='{Urls.ModelAccess("fraud")}']").TextContent);
    }

    [Fact]
    public async Task The_people_who_see_a_restricted_model_are_listed_with_the_reason_and_nobody_else()
    {
        await ARestrictedModelAsync();

        var page = await ExplainAsync(Scientist);

        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll("tbody tr").Count));
        var rows = page.FindAll("tbody tr").Select(row => string.Join(' ', row.TextContent.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)));
        Assert.Collection(rows,
            row => Assert.StartsWith("admin@example.test a reader Admins and auditors see everything.", row, StringComparison.Ordinal),
            row => Assert.StartsWith("reader@example.test a reader It is seen by a grant to read.", row, StringComparison.Ordinal),
            row => Assert.StartsWith("scientist@example.test an owner Allowed as the model's owner.", row, StringComparison.Ordinal));
        Says(page, "It is restricted: its owner, people with a grant, admins and auditors see it.");
    }

    [Fact]
    public async Task One_of_them_is_explained_right_by_right_in_words_about_them()
    {
        await ARestrictedModelAsync();

        var page = await ExplainAsync(Scientist, "reader@example.test");

        Says(page, "reader@example.test is a reader It is seen by a grant to read.");
        Says(page, "approve for production no This is restricted, and they hold no grant to review at production here.");
    }

    [Fact]
    public async Task Who_may_not_ask_about_others_reads_about_themselves_alone()
    {
        var reader = await ARestrictedModelAsync();

        var page = await ExplainAsync(await NowAsync(reader));

        Says(page, "reader@example.test is a reader");
        Says(page, "you hold no grant to review at production here");
        Says(page, "Who else sees it is shown to its owner, admins and auditors.");
        Assert.Empty(page.FindAll("form"));
    }

    [Fact]
    public async Task Of_a_person_an_admin_reads_roles_teams_grants_and_every_right_with_its_reason()
    {
        var admin = await AdminAsync();
        await Registry.AModelAsync(Scientist, "fraud");
        await Registry.Get<TeamWorkflow>().CreateAsync(new NewTeam("Risk", Members: [Scientist.Name]), admin, default);
        await Registry.Get<GrantWorkflow>().GiveAsync(new NewGrant(new(Team: "Risk"), new(Model: "fraud"), GrantRight.Review), admin, default);
        await Registry.Get<GrantWorkflow>().GiveAsync(new NewGrant(new(admin.Name), new(Model: "fraud"), GrantRight.Own), admin, default);

        var page = await OpenAsync<PersonAccessPage>(admin, Urls.AdminUser(Scientist.Name), route => route.Add(p => p.Address, Scientist.Name));

        Says(page, "DataScientist · in the team Risk · owns 1 model");
        Says(page, "register models ✓yes Allowed by the role DataScientist.");
        Says(page, "approve and reject no Only people with the Reviewer role may do this. An admin can give them a role.");
        page.WaitForAssertion(() => Assert.Contains("the team Risk", page.Find("section[aria-label=Grants] tbody").TextContent, StringComparison.Ordinal));
        Assert.Single(page.FindAll("section[aria-label=Grants] tbody tr"));
    }

    [Fact]
    public async Task Somebody_who_has_no_account_is_said_to_have_none()
    {
        var page = await OpenAsync<PersonAccessPage>(await AdminAsync(), Urls.AdminUser("nobody@example.test"),
            route => route.Add(p => p.Address, "nobody@example.test"));

        Says(page, "There is no account 'nobody@example.test'.");
    }

    /// <summary>Restricted, with a grant to read for the reviewer that is returned.</summary>
    private async Task<Actor> ARestrictedModelAsync()
    {
        var (admin, reader) = (await AdminAsync(), await Registry.PersonAsync("reader", Roles.Reviewer));
        await Registry.PersonAsync("outsider", Roles.Reviewer);
        await Registry.AModelAsync(Scientist, "fraud");
        await Registry.Get<ModelWorkflow>().EditAsync("fraud", new ModelEdit(Restricted: true), Scientist, default);
        await Registry.Get<GrantWorkflow>().GiveAsync(new NewGrant(new(reader.Name), new(Model: "fraud"), GrantRight.Read), admin, default);
        return reader;
    }

    // With the grants that they hold by now, as their session has them.
    private Task<Actor> NowAsync(Actor person) => Registry.Get<Core.Data.RegistryStore>().ReadAsync(Actor.System,
        db => Core.Accounts.Sessions.ActorOfAsync(db, person.UserId!.Value, person.Name, person.Door, null, default), default);

    private Task<IRenderedComponent<ModelAccessPage>> ExplainAsync(Actor viewer, string? person = null) =>
        OpenAsync<ModelAccessPage>(viewer, Urls.ModelAccess("fraud", person), page => page.Add(p => p.Name, "fraud"));

    private Task<Actor> AdminAsync() => Registry.PersonAsync("admin", Roles.Admin);

    private Task<IRenderedComponent<ModelPage>> ShowAsync(Actor viewer) =>
        OpenAsync<ModelPage>(viewer, Urls.Model("fraud", "settings"), page => page.Add(p => p.Name, "fraud"));
}
