using Microsoft.Playwright;
using ModelRegistry.Core.Access;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.EndToEnd.Pages;

public sealed class SecurityPage(IPage tab) : AppPage(tab)
{
    /// <summary>The recovery codes, while they are shown.</summary>
    public ILocator Codes => Tab.GetByRole(AriaRole.Region, new() { Name = "Recovery codes snippet" });

    public static async Task<SecurityPage> OpenAsync(Visitor visitor) => new(await visitor.OpenAsync("account/security"));

    /// <summary>As somebody who signs in for it with the password.</summary>
    public static async Task<SecurityPage> SignInAsync(Visitor visitor, Actor person)
    {
        var signIn = await SignInPage.OpenAsync(visitor, "account/sign-in?returnUrl=account/security");
        return new SecurityPage((await signIn.SignInAsync(person.Name, Given.Password)).Tab);
    }

    /// <summary>Opens the dialog; returns the key that it shows.</summary>
    public async Task<string> BeginTurningOnAsync()
    {
        await Button("Turn on…").ClickAsync();
        return (await Dialog.Locator("code").TextContentAsync())!.Replace(" ", "", StringComparison.Ordinal);
    }

    public async Task SendAppAsync(string code, string password)
    {
        await Dialog.GetByLabel("Code that the app shows").FillAsync(code);
        await Dialog.GetByLabel("Your password").FillAsync(password);
        await Button("Turn on").ClickAsync();
    }

    public async Task TurnOffAsync(string proof)
    {
        await Button("Turn off…").ClickAsync();
        await ProveAsync(proof, "Turn off");
    }

    /// <summary>Answers a dialog that asks for the password or a code.</summary>
    public async Task ProveAsync(string proof, string button)
    {
        await Dialog.GetByLabel("Your password, or a code of your app").FillAsync(proof);
        await Button(button).ClickAsync();
    }

    public async Task AddPasskeyAsync(string name, string proof)
    {
        await Button("Add a passkey…").ClickAsync();
        await SendPasskeyAsync(name, proof);
    }

    public async Task SendPasskeyAsync(string name, string proof)
    {
        await Dialog.GetByLabel("Name").FillAsync(name);
        await ProveAsync(proof, "Add");
    }
}
