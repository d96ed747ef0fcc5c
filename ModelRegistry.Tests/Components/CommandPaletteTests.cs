using System.Collections.Concurrent;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core.Common;
using ModelRegistry.Web.Components.Layout;

namespace ModelRegistry.Tests.Components;

public sealed class CommandPaletteTests : ComponentTest
{
    private static readonly PaletteEntry[] Commands = [new("Go to Models", "models", "Command"), new("Register a model", "register-model", "Command")];

    private const TaskCreationOptions Later = TaskCreationOptions.RunContinuationsAsynchronously;

    private readonly ConcurrentDictionary<string, Query> queries = [];

    private string Here => Services.GetRequiredService<NavigationManager>().ToBaseRelativePath(Services.GetRequiredService<NavigationManager>().Uri);

    [Fact]
    public void Commands_are_there_before_anything_is_typed()
    {
        Assert.Equal(["Go to Models", "Register a model"], Titles(Open()));
    }

    [Fact]
    public async Task Found_things_come_before_commands_that_match()
    {
        var palette = Open();

        await TypeAsync(palette, "model", new PaletteEntry("fraud-model", "models/fraud-model", "Model"));

        Assert.Equal(["fraud-model", "Go to Models", "Register a model"], Titles(palette));
    }

    [Fact]
    public async Task Arrow_keys_move_round_and_the_input_names_the_active_option()
    {
        var palette = Open();

        await palette.Find("input").KeyDownAsync("ArrowUp");

        Assert.Equal("Register a model", Active(palette));
        Assert.Equal(palette.Find("[aria-selected=true]").Id, palette.Find("input").GetAttribute("aria-activedescendant"));

        await palette.Find("input").KeyDownAsync("ArrowDown");

        Assert.Equal("Go to Models", Active(palette));
    }

    [Fact]
    public async Task Enter_goes_to_the_active_option()
    {
        var palette = Open();
        await palette.Find("input").KeyDownAsync("ArrowDown");

        await palette.Find("input").KeyDownAsync("Enter");

        Assert.Equal("register-model", Here);
    }

    [Fact]
    public async Task An_answer_to_what_was_typed_before_is_not_shown()
    {
        var palette = Open();
        var first = Type(palette, "fr");
        await For("fr").Asked.Task;

        await TypeAsync(palette, "fraud", new PaletteEntry("fraud", "models/fraud", "Model"));
        For("fr").Answer.SetResult([new("fridge", "models/fridge", "Model")]);
        await first;

        Assert.Equal(["fraud"], Titles(palette));
    }

    [Fact]
    public async Task Enter_right_after_typing_waits_for_the_answer()
    {
        var palette = Open();
        var typing = Type(palette, "fraud");
        var entering = palette.Find("input").KeyDownAsync("Enter");

        For("fraud").Answer.SetResult([new("fraud", "models/fraud", "Model")]);
        await typing;
        await entering;

        Assert.Equal("models/fraud", Here);
    }

    [Fact]
    public async Task A_search_that_is_refused_says_so_and_keeps_the_page()
    {
        var palette = Open();
        var typing = Type(palette, "fraud");

        For("fraud").Answer.SetException(RegistryException.Forbidden("no", "No."));
        await typing;

        Assert.Contains("Searching failed", palette.Find("[role=status]").TextContent, StringComparison.Ordinal);
    }

    private IRenderedComponent<CommandPalette> Open() => Render<CommandPalette>(p => p
        .Add(c => c.Commands, Commands)
        .Add(c => c.Pause, TimeSpan.Zero)
        .Add(c => c.Search, (text, _) =>
        {
            For(text).Asked.TrySetResult();
            return For(text).Answer.Task;
        }));

    private static Task Type(IRenderedComponent<CommandPalette> palette, string text) =>
        palette.Find("input").InputAsync(new ChangeEventArgs { Value = text });

    private async Task TypeAsync(IRenderedComponent<CommandPalette> palette, string text, params PaletteEntry[] found)
    {
        var typing = Type(palette, text);
        For(text).Answer.SetResult(found);
        await typing;
    }

    private Query For(string text) => queries.GetOrAdd(text, _ => new Query(new(Later), new(Later)));

    private static string[] Titles(IRenderedComponent<CommandPalette> palette) =>
        [.. palette.FindAll(".palette-title").Select(e => e.TextContent)];

    private static string Active(IRenderedComponent<CommandPalette> palette) =>
        palette.Find("[aria-selected=true] .palette-title").TextContent;

    private sealed record Query(TaskCompletionSource Asked, TaskCompletionSource<IReadOnlyList<PaletteEntry>> Answer);
}
