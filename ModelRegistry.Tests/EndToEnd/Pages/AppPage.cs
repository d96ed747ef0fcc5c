using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ModelRegistry.Tests.EndToEnd.Pages;

/// <summary>A page within the frame. What leads elsewhere returns the page that it leads to, ready to be used.</summary>
public class AppPage(IPage tab)
{
    public IPage Tab => tab;

    public ILocator Heading => tab.GetByRole(AriaRole.Heading, new() { Level = 1 });

    /// <summary>The message about what one just did, or why it was refused.</summary>
    public ILocator Message => tab.Locator(".mud-snackbar");

    public Task IsOnAsync(string address) => Expect(tab).ToHaveURLAsync(new Regex($"/{Regex.Escape(address)}$"));

    public async Task<SignInPage> SignOutAsync()
    {
        await tab.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Account: ") }).ClickAsync();
        await tab.GetByRole(AriaRole.Menuitem, new() { Name = "Sign out" }).ClickAsync();
        var page = new SignInPage(tab);
        await Expect(page.Email).ToBeVisibleAsync();
        return page;
    }

    /// <summary>By the keyboard alone: Ctrl+K, what is looked for, Enter on the first that is found.</summary>
    public async Task<AppPage> SearchAndGoAsync(string text, string found)
    {
        await tab.Keyboard.PressAsync("Control+k");
        await tab.Keyboard.TypeAsync(text);
        await Expect(tab.GetByRole(AriaRole.Option).First).ToContainTextAsync(found);
        await tab.Keyboard.PressAsync("Enter");
        return new AppPage(tab);
    }

    protected ILocator Dialog => tab.GetByRole(AriaRole.Dialog);

    protected ILocator Button(string name) => tab.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
