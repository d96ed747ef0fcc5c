using Microsoft.Playwright;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.EndToEnd.Pages;

/// <summary>First run and invitation: a static form that ends with a password and a signed-in browser.</summary>
public sealed class NewPasswordPage(IPage tab)
{
    public ILocator Email => tab.GetByLabel("E-mail");

    public ILocator Password => tab.GetByLabel("Password", new() { Exact = true });

    public ILocator PasswordError => tab.Locator("#password-error");

    public ILocator Heading => tab.GetByRole(AriaRole.Heading, new() { Level = 1 });

    public ILocator Text => tab.Locator("main");

    public static async Task<NewPasswordPage> OpenAsync(Visitor visitor, string address) => new(await visitor.OpenStaticAsync(address));

    public async Task<NewPasswordPage> FailAsync(string password)
    {
        await SendAsync(password);
        await PasswordError.WaitForAsync();
        return this;
    }

    public async Task<AppPage> SetAsync(string password)
    {
        await SendAsync(password);
        await Visitor.LiveAsync(tab);
        return new AppPage(tab);
    }

    private async Task SendAsync(string password)
    {
        await Password.FillAsync(password);
        await tab.Locator("button[type=submit]").ClickAsync();
    }
}
