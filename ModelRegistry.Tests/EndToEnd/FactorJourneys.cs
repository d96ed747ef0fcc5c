using Microsoft.Playwright;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Tests.EndToEnd.Pages;
using ModelRegistry.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ModelRegistry.Tests.EndToEnd;

public sealed class FactorJourneys(BrowserFixture browser) : BrowserTest(browser)
{
    [Fact]
    public async Task An_app_is_turned_on_and_asked_for_until_it_is_turned_off()
    {
        var ann = await App.PersonAsync("ann", Roles.Viewer);

        await VisitAsync(async visitor =>
        {
            var page = await SecurityPage.SignInAsync(visitor, ann);
            var key = await page.BeginTurningOnAsync();
            await page.SendAppAsync(Authenticator.CodeOf(key, DateTimeOffset.UtcNow), "not the password");
            await Expect(page.Tab.GetByText("This is not your password")).ToBeVisibleAsync();
            await page.SendAppAsync(Authenticator.CodeOf(key, DateTimeOffset.UtcNow), Given.Password);
            var codes = (await page.Codes.TextContentAsync())!.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            await Expect(page.Tab.GetByText("10 recovery codes are left.")).ToBeVisibleAsync();

            var signIn = await page.SignOutAsync();
            await signIn.BeginAsync(ann.Name, Given.Password);
            await Expect(signIn.Heading).ToHaveTextAsync("Your second factor");
            await signIn.SendCodeAsync("000000");
            await Expect(signIn.Tab.GetByText("This code is not right")).ToBeVisibleAsync();
            await signIn.SendCodeAsync(Authenticator.CodeOf(key, DateTimeOffset.UtcNow, 1));
            await Visitor.LiveAsync(signIn.Tab);

            var again = await new AppPage(signIn.Tab).SignOutAsync();
            await again.BeginAsync(ann.Name, Given.Password);
            await again.SendCodeAsync(codes[0]);
            await Visitor.LiveAsync(again.Tab);

            var security = await SecurityPage.OpenAsync(visitor);
            await Expect(security.Tab.GetByText("9 recovery codes are left.")).ToBeVisibleAsync();
            await security.TurnOffAsync(Given.Password);
            await Expect(security.Tab.GetByRole(AriaRole.Button, new() { Name = "Turn on…" })).ToBeVisibleAsync();
        });
    }

    [Fact]
    public async Task A_role_that_needs_a_second_factor_leads_to_setting_it_up_and_opens_everything_afterwards()
    {
        await using var own = await OwnRegistry.StartAsync();
        var app = own.App;
        var boss = await app.PersonAsync("boss", Roles.Admin);

        await Browser.VisitAsync("boss-demands", async visitor =>
        {
            var users = await UsersPage.OpenAsync(visitor);
            await users.DemandAsync(Roles.Admin);

            // Whoever demands it has none: the page closes under them, and the other one leads on.
            await Expect(users.Tab.GetByText("Set up your second factor first")).ToBeVisibleAsync();
        }, boss, app: app);

        await Browser.VisitAsync("boss-sets-up", async visitor =>
        {
            var signIn = await SignInPage.OpenAsync(visitor, "account/sign-in?returnUrl=models");
            var page = new SecurityPage((await signIn.SignInAsync(boss.Name, Given.Password)).Tab);
            await Expect(page.Tab.GetByText("Your role Admin needs a second factor.")).ToBeVisibleAsync();
            var models = await visitor.OpenAsync("models");
            await Expect(models.GetByText("Set up your second factor first")).ToBeVisibleAsync();

            var key = await page.BeginTurningOnAsync();
            await page.SendAppAsync(Authenticator.CodeOf(key, DateTimeOffset.UtcNow), Given.Password);
            await page.Codes.WaitForAsync();

            await Expect(new AppPage(models).Heading).ToHaveTextAsync("Models");
            await Expect(page.Tab.GetByText("Your role Admin needs a second factor. Until")).ToHaveCountAsync(0);
        }, app: app);

        Assert.Equal([Roles.Admin],
            (await app.Get<ModelRegistry.Core.Factors.SecondFactorQueries>().RolesAsync(Actor.System, default)).Roles);
    }

    [Fact]
    public async Task Another_browser_is_signed_out_from_here()
    {
        var ann = await App.PersonAsync("ann", Roles.Viewer);

        await VisitAsAsync(ann, other => VisitAsync(async visitor =>
        {
            var elsewhere = await other.OpenAsync("models");
            var page = await SecurityPage.SignInAsync(visitor, ann);
            await Expect(page.Tab.GetByText("this one")).ToHaveCountAsync(1);

            await page.Tab.GetByRole(AriaRole.Button, new() { NameRegex = new("^Sign out ") }).Last.ClickAsync();

            await Expect(elsewhere.GetByText("You are signed out.")).ToBeVisibleAsync();
            await Expect(page.Heading).ToHaveTextAsync("Security");
        }));
    }

    [Fact]
    public async Task An_admin_resets_a_lost_second_factor()
    {
        var bob = await App.PersonAsync("bob", Roles.Viewer);
        await Authenticator.OfAsync(App, bob);

        await VisitAsAsync(Browser.Admin, admin => VisitAsAsync(bob, async visitor =>
        {
            var open = await visitor.OpenAsync("models");
            var users = await UsersPage.OpenAsync(admin);
            await Expect(users.Row(bob.Name)).ToContainTextAsync("second factor");

            await users.ChooseAsync(bob.Name, "Reset second factor…");
            await users.ConfirmAsync("Reset");

            await Expect(open.GetByText("You are signed out.")).ToBeVisibleAsync();
            await Expect(users.Row(bob.Name)).Not.ToContainTextAsync("second factor");
        }));
        await App.Get<Passwords>().CheckAsync(bob.Name, Given.Password, Door.Api, null, default);
    }
}
