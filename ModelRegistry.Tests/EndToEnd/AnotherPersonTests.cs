using Microsoft.Playwright;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Models;
using ModelRegistry.Tests.EndToEnd.Pages;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using static Microsoft.Playwright.Assertions;

namespace ModelRegistry.Tests.EndToEnd;

/// <summary>Somebody else signs in in another tab of the same browser while a page is open.</summary>
public sealed class AnotherPersonTests(BrowserFixture browser) : BrowserTest(browser)
{
    [Fact]
    public Task An_open_page_does_nothing_for_them_and_goes_on_for_the_one_it_shows() => VisitAsAsync(Browser.Admin, async visitor =>
    {
        visitor.Expect("WebSocket|connection|net::ERR|Failed to complete negotiation|circuit|Error:");
        await using var line = await Line.OfAsync(visitor.Context);
        var form = await visitor.OpenAsync(Urls.RegisterModel);
        var owner = form.GetByRole(AriaRole.Textbox, new() { Name = "Owner" });
        await Expect(owner).ToHaveValueAsync(Browser.Admin.Name);
        await visitor.CarryAsync(await App.SessionCookieAsync(Browser.Scientist));
        var broken = form.GetByText("The connection to the server is interrupted");
        await line.CutAsync();
        await Expect(broken).ToBeVisibleAsync();
        line.Restore();
        await Expect(broken).ToBeHiddenAsync();

        await Expect(form.Locator(".signed-out")).ToBeVisibleAsync();
        var name = RegistryApp.NewName("tab");
        await form.GetByRole(AriaRole.Textbox, new() { Name = "Name" }).FillAsync(name);
        await form.GetByRole(AriaRole.Button, new() { Name = "Register", Exact = true }).ClickAsync();
        await Expect(form.Locator(".notice.bad")).ToContainTextAsync("Sign in again");
        Assert.Empty((await App.Get<ModelQueries>().ListAsync(new ModelSearch($"name = '{name}'"), Browser.Admin, default)).Items);

        await visitor.CarryAsync(await App.SessionCookieAsync(Browser.Admin));
        await line.CutAsync();
        await Expect(broken).ToBeVisibleAsync();
        line.Restore();
        await Expect(form.Locator(".signed-out")).ToBeHiddenAsync();
        await form.GetByRole(AriaRole.Button, new() { Name = "Register", Exact = true }).ClickAsync();
        await new AppPage(form).IsOnAsync(Urls.Model(name));

        var model = await App.Get<ModelQueries>().GetAsync(name, Browser.Admin, default);
        Assert.Equal((Browser.Admin.Name, Browser.Admin.Name), (model.Owner, model.CreatedBy));
    });
}
