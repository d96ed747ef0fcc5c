using Microsoft.Playwright;
using ModelRegistry.Core.Access;
using ModelRegistry.Tests.EndToEnd.Pages;
using ModelRegistry.Tests.Providers;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using static Microsoft.Playwright.Assertions;

namespace ModelRegistry.Tests.EndToEnd;

public sealed class ProviderJourneys(BrowserFixture browser, ProviderApp at) : BrowserTest(browser), IClassFixture<ProviderApp>
{
    [Fact]
    public Task Through_the_provider_to_the_page_that_was_asked_for_and_out_again() => VisitAsync(async visitor =>
    {
        visitor.Expect($"Request to {at.Provider.Address}");
        at.Provider.Comes(RegistryApp.NewName("subject"), $"{RegistryApp.NewName("ann")}@example.test", "readers");
        var tab = await visitor.OpenStaticAsync("models?q=digits");

        await tab.GetByRole(AriaRole.Link, new() { Name = "Sign in with Provider corp" }).ClickAsync();
        await Visitor.LiveAsync(tab);
        var page = new AppPage(tab);
        await page.IsOnAsync("models?q=digits");
        await Expect(page.Heading).ToHaveTextAsync("Models");

        await page.SignOutAsync();
        await Expect(tab.GetByRole(AriaRole.Link, new() { Name = "Sign in with Provider corp" })).ToBeVisibleAsync();
    }, at.App);

    [Fact]
    public Task An_account_that_is_there_is_connected_from_within() => VisitAsync(async visitor =>
    {
        visitor.Expect($"Request to {at.Provider.Address}");
        var ann = await at.App.PersonAsync("ann", Roles.Viewer);
        at.Provider.Comes(RegistryApp.NewName("subject"), ann.Name, "readers");
        var signIn = await SignInPage.OpenAsync(visitor);
        await signIn.Tab.GetByRole(AriaRole.Link, new() { Name = "Sign in with Provider corp" }).ClickAsync();
        await Expect(signIn.Refusal).ToContainTextAsync("an address alone does not open it");

        await signIn.SignInAsync(ann.Name, Given.Password);
        var tab = await visitor.OpenStaticAsync(Urls.Logins);
        await tab.GetByRole(AriaRole.Link, new() { Name = "Connect Provider corp" }).ClickAsync();
        await tab.GetByRole(AriaRole.Button, new() { Name = "Disconnect Provider corp" }).ClickAsync();
        await Expect(tab.GetByRole(AriaRole.Link, new() { Name = "Connect Provider corp" })).ToBeVisibleAsync();
    }, at.App);
}
