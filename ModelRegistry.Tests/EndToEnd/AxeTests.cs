using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.Playwright;
using ModelRegistry.Core.Access;
using ModelRegistry.Tests.EndToEnd.Pages;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using static Microsoft.Playwright.Assertions;

namespace ModelRegistry.Tests.EndToEnd;

[Collection(EveryPageCollection.Name)]
public sealed class AxeTests(BrowserFixture browser) : BrowserTest(browser)
{
    private static readonly (string Name, BrowserNewContextOptions Options)[] Looks =
    [
        ("light", new() { ColorScheme = ColorScheme.Light, ViewportSize = new() { Width = 1360, Height = 800 } }),
        ("dark", new() { ColorScheme = ColorScheme.Dark, ViewportSize = new() { Width = 1360, Height = 800 } }),
        ("phone", new() { ColorScheme = ColorScheme.Light, ViewportSize = new() { Width = 360, Height = 740 }, HasTouch = true }),
    ];

    [Theory]
    [MemberData(nameof(PagesUnderTest.All), MemberType = typeof(PagesUnderTest))]
    public async Task A_page_is_usable_by_everybody_light_dark_and_on_a_phone(string name, string address, bool anonymous)
    {
        await LookAsync($"axe-{name}", Looks[0].Options, async page =>
        {
            await RequireUsableAsync(page);

            await page.SetViewportSizeAsync(2560, 1440);
            await RequireFitsAsync(page);
            await page.SetViewportSizeAsync(1360, 800);

            // The page in the other colours is the same page: it follows the system at once.
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
            await Expect(page.Locator("html")).ToHaveAttributeAsync("data-scheme", "dark");
            await RequireUsableAsync(page);
        });
        await LookAsync($"axe-{name}-phone", Looks[2].Options, RequireUsableAsync);

        Task LookAsync(string story, BrowserNewContextOptions options, Func<IPage, Task> look) => Browser.VisitAsync(
            story, async visitor => await look(anonymous ? await visitor.OpenStaticAsync(address) : await visitor.OpenAsync(address)),
                anonymous ? null : Browser.Admin, options: options);
    }

    private static async Task RequireUsableAsync(IPage page)
    {
        await PagesUnderTest.SettleAsync(page);
        Assert.Empty(await AxeFindings.OnAsync(page));
        await RequireFitsAsync(page);
    }

    private static async Task RequireFitsAsync(IPage page) =>
        Assert.Equal(0, await page.EvaluateAsync<int>("() => Math.max(0, document.documentElement.scrollWidth - innerWidth)"));

    [Fact]
    public void Every_page_of_the_product_is_looked_at()
    {
        var looked = PagesUnderTest.All.Select(row => "/" + ((string)row[1]).Split('?')[0]).ToList();

        var missing = typeof(Urls).Assembly.GetTypes().SelectMany(type => type.GetCustomAttributes<RouteAttribute>()).Select(route => route.Template)
            .Except(PagesUnderTest.LookedAtElsewhere)
            .Where(template => !looked.Exists(address => Regex.IsMatch(address, $"^{Regex.Replace(template, "{[^}]*}", "[^/]+")}$")));

        Assert.Empty(missing);
    }

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    [InlineData("phone")]
    public async Task The_dialogs_are_usable_by_everybody(string look)
    {
        var options = Looks.Single(known => known.Name == look).Options;
        await Browser.VisitAsync($"axe-dialogs-{look}", async visitor =>
        {
            var users = await UsersPage.OpenAsync(visitor);
            await users.BeginInvitingAsync("dialog@example.test");
            await PagesUnderTest.SettleAsync(users.Tab);
            Assert.Empty(await AxeFindings.OnAsync(users.Tab));

            var tokens = await TokensPage.OpenAsync(visitor);
            await tokens.MakeAsync("for axe");
            await PagesUnderTest.SettleAsync(tokens.Tab);
            Assert.Empty(await AxeFindings.OnAsync(tokens.Tab));

            var promote = await visitor.OpenAsync(Urls.Version(BrowserFixture.Model, 2));
            await promote.GetByRole(AriaRole.Button, new() { Name = "Promote…" }).ClickAsync();
            await promote.GetByRole(AriaRole.Button, new() { NameRegex = new("^(Ask for|Move to) ") }).WaitForAsync();
            await PagesUnderTest.SettleAsync(promote);
            Assert.Empty(await AxeFindings.OnAsync(promote));

            var rename = await visitor.OpenAsync(Urls.Model(BrowserFixture.Model, "settings"));
            await rename.GetByRole(AriaRole.Button, new() { Name = "Rename…" }).ClickAsync();
            await rename.GetByLabel("New name").WaitForAsync();
            await PagesUnderTest.SettleAsync(rename);
            Assert.Empty(await AxeFindings.OnAsync(rename));

            await tokens.Tab.Keyboard.PressAsync("Control+k");
            await tokens.Tab.GetByRole(AriaRole.Option).First.WaitForAsync();
            Assert.Empty(await AxeFindings.OnAsync(tokens.Tab));
        }, Browser.Admin, options: options);
    }

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    [InlineData("phone")]
    public async Task Going_back_is_usable_by_everybody(string look)
    {
        await Browser.VisitAsync($"axe-rollback-{look}", async visitor =>
        {
            var page = await visitor.OpenAsync(Urls.Model(BrowserFixture.RolledBack));
            await page.GetByRole(AriaRole.Button, new() { Name = "Roll back to v1" }).ClickAsync();
            await page.GetByText("All checks of v1 passed").WaitForAsync(new() { State = WaitForSelectorState.Attached });
            await PagesUnderTest.SettleAsync(page);
            Assert.Empty(await AxeFindings.OnAsync(page));

            await page.GetByRole(AriaRole.Button, new() { Name = "Roll back now" }).ClickAsync();
            await page.GetByText("Say why: it is recorded.").WaitForAsync();
            Assert.Empty(await AxeFindings.OnAsync(page));

            var review = await visitor.OpenAsync(Urls.PostReview(Browser.PostReview));
            await PagesUnderTest.SettleAsync(review);
            Assert.Empty(await AxeFindings.OnAsync(review));
        }, await App.PersonAsync("on.call", Roles.Operator), options: Looks.Single(known => known.Name == look).Options);
    }

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    [InlineData("phone")]
    public async Task The_form_pages_are_usable_by_everybody_with_an_error_on_them(string look)
    {
        var options = Looks.Single(known => known.Name == look).Options;
        await Browser.VisitAsync($"axe-forms-{look}", async visitor =>
        {
            var signIn = await (await SignInPage.OpenAsync(visitor)).FailAsync("nobody@example.test", "x");
            Assert.Empty(await AxeFindings.OnAsync(signIn.Tab));

            await visitor.CarryAsync(await App.SessionCookieAsync(Browser.Scientist));
            var password = await visitor.OpenStaticAsync(Urls.Password);
            await password.GetByLabel("Present password").FillAsync("x");
            await password.GetByLabel("New password").FillAsync("five quiet words right here");
            await password.Locator("button[type=submit]").ClickAsync();
            await password.Locator("#currentPassword-error").WaitForAsync();
            Assert.Empty(await AxeFindings.OnAsync(password));
        }, options: options);
    }
}
