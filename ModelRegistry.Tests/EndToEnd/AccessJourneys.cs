using System.Net;
using System.Text;
using Microsoft.Playwright;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Teams;
using ModelRegistry.Tests.EndToEnd.Pages;
using ModelRegistry.Tests.Promotions;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using static Microsoft.Playwright.Assertions;

namespace ModelRegistry.Tests.EndToEnd;

/// <summary>Who sees what and may do what, set by an admin in the browser and felt by the people whom it concerns.</summary>
public sealed class AccessJourneys(BrowserFixture browser) : BrowserTest(browser)
{
    [Fact]
    public async Task A_collection_is_restricted_to_a_team_whose_new_member_sees_it_and_another_team_reviews_production()
    {
        var (path, model, email) = (RegistryApp.NewName("risk"), RegistryApp.NewName("fraud"), $"{RegistryApp.NewName("ann")}@example.test");
        var (seeing, deciding) = (RegistryApp.NewName("Seeing"), RegistryApp.NewName("Deciding"));
        var reviewer = await App.PersonAsync("decides", Roles.Reviewer);

        await VisitAsAsync(Browser.Admin, admin => VisitAsync(async guest =>
        {
            var users = await UsersPage.OpenAsync(admin);
            await users.BeginInvitingAsync(email);
            await users.SendInvitationAsync();
            var link = (await users.InvitationLink.TextContentAsync())!.Trim();
            await (await NewPasswordPage.OpenAsync(guest, link)).SetAsync(Given.Password);

            var collections = await CollectionsPage.OpenAsync(admin);
            await collections.MakeRestrictedAsync(path);
            await Expect(collections.Row(path)).ToContainTextAsync("restricted");
            await App.Get<ModelWorkflow>().CreateAsync(new NewModel(model, Collection: path, Owner: Browser.Admin.Name), Browser.Admin, default);
            var seen = new AppPage(await guest.OpenAsync(Urls.Model(model)));
            await Expect(seen.Heading).ToHaveTextAsync("There is no such model");

            var teams = await TeamsPage.OpenAsync(admin);
            await teams.MakeAsync(seeing, email);
            await Expect(teams.Row(seeing)).ToContainTextAsync(email.Split('@')[0]);
            await teams.MakeAsync(deciding, reviewer.Name);
            await Expect(teams.Row(deciding)).ToBeVisibleAsync();
            var grants = await (await CollectionsPage.OpenAsync(admin)).GrantsOfAsync(path);
            await grants.GiveTeamAsync(path, seeing, "Read");
            await Expect(grants.Row(seeing)).ToContainTextAsync("Read");
            await grants.GiveTeamAsync(path, deciding, "Review", "production");
            await Expect(grants.Row(deciding)).ToContainTextAsync("Review production");

            seen = new AppPage(await guest.OpenAsync(Urls.Model(model)));
            await Expect(seen.Heading).ToContainTextAsync(model);
            await Expect(seen.Heading).ToContainTextAsync("restricted");
        }));
        await VisitAsAsync(Browser.Admin, async admin =>
        {
            var page = await admin.OpenAsync(Urls.ModelAccess(model));
            await Expect(page.GetByText($"It is restricted by its collection {path}")).ToBeVisibleAsync();
            await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = $"by a grant to read on the collection of the team '{seeing}'" }))
                .ToContainTextAsync("a reader");
            await page.GetByRole(AriaRole.Link, new() { Name = $"Explain {reviewer.Name}" }).ClickAsync();
            var explained = page.GetByRole(AriaRole.Region, new() { Name = "Explanation" });
            await Expect(explained.GetByRole(AriaRole.Row).Filter(new() { HasText = "approve for production" })).ToContainTextAsync("yes");
            await Expect(explained.GetByRole(AriaRole.Row).Filter(new() { HasText = "approve for staging" }))
                .ToContainTextAsync("they hold no grant to review at staging here");
        });
    }

    [Fact]
    public async Task A_request_needs_both_seats_and_a_stand_in_fills_one()
    {
        var (model, risk, ops) = (RegistryApp.NewName("seated"), RegistryApp.NewName("Risk"), RegistryApp.NewName("Ops"));
        var (away, standIn, other) = (await App.PersonAsync("away", Roles.Reviewer), await App.PersonAsync("stands-in", Roles.Reviewer),
            await App.PersonAsync("operates", Roles.Reviewer));
        var names = App.Get<PersonNames>();
        await App.AModelAsync(Browser.Scientist, model);
        await App.ASealedVersionAsync(Browser.Scientist, model);
        foreach (var (team, member) in new[] { (risk, away), (ops, other) })
        {
            await App.Get<TeamWorkflow>().CreateAsync(new NewTeam(team, Members: [member.Name]), Browser.Admin, default);
        }

        await VisitAsAsync(Browser.Admin, async admin =>
        {
            var editor = new PolicyEditorPage(await admin.OpenAsync(Urls.ModelPolicy(model, "production")));
            await editor.AskTeamAsync(risk);
            await editor.AskTeamAsync(ops);
            await editor.PublishAsync();
            await editor.ConfirmAsync();
            await Expect(editor.Message).ToContainTextAsync("The policy is published.");
        });
        var number = await App.AskAsync(Browser.Scientist, model: model);

        await VisitAsAsync(away, async leaving =>
        {
            var page = await StandInPage.OpenAsync(leaving);
            await page.NameAsync(standIn.Name, "2126-03-14");
            await Expect(page.Row(names.Of(standIn.Name))).ToContainTextAsync(names.Of(away.Name));
        });
        await VisitAsAsync(standIn, fills => VisitAsAsync(other, async operates =>
        {
            var page = await OneRequestPage.OpenAsync(operates, number);
            await Expect(page.People).ToContainTextAsync($"one from {risk}");
            await Expect(page.People).ToContainTextAsync($"{names.Of(standIn.Name)} stands in for {names.Of(away.Name)}");
            await page.DecideAsync("Approve");
            await Expect(page.People).ToContainTextAsync($"{names.Of(other.Name)} approved");

            var seat = await (await InboxPage.OpenAsync(fills)).ChooseAsync(model);
            await seat.DecideAsync("Approve");
            await Expect(seat.Notices).ToContainTextAsync("Done: v1 went to Production.");
            await Expect(page.People).ToContainTextAsync($"{names.Of(standIn.Name)} approved, standing in for {names.Of(away.Name)}");
            var told = await operates.OpenAsync(Urls.Model(model, "activity"));
            await Expect(told.Locator(".activity").Filter(new() { HasText = $"standing in for {names.Of(away.Name)}" })).ToBeVisibleAsync();
        }));
    }

    [Fact]
    public async Task A_disabled_persons_open_page_refuses_within_five_seconds()
    {
        var bob = await App.PersonAsync("bob", Roles.DataScientist);

        await VisitAsAsync(Browser.Admin, admin => VisitAsAsync(bob, async visitor =>
        {
            var open = await visitor.OpenAsync(Urls.RegisterModel);
            await open.GetByLabel("Name", new() { Exact = true }).FillAsync(RegistryApp.NewName("late"));
            var users = await UsersPage.OpenAsync(admin);

            await users.ChooseAsync(bob.Name, "Disable");

            await Expect(users.Row(bob.Name)).ToContainTextAsync("disabled");
            await Expect(open.GetByText("You are signed out.")).ToBeVisibleAsync(new() { Timeout = 5_000 });
        }));
    }

    [Fact]
    public async Task The_open_page_of_somebody_whom_a_directory_disables_refuses_within_five_seconds()
    {
        var bob = await App.PersonAsync("bob", Roles.DataScientist);
        using var directory = App.ClientWith(await App.TokenAsync(await App.PersonAsync("directory", Roles.Admin), [Scopes.Provision]));

        await VisitAsAsync(bob, async visitor =>
        {
            var open = await visitor.OpenAsync(Urls.RegisterModel);

            using var answer = await directory.PatchAsync($"scim/v2/Users/{bob.UserId}", new StringContent(
                """{"Operations":[{"op":"Replace","path":"active","value":"False"}]}""", Encoding.UTF8, "application/scim+json"));

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            await Expect(open.GetByText("You are signed out.")).ToBeVisibleAsync(new() { Timeout = 5_000 });
        });
    }

    [Fact]
    public async Task What_a_person_may_do_and_why_is_one_click_from_the_list_of_users()
    {
        var lead = await App.PersonAsync("lead", Roles.Reviewer);

        await VisitAsAsync(Browser.Admin, async admin =>
        {
            var users = await UsersPage.OpenAsync(admin);
            await users.Row(lead.Name).GetByRole(AriaRole.Link).First.ClickAsync();

            var rights = users.Tab.GetByRole(AriaRole.Region, new() { Name = "Rights" });
            await Expect(rights.GetByRole(AriaRole.Row).Filter(new() { HasText = "approve and reject" })).ToContainTextAsync("Allowed by the role Reviewer.");
            await users.Tab.GetByLabel("What may they do with this model, and why?").FillAsync(BrowserFixture.Model);
            await users.Tab.GetByRole(AriaRole.Button, new() { Name = "Explain" }).ClickAsync();
            await Expect(users.Heading).ToHaveTextAsync($"Who can see {BrowserFixture.Model}, and why");
            await Expect(users.Tab.GetByRole(AriaRole.Region, new() { Name = "Explanation" })).ToContainTextAsync("a reviewer");
        });
    }
}
