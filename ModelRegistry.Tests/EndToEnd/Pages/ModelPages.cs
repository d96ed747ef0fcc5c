using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using static Microsoft.Playwright.Assertions;

namespace ModelRegistry.Tests.EndToEnd.Pages;

public sealed class ModelsListPage(IPage tab) : AppPage(tab)
{
    public ILocator Rows => Tab.Locator("[data-list] tbody tr");

    public ILocator News => Tab.Locator(".news");

    public static async Task<ModelsListPage> OpenAsync(Visitor visitor, string query = "") => new(await visitor.OpenAsync($"{Urls.Models}{query}"));

    public ILocator Box => Tab.GetByRole(AriaRole.Combobox, new() { Name = "Search", Exact = true });

    public Task SearchAsync(string text) => Box.FillAsync(text);

    public async Task<OneModelPage> RegisterAsync(string name)
    {
        await Tab.GetByRole(AriaRole.Link, new() { Name = "Register a model" }).First.ClickAsync();
        await Tab.GetByRole(AriaRole.Textbox, new() { Name = "Name" }).FillAsync(name);
        await Button("Register").ClickAsync();
        return new OneModelPage(Tab);
    }
}

public sealed class OneModelPage(IPage tab) : AppPage(tab)
{
    public ILocator Versions => Tab.Locator("[data-list] tbody tr");

    public ILocator Answer => Tab.Locator(".answer");

    public ILocator News => Tab.Locator(".news");

    public ILocator Box => Tab.GetByRole(AriaRole.Combobox, new() { Name = "Search versions", Exact = true });

    public ILocator Suggestions => Tab.Locator("#completions [role=option]");

    public ILocator Numbers => Tab.Locator("[data-list] tbody .row-link");

    public ILocator Heads => Tab.Locator("[data-list] thead th");

    /// <summary>What scrolls, where the list is long.</summary>
    public ILocator List => Tab.Locator(".table-scroll.long");

    public ILocator Chooser => Tab.Locator(".chooser > summary").GetByText("Columns", new() { Exact = true });

    public ILocator Waiting => Tab.Locator("[data-list] tr.waiting");

    public static async Task<OneModelPage> OpenAsync(Visitor visitor, string name, string query = "") =>
        new(await visitor.OpenAsync($"{Urls.Model(name)}{query}"));

    /// <summary>The points of the chart, by version.</summary>
    public ILocator Points => Tab.Locator(".plot[aria-label='accuracy over versions'] [data-drawn=yes] .points path");

    public async Task<ComparisonPage> CompareAsync(params int[] versions)
    {
        foreach (var version in versions)
        {
            await Tab.GetByLabel($"Select v{version}", new() { Exact = true }).CheckAsync();
        }

        await Tab.GetByRole(AriaRole.Link, new() { Name = $"Compare {versions.Length} versions" }).ClickAsync();
        return new ComparisonPage(Tab);
    }

    /// <summary>Goes down so many suggestions and takes the one there.</summary>
    public async Task ChooseAsync(int down, string key)
    {
        for (var i = 0; i < down; i++)
        {
            await Tab.Keyboard.PressAsync("ArrowDown");
        }

        await Expect(Suggestions.Nth(down - 1)).ToHaveAttributeAsync("aria-selected", "true");
        await Tab.Keyboard.PressAsync(key);
    }

    public async Task NarrowAsync(string value)
    {
        await Tab.GetByText("Narrow down").ClickAsync();
        await Tab.Locator(".facet-body a").Filter(new() { HasText = value }).ClickAsync();
    }

    public async Task AddColumnAsync(string field)
    {
        await Chooser.ClickAsync();
        await Tab.GetByRole(AriaRole.Button, new() { Name = $"+ {field}" }).ClickAsync();
        await Chooser.ClickAsync();
    }

    public Task SortByAsync(string head) => Heads.Filter(new() { HasText = head }).GetByRole(AriaRole.Link).ClickAsync();

    /// <summary>Sets the chart against another metric: two clicks.</summary>
    public async Task SetAgainstAsync(string metric)
    {
        await Tab.GetByLabel("Against", new() { Exact = true }).ClickAsync();
        await Tab.GetByRole(AriaRole.Option, new() { Name = metric, Exact = true }).ClickAsync();
    }

    public async Task RenameAsync(string name)
    {
        await Tab.GetByRole(AriaRole.Button, new() { Name = "Rename…" }).ClickAsync();
        await Tab.GetByLabel("New name").FillAsync(name);
        await Tab.GetByRole(AriaRole.Button, new() { Name = "Rename", Exact = true }).ClickAsync();
    }

    public async Task<UploadPage> UploadAsync()
    {
        await Tab.GetByRole(AriaRole.Link, new() { Name = "Upload a version" }).First.ClickAsync();
        await Expect(Heading).ToContainTextAsync("Upload a version");
        return new UploadPage(Tab);
    }
}

public sealed class ComparisonPage(IPage tab) : AppPage(tab)
{
    public ILocator Verdicts => Tab.Locator(".verdict");

    public ILocator Columns => Tab.Locator("thead .row-link");

    /// <summary>Narrows an axis of the parameters from above, in thousandths of it.</summary>
    public Task BrushUpToAsync(string axis, string thousandths) =>
        Tab.GetByRole(AriaRole.Group, new() { Name = axis, Exact = true }).GetByLabel("to", new() { Exact = true }).FillAsync(thousandths);

    public Task MakeFirstOtherTheBaseAsync() => Tab.GetByRole(AriaRole.Link, new() { Name = "Make it the base" }).First.ClickAsync();
}

public sealed class UploadPage(IPage tab) : AppPage(tab)
{
    public ILocator Files => Tab.GetByRole(AriaRole.List, new() { Name = "Files to upload" }).GetByRole(AriaRole.Listitem);

    public ILocator File(string path) => Files.Filter(new() { HasText = path });

    public static async Task<UploadPage> OpenAsync(Visitor visitor, string model) => new(await visitor.OpenAsync(Urls.UploadVersion(model)));

    public async Task ChooseAsync(params (string Name, byte[] Content)[] files)
    {
        var field = await ReadyAsync(Tab.Locator("input[type=file][multiple]"));
        await field.SetInputFilesAsync(
            files.Select(file => new FilePayload { Name = file.Name, MimeType = "application/octet-stream", Buffer = file.Content }));
        await Expect(File(files[^1].Name)).ToBeVisibleAsync();
    }

    public async Task ChooseAsync(string file)
    {
        await (await ReadyAsync(Tab.Locator("input[type=file][multiple]"))).SetInputFilesAsync(file);
        await Expect(File(Path.GetFileName(file))).ToBeVisibleAsync();
    }

    public async Task ChooseFolderAsync(string folder) => await (await ReadyAsync(Tab.GetByLabel("A folder"))).SetInputFilesAsync(folder);

    // Playwright sets files also on a disabled field, where nobody listens yet.
    private static async Task<ILocator> ReadyAsync(ILocator field)
    {
        await Expect(field).ToBeEnabledAsync();
        return field;
    }

    public ILocator ToSeal => Tab.GetByRole(AriaRole.Region, new() { Name = "Seal" });

    public Task SendAsync() => Tab.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Upload [0-9]+ files?$") }).ClickAsync();

    public Task DecideAsync(string path, string which) =>
        File(path).GetByRole(AriaRole.Button, new() { NameRegex = new Regex($"^The {which}: ") }).ClickAsync();

    public Task TryAgainAsync(string path) => File(path).GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();

    public Task LeaveOutAsync(string path) => File(path).GetByRole(AriaRole.Button, new() { Name = "Leave out" }).ClickAsync();

    public Task SealAsync() => Button("Seal").ClickAsync();
}
