using System.Net;
using Microsoft.Playwright;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Tests.EndToEnd.Pages;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using ModelRegistry.Web.Access;
using static Microsoft.Playwright.Assertions;

namespace ModelRegistry.Tests.EndToEnd;

public sealed class AccountJourneys(BrowserFixture browser) : BrowserTest(browser)
{
    [Fact]
    public async Task The_printed_link_makes_the_first_account_once_and_leads_home()
    {
        await using var own = await OwnRegistry.StartAsync();
        var app = own.App;
        var link = $"account/first-run?secret={app.Get<FirstRun>().Secret}";

        await VisitAsync(async visitor =>
        {
            var signIn = await visitor.OpenStaticAsync("");
            await Expect(signIn.GetByText("No account yet")).ToBeVisibleAsync();

            await Expect((await NewPasswordPage.OpenAsync(visitor, "account/first-run?secret=guessed")).Heading).ToHaveTextAsync("This link is not valid");
            var page = await NewPasswordPage.OpenAsync(visitor, link);
            await page.Email.FillAsync("first@example.test");
            await page.FailAsync("passwordpassword");
            await Expect(page.PasswordError).ToContainTextAsync("easy to guess");
            await Expect(page.Password).ToBeFocusedAsync();
            await Expect(page.Email).ToHaveValueAsync("first@example.test");

            var home = await page.SetAsync(Given.Password);
            await Expect(home.Heading).ToHaveTextAsync("Home");
            await Expect(home.Tab.GetByText("Three steps to the first version")).ToBeVisibleAsync();
            await Expect(home.Tab.GetByText($"api={app.BaseAddress}api/v1/models")).ToBeVisibleAsync();

            var again = await NewPasswordPage.OpenAsync(visitor, link);
            await Expect(again.Heading).ToHaveTextAsync("The first account exists already");
        }, app);

        var first = Assert.Single((await app.Get<People>().ListAsync(null, null, Actor.System, default)).Items);
        Assert.Equal([Roles.Admin, Roles.DataScientist, Roles.Operator, Roles.Reviewer], first.Roles);
    }

    [Fact]
    public Task A_wrong_password_is_refused_in_one_sentence_and_the_right_one_leads_back() => VisitAsync(async visitor =>
    {
        var ann = await App.PersonAsync("ann", Roles.Viewer);
        var page = await SignInPage.OpenAsync(visitor, "models?q=digits");

        await page.FailAsync(ann.Name, "not the password");
        await Expect(page.Refusal).ToContainTextAsync("This address and password do not fit");
        var unknown = await (await SignInPage.OpenAsync(visitor)).FailAsync("nobody@example.test", "not the password");
        await Expect(unknown.Refusal).ToHaveTextAsync(await page.Refusal.TextContentAsync() ?? "");

        var models = await page.SignInAsync(ann.Name, Given.Password);
        await models.IsOnAsync("models?q=digits");
    });

    [Fact]
    public async Task Signing_out_in_one_tab_ends_the_others_and_the_cookie()
    {
        var ann = await App.PersonAsync("ann", Roles.DataScientist);

        await VisitAsAsync(ann, async visitor =>
        {
            var other = await visitor.OpenAsync(Urls.RegisterModel);
            await other.GetByLabel("Name", new() { Exact = true }).FillAsync("half typed");
            var page = new AppPage(await visitor.OpenAsync(""));
            var cookie = Assert.Single(await visitor.Context.CookiesAsync(), cookie => cookie.Name == "registry-session");

            await page.SignOutAsync();

            await Expect(other.GetByText("You are signed out.")).ToBeVisibleAsync();
            await Expect(other.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("half typed");
            using var client = App.Client();
            client.DefaultRequestHeaders.Add("Cookie", $"{cookie.Name}={cookie.Value}");
            Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync("models")).StatusCode);
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("api/v1/models")).StatusCode);
        });
    }

    [Fact]
    public async Task A_changed_password_ends_the_other_browsers_but_not_this_one()
    {
        var ann = await App.PersonAsync("ann", Roles.Viewer);

        await VisitAsAsync(ann, other => VisitAsAsync(ann, async here =>
        {
            var elsewhere = await other.OpenAsync("models");
            var page = await here.OpenStaticAsync("account/password");
            await page.GetByLabel("Present password").FillAsync("not the password");
            await page.GetByLabel("New password").FillAsync("five quiet words right here");
            await page.GetByRole(AriaRole.Button, new() { Name = "Change the password" }).ClickAsync();
            await Expect(page.Locator("#currentPassword-error")).ToContainTextAsync("not your present password");
            await Expect(page.GetByLabel("Present password")).ToBeFocusedAsync();

            await page.GetByLabel("Present password").FillAsync(Given.Password);
            await page.GetByLabel("New password").FillAsync("five quiet words right here");
            await page.GetByRole(AriaRole.Button, new() { Name = "Change the password" }).ClickAsync();

            await Expect(page.GetByText("Your password is changed")).ToBeVisibleAsync();
            await Expect(elsewhere.GetByText("You are signed out.")).ToBeVisibleAsync();
            await Expect(new AppPage(await here.OpenAsync("models")).Heading).ToHaveTextAsync("Models");
        }));
    }

    [Fact]
    public async Task A_token_made_in_the_browser_opens_the_api_until_it_is_revoked()
    {
        var ann = await App.PersonAsync("ann", Roles.DataScientist);

        await VisitAsAsync(ann, async visitor =>
        {
            var page = await (await TokensPage.OpenAsync(visitor)).MakeAsync("nightly", "register");
            using var script = App.ClientWith((await page.Secret.TextContentAsync())!.Trim());
            Assert.Equal(HttpStatusCode.OK, (await script.GetAsync("api/v1/models")).StatusCode);

            await page.Tab.ReloadAsync();
            await Visitor.LiveAsync(page.Tab);
            await Expect(page.Row("nightly")).ToBeVisibleAsync();
            await Expect(page.Secret).ToHaveCountAsync(0);

            await page.RevokeAsync("nightly");
            await Expect(page.Tab.GetByText("It changed nothing")).ToBeVisibleAsync(); // the list of what it touched
            Assert.Equal(HttpStatusCode.Unauthorized, (await script.GetAsync("api/v1/models")).StatusCode);
        });
    }

    [Fact]
    public Task The_keyboard_alone_signs_in_and_finds_a_version() => VisitAsync(async visitor =>
    {
        var page = await SignInPage.OpenAsync(visitor);
        await Expect(page.Email).ToBeFocusedAsync();
        await page.Tab.Keyboard.TypeAsync(Browser.Scientist.Name);
        await page.Tab.Keyboard.PressAsync("Tab");
        await page.Tab.Keyboard.TypeAsync(Given.Password);
        await page.Tab.Keyboard.PressAsync("Enter");
        await Visitor.LiveAsync(page.Tab);

        var model = await new AppPage(page.Tab).SearchAndGoAsync("digits", BrowserFixture.Model);
        await model.IsOnAsync($"models/{BrowserFixture.Model}");
        var version = await model.SearchAndGoAsync("digits v1", $"{BrowserFixture.Model} v1");
        await version.IsOnAsync($"models/{BrowserFixture.Model}/versions/1");
    });
}
