using Microsoft.Playwright;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;

namespace ModelRegistry.Tests.EndToEnd.Pages;

/// <summary>Teams in the admin area.</summary>
public sealed class TeamsPage(IPage tab) : AppPage(tab)
{
    public static async Task<TeamsPage> OpenAsync(Visitor visitor) => new(await visitor.OpenAsync(Urls.AdminTeams));

    public ILocator Row(string team) => Tab.GetByRole(AriaRole.Row).Filter(new() { HasText = team });

    public async Task MakeAsync(string name, string member)
    {
        await Tab.GetByRole(AriaRole.Button, new() { Name = "New team" }).First.ClickAsync();
        await Dialog.GetByLabel("Name", new() { Exact = true }).WaitForAsync();
        await DialogFocus.WaitAsync(Tab);
        await Dialog.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await Dialog.GetByLabel("Add a member").FillAsync(member);
        await Dialog.GetByLabel("Add a member").BlurAsync();
        await Dialog.GetByRole(AriaRole.Group, new() { Name = "Members" }).WaitForAsync();
        await Button("Save").ClickAsync();
    }
}

/// <summary>One's own stand-in.</summary>
public sealed class StandInPage(IPage tab) : AppPage(tab)
{
    public static async Task<StandInPage> OpenAsync(Visitor visitor) => new(await visitor.OpenAsync(Urls.StandIn));

    public ILocator Row(string person) => Tab.GetByRole(AriaRole.Row).Filter(new() { HasText = person });

    public async Task NameAsync(string person, string lastDay)
    {
        await Tab.GetByLabel("Reviewer", new() { Exact = true }).FillAsync(person);
        await Tab.GetByLabel("Last day", new() { Exact = true }).FillAsync(lastDay);
        await Button("Name them").ClickAsync();
    }
}

/// <summary>Collections in the admin area.</summary>
public sealed class CollectionsPage(IPage tab) : AppPage(tab)
{
    public static async Task<CollectionsPage> OpenAsync(Visitor visitor) => new(await visitor.OpenAsync(Urls.AdminCollections));

    public ILocator Row(string path) => Tab.GetByRole(AriaRole.Row).Filter(new() { HasText = path });

    public async Task MakeRestrictedAsync(string path)
    {
        await Tab.GetByRole(AriaRole.Button, new() { Name = "New collection" }).First.ClickAsync();
        await Dialog.GetByLabel("Path").WaitForAsync();
        await DialogFocus.WaitAsync(Tab);
        await Dialog.GetByLabel("Path").FillAsync(path);
        await Dialog.GetByLabel("Their owners, people with a grant, admins and auditors").CheckAsync();
        await Button("Save").ClickAsync();
    }

    public async Task<GrantsPage> GrantsOfAsync(string path)
    {
        await Tab.GetByRole(AriaRole.Link, new() { Name = $"Grants on {path}", Exact = true }).ClickAsync();
        return new(Tab);
    }
}

/// <summary>Grants in the admin area, on one collection or on all.</summary>
public sealed class GrantsPage(IPage tab) : AppPage(tab)
{
    public ILocator Row(string holder) => Tab.GetByRole(AriaRole.Row).Filter(new() { HasText = holder });

    public async Task GiveTeamAsync(string on, string team, string right, string? stage = null)
    {
        await Button($"Give on {on}").ClickAsync();
        await Button("To a team instead").ClickAsync();
        await Dialog.GetByLabel("Team", new() { Exact = true }).FillAsync(team);
        await Dialog.GetByLabel("Team", new() { Exact = true }).BlurAsync();
        await Dialog.GetByRole(AriaRole.Radio, new() { NameRegex = new($"^{right} ") }).CheckAsync();
        if (stage is not null)
        {
            await Dialog.GetByRole(AriaRole.Checkbox, new() { Name = stage }).CheckAsync();
        }

        await Button("Give").ClickAsync();
    }
}
