using System.Net;
using Microsoft.Playwright;
using ModelRegistry.Core.Access;
using ModelRegistry.Tests.EndToEnd.Pages;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using static Microsoft.Playwright.Assertions;

namespace ModelRegistry.Tests.EndToEnd;

/// <summary>What a person sees before the circuit is there: the frame, and the page as it waits.</summary>
[Collection(EveryPageCollection.Name)]
public sealed class FirstHtmlTests(BrowserFixture browser) : BrowserTest(browser)
{
    public static TheoryData<string> Pages { get; } = [.. PagesUnderTest.All.Where(row => !(bool)row[2]).Select(row => (string)row[1])];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task The_first_html_holds_frame_and_skeleton(string address)
    {
        using var client = App.ClientWithCookie(await App.SessionCookieAsync(Browser.Admin));

        using var answer = await client.GetAsync(address);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Contains("<nav class=\"rail\"", html, StringComparison.Ordinal);
        Assert.Matches("<main[^>]* inert[^>]* aria-busy=\"true\"", html);
        Assert.Matches("(?s)<main.*(mud-skeleton|<h1).*</main>", html);
        // What works only with a circuit is not offered before.
        Assert.DoesNotContain("id=\"live\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"palette\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("role=\"alert\" class=\"failure", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_frame_shows_only_what_its_viewer_may_see()
    {
        using var viewer = App.ClientWithCookie(await App.SessionCookieAsync(await App.PersonAsync("viewer", Roles.Viewer)));
        using var admin = App.ClientWithCookie(await App.SessionCookieAsync(Browser.Admin));
        using var nobody = App.Client();

        Assert.DoesNotContain($"href=\"{Urls.Admin}\"", await viewer.GetStringAsync(Urls.Models), StringComparison.Ordinal);
        Assert.Contains($"href=\"{Urls.Admin}\"", await admin.GetStringAsync(Urls.Models), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await viewer.GetAsync(Urls.AdminUsers)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await nobody.GetAsync(Urls.Models)).StatusCode);
    }

    [Fact]
    public async Task Before_the_circuit_links_lead_on_and_what_cannot_answer_takes_no_clicks()
    {
        await VisitAsAsync(Browser.Admin, async visitor =>
        {
            var connected = new TaskCompletionSource();
            await visitor.Context.RouteAsync("**/_blazor/negotiate**", async route =>
            {
                await connected.Task;
                await route.ContinueAsync();
            });

            var page = new AppPage(await visitor.OpenStaticAsync(Urls.RegisterModel));
            await Expect(page.Heading).ToHaveTextAsync("Register a model");
            await Expect(page.Tab.Locator("main")).ToHaveAttributeAsync("inert", "");
            await Expect(page.Tab.GetByRole(AriaRole.Button, new() { Name = "Search models, versions" })).ToBeDisabledAsync();
            await Expect(page.Tab.GetByRole(AriaRole.Button, new() { Name = "Theme" })).ToBeDisabledAsync();
            await page.Tab.GetByRole(AriaRole.Link, new() { Name = "Models" }).First.ClickAsync();
            await Expect(page.Heading).ToHaveTextAsync("Models");

            connected.SetResult();
            await Visitor.LiveAsync(page.Tab);
            await Expect(page.Tab.GetByRole(AriaRole.Link, new() { Name = BrowserFixture.Model })).ToBeVisibleAsync();
            await Expect(page.Tab.GetByRole(AriaRole.Button, new() { Name = "Theme" })).ToBeEnabledAsync();
            await page.IsOnAsync(Urls.Models);
        });
    }
}
