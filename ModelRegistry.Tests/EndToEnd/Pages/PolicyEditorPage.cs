using Microsoft.Playwright;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using static Microsoft.Playwright.Assertions;

namespace ModelRegistry.Tests.EndToEnd.Pages;

public sealed class PolicyEditorPage(IPage tab) : AppPage(tab)
{
    public ILocator Preview => Tab.GetByRole(AriaRole.Region, new() { Name = "Preview" });

    public ILocator PublishDialog => Dialog;

    public static async Task<PolicyEditorPage> OpenAsync(Visitor visitor, string stage) => new(await visitor.OpenAsync(Urls.AdminPolicy(stage)));

    public ILocator Gate(string text) => Tab.GetByRole(AriaRole.Group).Filter(new() { HasText = text });

    public async Task<PolicyEditorPage> AddAsync(string kind)
    {
        await Button("Add a gate").ClickAsync();
        await Tab.GetByRole(AriaRole.Menuitem, new() { Name = kind }).ClickAsync();
        return this;
    }

    /// <summary>One of the approvals must come from this team.</summary>
    public async Task AskTeamAsync(string team)
    {
        await Button("Add a team").ClickAsync();
        var field = Tab.GetByLabel("Team", new() { Exact = true }).Last;
        await Expect(field).ToHaveValueAsync("");
        await field.FillAsync(team);
        await field.PressAsync("Tab");
    }

    public async Task<PolicyEditorPage> SetApprovalsAsync(int count)
    {
        await Tab.GetByLabel("Approvals", new() { Exact = true }).FillAsync($"{count}");
        await Tab.GetByLabel("Approvals", new() { Exact = true }).PressAsync("Tab");
        return this;
    }

    public async Task<PolicyEditorPage> JudgeAsync()
    {
        await Button("Judge the last ten versions").ClickAsync();
        return this;
    }

    public async Task<PolicyEditorPage> PublishAsync()
    {
        await Button("Publish…").ClickAsync();
        return this;
    }

    public async Task<PolicyEditorPage> ConfirmAsync()
    {
        await Button("Publish now").ClickAsync();
        return this;
    }
}
