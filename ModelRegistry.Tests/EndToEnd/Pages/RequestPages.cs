using Microsoft.Playwright;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using static Microsoft.Playwright.Assertions;

namespace ModelRegistry.Tests.EndToEnd.Pages;

public sealed class InboxPage(IPage tab) : AppPage(tab)
{
    public static async Task<InboxPage> OpenAsync(Visitor visitor, string query = "") => new(await visitor.OpenAsync($"{Urls.Reviews}{query}"));

    public ILocator Row(string text) => Tab.Locator("[data-list] .row-link").Filter(new() { HasText = text });

    public async Task<OneRequestPage> ChooseAsync(string text)
    {
        await Row(text).ClickAsync();
        return await OneRequestPage.ShownAsync(Tab);
    }
}

public sealed class OneRequestPage(IPage tab) : AppPage(tab)
{
    public ILocator People => Tab.Locator(".who-decides");

    public ILocator Thread => Tab.Locator(".thread");

    public ILocator Notices => Tab.Locator(".request > .notice");

    public ILocator Comment => Tab.Locator(".decision-bar textarea").First;

    public ILocator Decide(string decision) => Tab.Locator(".decision-bar").GetByRole(AriaRole.Button, new() { Name = decision, Exact = true });

    public static async Task<OneRequestPage> OpenAsync(Visitor visitor, long number) => await ShownAsync(await visitor.OpenAsync(Urls.Request(number)));

    public static async Task<OneRequestPage> ShownAsync(IPage tab)
    {
        await Expect(tab.Locator(".discussion .thread")).ToBeVisibleAsync();
        return new OneRequestPage(tab);
    }

    /// <summary>From the page of a version, with the stage that the dialog proposes.</summary>
    public static async Task<OneRequestPage> AskAsync(Visitor visitor, string model, int version, string stage)
    {
        var tab = await visitor.OpenAsync(Urls.Version(model, version));
        await tab.GetByRole(AriaRole.Button, new() { Name = "Promote…" }).ClickAsync();
        await tab.GetByRole(AriaRole.Button, new() { Name = $"Ask for {stage}" }).ClickAsync();
        return await ShownAsync(tab);
    }

    public async Task DecideAsync(string decision, string comment = "")
    {
        await Comment.FillAsync(comment);
        await Decide(decision).ClickAsync();
    }
}
