using Microsoft.Playwright;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;

namespace ModelRegistry.Tests.EndToEnd.Pages;

public sealed class ActivityLogPage(IPage tab) : AppPage(tab)
{
    public ILocator Lines => Tab.Locator(".activity > li");

    public ILocator News => Tab.Locator(".news");

    public ILocator Changes => Tab.Locator(".changes tbody tr");

    /// <summary>The reason beside a button that does nothing; seen while the button has the focus.</summary>
    public ILocator Why => Chain.GetByRole(AriaRole.Tooltip);

    public ILocator Chain => Tab.Locator(".chain");

    public static async Task<ActivityLogPage> OpenAsync(Visitor visitor, string query = "") => new(await visitor.OpenAsync($"{Urls.Activity}{query}"));

    public async Task OnlyModelAsync(string name)
    {
        await Tab.GetByLabel("Model", new() { Exact = true }).FillAsync(name);
        await Tab.Locator(".mud-popover-open .mud-list-item").Filter(new() { HasTextString = name }).First.ClickAsync();
    }

    public async Task OnlyActionAsync(string words)
    {
        await Tab.Locator(".filters .what.mud-input-control").ClickAsync();
        await Tab.GetByRole(AriaRole.Option, new() { Name = words, Exact = true }).ClickAsync();
    }

    public Task OpenFirstAsync() => Lines.First.GetByRole(AriaRole.Button, new() { NameString = "Details of event" }).First.ClickAsync();

    public Task ShowNewsAsync() => News.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();

    public Task FocusVerifyAsync() => Button("Verify chain").FocusAsync();

    public Task VerifyAsync() => Button("Verify chain").ClickAsync();

    public async Task<string> ExportAsync()
    {
        var download = await Tab.RunAndWaitForDownloadAsync(() => Tab.GetByRole(AriaRole.Link, new() { Name = "Export" }).ClickAsync());
        return await File.ReadAllTextAsync(await download.PathAsync());
    }
}
