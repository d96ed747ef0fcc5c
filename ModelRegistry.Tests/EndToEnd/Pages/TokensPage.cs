using Microsoft.Playwright;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.EndToEnd.Pages;

public sealed class TokensPage(IPage tab) : AppPage(tab)
{
    public ILocator Secret => Tab.GetByRole(AriaRole.Region, new() { Name = "Access token snippet" });

    public static async Task<TokensPage> OpenAsync(Visitor visitor) => new(await visitor.OpenAsync("account/tokens"));

    public ILocator Row(string name) => Tab.GetByRole(AriaRole.Row).Filter(new() { HasText = name });

    public async Task<TokensPage> MakeAsync(string name, params string[] scopes)
    {
        await Button("New token").ClickAsync();
        await Dialog.WaitForAsync();
        await DialogFocus.WaitAsync(Tab);
        await Dialog.GetByLabel("Name").FillAsync(name);
        foreach (var scope in scopes)
        {
            await Dialog.GetByRole(AriaRole.Checkbox, new() { NameRegex = new($"^{scope} ") }).CheckAsync();
        }

        await Button("Make the token").ClickAsync();
        await Secret.WaitForAsync();
        return this;
    }

    public async Task<TokensPage> RevokeAsync(string name)
    {
        await Button($"Revoke {name}").ClickAsync();
        await Dialog.GetByText($"Revoke “{name}”?").WaitForAsync();
        await Button("Revoke").ClickAsync();
        return this;
    }
}
