using Microsoft.Playwright;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using static Microsoft.Playwright.Assertions;

namespace ModelRegistry.Tests.EndToEnd;

[Collection(EveryPageCollection.Name)]
public sealed class SchemeTests(BrowserFixture browser) : BrowserTest(browser)
{
    [Fact]
    public Task A_page_that_leads_to_another_while_it_is_drawn_stays_dark() => Browser.VisitAsync("scheme-redirect", async visitor =>
    {
        var page = await visitor.OpenAsync(Urls.Model(BrowserFixture.RolledBack));
        var rollback = await page.Locator("a[href*='rollbacks/']").First.GetAttributeAsync("href");

        await page.GotoAsync($"{new Uri(new Uri(page.Url), $"/{rollback}")}");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Was it right?" })).ToBeVisibleAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-scheme", "dark");
    }, Browser.Admin, options: new() { ColorScheme = ColorScheme.Dark });
}
