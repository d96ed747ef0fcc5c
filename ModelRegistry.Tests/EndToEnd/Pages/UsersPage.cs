using Microsoft.Playwright;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.EndToEnd.Pages;

public sealed class UsersPage(IPage tab) : AppPage(tab)
{
    public ILocator InvitationLink => Tab.GetByRole(AriaRole.Region, new() { Name = "Invitation link snippet" });

    public ILocator EmailField => Dialog.GetByLabel("E-mail");

    public static async Task<UsersPage> OpenAsync(Visitor visitor) => new(await visitor.OpenAsync("admin/users"));

    public ILocator Row(string email) => Tab.GetByRole(AriaRole.Row).Filter(new() { HasText = email });

    public Task OpenInvitingAsync() => Button("Invite").ClickAsync();

    /// <summary>Opens the dialog and fills it in, without sending it.</summary>
    public async Task<UsersPage> BeginInvitingAsync(string email, string name = "")
    {
        await OpenInvitingAsync();
        await FillInvitationAsync(email, name);
        return this;
    }

    public async Task FillInvitationAsync(string email, string name)
    {
        await EmailField.WaitForAsync();
        await DialogFocus.WaitAsync(Tab);
        await EmailField.FillAsync(email);
        await Dialog.GetByLabel("Name (optional)").FillAsync(name);
    }

    public async Task<UsersPage> SendInvitationAsync()
    {
        await Button("Make the invitation").ClickAsync();
        return this;
    }

    public async Task<UsersPage> ChooseAsync(string email, string action)
    {
        await Tab.GetByRole(AriaRole.Button, new() { Name = $"Actions for {email}" }).ClickAsync();
        await Tab.GetByRole(AriaRole.Menuitem, new() { Name = action }).ClickAsync();
        return this;
    }

    /// <summary>Asks this role, too, for a second factor.</summary>
    public async Task DemandAsync(string role)
    {
        await Button("Second factor…").ClickAsync();
        await SetRoleAsync(role, true);
    }

    public async Task<UsersPage> SetRoleAsync(string role, bool on)
    {
        await Dialog.GetByRole(AriaRole.Checkbox, new() { NameRegex = new($"^{role} ") }).SetCheckedAsync(on);
        await Button("Save").ClickAsync();
        return this;
    }

    /// <summary>Answers the question that a dangerous act asks.</summary>
    public async Task<UsersPage> ConfirmAsync(string answer)
    {
        await Button(answer).ClickAsync();
        return this;
    }
}
