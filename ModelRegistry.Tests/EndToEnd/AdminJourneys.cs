using Microsoft.Playwright;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.EndToEnd.Pages;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using static Microsoft.Playwright.Assertions;

namespace ModelRegistry.Tests.EndToEnd;

public sealed class AdminJourneys(BrowserFixture browser) : BrowserTest(browser)
{
    [Fact]
    public Task An_invited_person_sets_a_password_and_is_in() => VisitAsAsync(Browser.Admin, admin => VisitAsync(async guest =>
    {
        var email = $"{RegistryApp.NewName("bob")}@example.test";
        var users = await UsersPage.OpenAsync(admin);
        await users.BeginInvitingAsync(email);
        await users.SendInvitationAsync();
        await Expect(users.Row(email)).ToContainTextAsync("invited");
        var link = (await users.InvitationLink.TextContentAsync())!.Trim();

        var invitation = await NewPasswordPage.OpenAsync(guest, link);
        await Expect(invitation.Text).ToContainTextAsync(email);
        var home = await invitation.SetAsync(Given.Password);

        await Expect(home.Heading).ToHaveTextAsync("Home");
        await Expect(users.Row(email)).ToContainTextAsync("active");
        await Expect((await NewPasswordPage.OpenAsync(guest, link)).Heading).ToHaveTextAsync("This invitation is not valid");
    }));

    [Fact]
    public Task A_dialog_begins_in_its_first_field_and_complains_only_when_sent() => VisitAsAsync(Browser.Admin, async visitor =>
    {
        var users = await UsersPage.OpenAsync(visitor);
        await users.OpenInvitingAsync();

        await Expect(users.EmailField).ToBeFocusedAsync();
        await PagesUnderTest.SettleAsync(users.Tab);
        await Expect(users.Tab.GetByText("Who is invited?")).ToHaveCountAsync(0);

        await users.SendInvitationAsync();
        await Expect(users.Tab.GetByText("Who is invited?")).ToBeVisibleAsync();
    });

    [Fact]
    public async Task A_reset_ends_the_sessions_and_gives_a_new_link()
    {
        var bob = await App.PersonAsync("bob", Roles.Viewer);

        await VisitAsAsync(Browser.Admin, admin => VisitAsAsync(bob, async visitor =>
        {
            var open = await visitor.OpenAsync("models");
            var users = await UsersPage.OpenAsync(admin);

            await users.ChooseAsync(bob.Name, "Reset password");
            await users.ConfirmAsync("Reset");

            await Expect(users.InvitationLink).ToBeVisibleAsync();
            await Expect(open.GetByText("You are signed out.")).ToBeVisibleAsync();
        }));
    }

    [Fact]
    public async Task A_role_taken_away_closes_the_open_page_and_refuses_what_was_begun()
    {
        var boss = await App.PersonAsync("boss", Roles.Admin);
        var email = $"{RegistryApp.NewName("late")}@example.test";

        await VisitAsAsync(boss, async visitor =>
        {
            var users = await UsersPage.OpenAsync(visitor);
            await users.BeginInvitingAsync(email);
            await App.Get<People>().SetRolesAsync(boss.UserId!.Value, [Roles.Viewer], Actor.System, default);

            await Expect(users.Heading).ToHaveTextAsync("You may not see this page");
            await users.SendInvitationAsync();
            await Expect(users.EmailField).ToHaveCountAsync(0);
            await Expect(users.Tab.GetByRole(AriaRole.Link, new() { Name = "Admin" })).ToHaveCountAsync(0);
        });

        var all = await App.Get<People>().ListAsync(200, null, Actor.System, default);
        Assert.DoesNotContain(all.Items, user => user.Email == email);
    }

    [Fact]
    public async Task Roles_given_by_another_admin_appear_without_a_reload()
    {
        var bob = await App.PersonAsync("bob", Roles.Viewer);

        await VisitAsAsync(Browser.Admin, watching => VisitAsAsync(Browser.Admin, async acting =>
        {
            var seen = await UsersPage.OpenAsync(watching);
            var users = await UsersPage.OpenAsync(acting);
            await Expect(seen.Row(bob.Name)).Not.ToContainTextAsync("Reviewer");

            await users.ChooseAsync(bob.Name, "Roles");
            await users.SetRoleAsync(Roles.Reviewer, on: true);

            await Expect(seen.Row(bob.Name)).ToContainTextAsync("Reviewer");
        }));
    }

    [Fact]
    public async Task The_last_admin_stays_and_the_page_says_so()
    {
        await using var own = await OwnRegistry.StartAsync();
        var app = own.App;
        var only = await app.PersonAsync("only", Roles.Admin);

        await Browser.VisitAsync(nameof(The_last_admin_stays_and_the_page_says_so), async visitor =>
        {
            var users = await UsersPage.OpenAsync(visitor);
            await users.ChooseAsync(only.Name, "Disable");
            await Expect(users.Message).ToContainTextAsync("This is the last admin");
            await Expect(users.Row(only.Name)).ToContainTextAsync("active");
        }, only, app);
    }

    [Fact]
    public async Task What_an_admin_says_of_a_metric_shows_on_an_open_page()
    {
        var (model, metric) = (RegistryApp.NewName("metrics"), RegistryApp.NewName("weight"));
        await App.AModelAsync(Browser.Scientist, model);
        await App.ASealedVersionAsync(Browser.Scientist, model, new NewVersion(Metrics: [new(metric, 12.5)]));

        await VisitAsAsync(Browser.Scientist, watching => VisitAsAsync(Browser.Admin, async admin =>
        {
            var version = await watching.OpenAsync(Urls.Version(model, 1));
            await Expect(version.GetByText("12.5").First).ToBeVisibleAsync();
            var metrics = await MetricsPage.OpenAsync(admin);

            await metrics.DefineAsync(metric, unit: "kg");

            await Expect(metrics.Row(metric)).ToContainTextAsync($"by {App.Get<PersonNames>().Of(Browser.Admin.Name)}");
            await Expect(version.GetByText("12.5 kg").First).ToBeVisibleAsync();
        }));
    }

    [Fact]
    public Task What_was_half_typed_survives_a_cut_connection() => VisitAsAsync(Browser.Admin, async visitor =>
    {
        var email = $"{RegistryApp.NewName("carol")}@example.test";
        visitor.Expect("WebSocket|Failed to start|connection|net::ERR|Failed to complete negotiation");
        await using var line = await Line.OfAsync(visitor.Context);
        var users = await UsersPage.OpenAsync(visitor);
        await users.BeginInvitingAsync(email, "half a na");

        await line.CutAsync();
        await Expect(users.Tab.GetByText("The connection to the server is interrupted")).ToBeVisibleAsync();
        line.Restore();

        await Expect(users.Tab.GetByText("The connection to the server is interrupted")).ToBeHiddenAsync(new() { Timeout = 30_000 });
        await Expect(users.EmailField).ToHaveValueAsync(email);
        await users.SendInvitationAsync();
        await Expect(users.Row(email)).ToContainTextAsync("half a na");
    });
}
