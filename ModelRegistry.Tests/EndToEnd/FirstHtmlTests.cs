using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Playwright;
using ModelRegistry.Core.Access;
using ModelRegistry.Tests.EndToEnd.Pages;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using static Microsoft.Playwright.Assertions;

namespace ModelRegistry.Tests.EndToEnd;

/// <summary>What a person sees before the circuit is there: the frame, and the page as it waits.</summary>
[Collection(EveryPageCollection.Name)]
public sealed partial class FirstHtmlTests(BrowserFixture browser) : BrowserTest(browser)
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

    [Fact]
    public async Task What_every_page_asks_for_is_compressed_and_kept_for_good()
    {
        await using var app = new RegistryApp();
        await using var production = app.WithWebHostBuilder(builder => builder.UseEnvironment("Production")); // elsewhere the framework keeps nothing
        using var client = production.CreateClient();
        client.DefaultRequestHeaders.Add("Accept-Encoding", "gzip");
        var html = await client.GetStringAsync(Urls.SignIn());
        var files = File().Matches(html).Select(match => match.Groups[1].Value + match.Groups[2].Value).Distinct().ToList();
        Assert.InRange(files.Count, 9, 20);

        foreach (var file in files)
        {
            using var answer = await client.GetAsync(file);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal((file, "max-age=31536000, immutable"), (file, string.Join(", ", answer.Headers.GetValues("Cache-Control"))));
            Assert.Equal((file, !file.EndsWith(".woff2", StringComparison.Ordinal)), (file, answer.Content.Headers.ContentEncoding.Contains("gzip")));
        }
    }

    [Theory]
    [InlineData("_content/MudBlazor/MudBlazor.min.css", "no-cache")]
    [InlineData("_content/MudBlazor/MudBlazor.min.css?v=1.2.3", "no-cache")]
    [InlineData("_content/Plotly.Blazor/plotly-basic-3.7.0.min.js", "max-age=31536000, immutable")]
    [InlineData("_content/Plotly.Blazor/plotly-interop-7.2.0.js", "max-age=31536000, immutable")]
    public async Task A_file_of_a_package_is_kept_for_good_under_an_address_that_names_its_version(string address, string kept)
    {
        using var client = App.Client();

        using var answer = await client.GetAsync(address);

        Assert.Equal(kept, string.Join(", ", answer.Headers.GetValues("Cache-Control")));
    }

    [Fact]
    public async Task The_chart_library_comes_when_a_chart_is_near_and_the_page_does_not_jump()
    {
        await VisitAsAsync(Browser.Scientist, async visitor =>
        {
            // Far down: more than a screen lies between what is looked at and the chart.
            await visitor.Context.AddInitScriptAsync(
                "const far = new CSSStyleSheet(); far.replaceSync('main { padding-top: 3000px !important }'); document.adoptedStyleSheets = [far];");
            var asked = new ConcurrentBag<string>();
            visitor.Context.Request += (_, request) => asked.Add(request.Url);
            var page = await visitor.OpenAsync(Urls.Model(BrowserFixture.Model));
            var chart = page.Locator("figure.plot").First;
            await Expect(page.GetByRole(AriaRole.Row).Nth(1)).ToBeVisibleAsync();
            var before = (await chart.BoundingBoxAsync())!;
            Assert.InRange(before.Height, 100, 1000);
            Assert.DoesNotContain(asked, url => Library().IsMatch(url));

            await chart.ScrollIntoViewIfNeededAsync();
            await Expect(chart.Locator("[data-drawn=yes]")).ToBeVisibleAsync();

            Assert.Equal(before.Height, (await chart.BoundingBoxAsync())!.Height);
            Assert.Contains("/plotly-basic-", Assert.Single(asked, url => Library().IsMatch(url)), StringComparison.Ordinal);
        });
    }

    [GeneratedRegex(@"/plotly-.*\.min\.js$")]
    private static partial Regex Library();

    [GeneratedRegex("(?:href|src)=\"([^\"]+\\.(?:css|js|woff2|svg)[^\"]*)\"|url\\(([^)#]+\\.woff2)\\)")]
    private static partial Regex File();
}
