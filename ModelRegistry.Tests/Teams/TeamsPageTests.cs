using Bunit;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Teams;
using ModelRegistry.Tests.Components;
using ModelRegistry.Web;
using ModelRegistry.Web.Components.Pages.Teams;

namespace ModelRegistry.Tests.Teams;

/// <summary>Teams in the admin area: listed, made, changed and deleted.</summary>
public sealed class TeamsPageTests : PageTest
{
    [Fact]
    public async Task A_team_is_made_with_its_people_and_stands_in_the_list()
    {
        var admin = await Registry.PersonAsync("admin", Roles.Admin);
        var page = await OpenAsync<TeamsPage>(admin, Urls.AdminTeams);
        Says(page, "No teams yet");

        await page.FindAll("button").First(button => button.TextContent.Trim() == "New team").ClickAsync();
        await Dialogs.WaitForElement("input").InputAsync("Risk");
        await PickAsync("Lead (optional)", admin.Name);
        await PickAsync("Add a member", Scientist.Name);
        await Button(Dialogs, "Save").ClickAsync();

        Says(page, "Risk");
        var team = await Registry.Get<TeamQueries>().GetAsync("risk", admin, default);
        Assert.Equal((admin.Name, Scientist.Name), (team.Lead, Assert.Single(team.Members)));
    }

    [Fact]
    public async Task A_refusal_stands_at_its_field_and_nothing_typed_is_lost()
    {
        var admin = await Registry.PersonAsync("admin", Roles.Admin);
        var page = await OpenAsync<TeamsPage>(admin, Urls.AdminTeams);
        await page.FindAll("button").First(button => button.TextContent.Trim() == "New team").ClickAsync();

        await Dialogs.WaitForElement("input").InputAsync("Risk");
        await PickAsync("Add a member", Scientist.Name);
        await PickAsync("Lead (optional)", "nobody@example.test");
        await Button(Dialogs, "Save").ClickAsync();

        Dialogs.WaitForAssertion(() => Assert.Contains("There is no active account 'nobody@example.test'", ErrorAt("Lead (optional)"),
            StringComparison.Ordinal));
        Assert.Equal("Risk", Field(Dialogs, "Name").GetAttribute("value"));
        Assert.Contains(Scientist.Name, Dialogs.Find("[aria-label=Members]").TextContent, StringComparison.Ordinal);
        await PickAsync("Lead (optional)", Scientist.Name);
        await Button(Dialogs, "Save").ClickAsync();
        Says(page, "Risk");
    }

    [Fact]
    public async Task Two_who_edit_a_team_at_once_keep_each_others_members()
    {
        var admin = await Registry.PersonAsync("admin", Roles.Admin);
        var (first, second) = (await Registry.PersonAsync("first", Roles.Viewer), await Registry.PersonAsync("second", Roles.Viewer));
        await Registry.Get<TeamWorkflow>().CreateAsync(new NewTeam("Risk", Members: [Scientist.Name]), admin, default);
        var page = await OpenAsync<TeamsPage>(admin, Urls.AdminTeams);
        await page.WaitForElement("[aria-label='Edit Risk']").ClickAsync();
        Dialogs.WaitForAssertion(() => Assert.Contains("The team Risk", Dialogs.Markup, StringComparison.Ordinal));

        await Registry.Get<TeamWorkflow>().EditAsync("Risk", new TeamEdit(Join: [first.Name]), admin, default);
        await PickAsync("Add a member", second.Name);
        await Button(Dialogs, "Save").ClickAsync();

        page.WaitForAssertion(() => Assert.Contains(second.Name, page.Find("tbody").TextContent, StringComparison.Ordinal));
        Assert.Equal([first.Name, Scientist.Name, second.Name], (await Registry.Get<TeamQueries>().GetAsync("Risk", admin, default)).Members);
    }

    [Fact]
    public async Task A_team_is_deleted_once_one_said_yes_and_read_what_that_ends()
    {
        var admin = await Registry.PersonAsync("admin", Roles.Admin);
        await Registry.Get<TeamWorkflow>().CreateAsync(new NewTeam("Risk"), admin, default);
        var page = await OpenAsync<TeamsPage>(admin, Urls.AdminTeams);

        page.WaitForElement("[aria-label='Delete Risk']").Click();
        Dialogs.WaitForAssertion(() => Assert.Contains("What was granted to it ends at once.", Dialogs.Markup, StringComparison.Ordinal));
        await Button(Dialogs, "Delete").ClickAsync();

        Says(page, "No teams yet");
    }

    private async Task PickAsync(string label, string person)
    {
        await Field(Dialogs, label).InputAsync(person);
        await Field(Dialogs, label).BlurAsync(new());
    }

    private string ErrorAt(string label) => Field(Dialogs, label).Closest(".mud-input-control")!.TextContent;
}
