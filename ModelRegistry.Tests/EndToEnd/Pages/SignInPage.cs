using Microsoft.Playwright;
using ModelRegistry.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ModelRegistry.Tests.EndToEnd.Pages;

public sealed class SignInPage(IPage tab)
{
    public IPage Tab => tab;

    public ILocator Email => tab.GetByLabel("E-mail");

    public ILocator Refusal => tab.GetByRole(AriaRole.Alert);

    private ILocator Password => tab.GetByLabel("Password", new() { Exact = true });

    public static async Task<SignInPage> OpenAsync(Visitor visitor, string address = "account/sign-in") => new(await visitor.OpenStaticAsync(address));

    public ILocator Heading => tab.GetByRole(AriaRole.Heading, new() { Level = 1 });

    /// <summary>The first of two steps.</summary>
    public Task BeginAsync(string email, string password) => SendAsync(email, password);

    public async Task SendCodeAsync(string code)
    {
        await tab.GetByLabel("Code", new() { Exact = true }).FillAsync(code);
        await tab.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }

    public async Task<AppPage> SignInAsync(string email, string password)
    {
        await SendAsync(email, password);
        await Visitor.LiveAsync(tab);
        return new AppPage(tab);
    }

    public async Task<SignInPage> FailAsync(string email, string password)
    {
        await SendAsync(email, password);
        await Expect(Refusal).ToBeVisibleAsync();
        return this;
    }

    private async Task SendAsync(string email, string password)
    {
        await Email.FillAsync(email);
        await Password.FillAsync(password);
        await tab.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }
}
