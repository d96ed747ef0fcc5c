using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Data;
using ModelRegistry.Tests.Durability;
using ModelRegistry.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ModelRegistry.Tests.EndToEnd;

/// <summary>
/// Breaks of the connection on every form and dialog: what is on screen afterwards is what is saved, or the page says before that it has to be
/// entered again. All of them are open at once, each in a tab, so that one break is enough for all.
/// </summary>
[Trait(Speed.Trait, Speed.Slow)]
public sealed partial class EveryFormTests
{
    public enum Break
    {
        Short,
        Long,
        Restart,
    }

    [Theory]
    [InlineData(Break.Short, false)]
    [InlineData(Break.Short, true)]
    [InlineData(Break.Long, false)]
    [InlineData(Break.Long, true)]
    [InlineData(Break.Restart, false)]
    [InlineData(Break.Restart, true)]
    public async Task What_is_on_screen_after_a_break_is_what_is_saved(Break kind, bool dialogs)
    {
        var own = await (kind == Break.Long ? BrowserFixture.StartAsync(("Pages:KeptSeconds", Soak.IsOn ? "180" : "1")) : BrowserFixture.StartAsync());
        try
        {
            var making = new FormsUnderTest(own);
            var forms = await (dialogs ? making.DialogsAsync() : making.PagesAsync());
            await own.VisitAsync($"{nameof(EveryFormTests)}-{kind}-{dialogs}", visitor => BreakAsync(own, visitor, kind, forms), making.Everybody);
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Fact]
    public void Every_component_with_a_field_has_an_entry()
    {
        var folder = Path.Combine(Repository.Root, "ModelRegistry.Web", "Components");
        var withFields = Directory.EnumerateFiles(folder, "*.razor", SearchOption.AllDirectories).Where(file => Fields().IsMatch(File.ReadAllText(file)))
            .Select(file => Path.GetFileNameWithoutExtension(file)).ToHashSet();
        var known = KnownComponents().Concat(FormsUnderTest.Others.Keys).ToHashSet();

        Assert.Empty(withFields.Except(known));
        Assert.Empty(known.Except(withFields)); // nothing that is not there any more
    }

    private static async Task BreakAsync(BrowserFixture own, Visitor visitor, Break kind, IReadOnlyList<FormUnderTest> forms)
    {
        visitor.Expect("WebSocket|Failed to start|connection|net::ERR|Failed to complete negotiation|Failed to reconnect|circuit|Error:");
        await using var line = await Line.OfAsync(visitor.Context);
        var pages = new List<IPage>();
        foreach (var form in forms)
        {
            pages.Add(await form.ShowAsync(await visitor.OpenAsync(form.Address)));
        }

        if (kind == Break.Short)
        {
            line.Lose();
        }

        for (var i = 0; i < forms.Count; i++)
        {
            await forms[i].TypeAsync(pages[i]);
        }

        await BreakAsync(own, line, kind, pages);
        for (var i = 0; i < forms.Count; i++)
        {
            await AfterAsync(own, forms[i], pages[i], kind);
        }
    }

    private static async Task BreakAsync(BrowserFixture own, Line line, Break kind, IReadOnlyList<IPage> pages)
    {
        if (kind == Break.Restart)
        {
            await own.RestartAsync();
        }
        else
        {
            var closed = own.App.ClosedCircuits;
            await line.CutAsync();
            foreach (var page in pages)
            {
                await Expect(Broken(page)).ToBeVisibleAsync();
            }

            if (kind == Break.Long && !Soak.IsOn)
            {
                await Until.HoldsAsync(() => own.App.ClosedCircuits >= closed + pages.Count, "the server gave all circuits up");
            }

            await Task.Delay(Away(kind));
            line.Restore();
        }

        foreach (var page in pages)
        {
            await Expect(Broken(page)).ToBeHiddenAsync(new() { Timeout = 40_000 });
            await Visitor.LiveAsync(page);
        }
    }

    /// <summary>It is on the page, or it is said, and there again as soon as its place is; and then it is what is saved.</summary>
    private static async Task AfterAsync(BrowserFixture own, FormUnderTest form, IPage page, Break kind)
    {
        try
        {
            if (kind != Break.Short && form.Open is not null)
            {
                await Expect(page.Locator("#kept")).ToContainTextAsync(form.Ticks ? "ticked" : form.Text);
                await form.ShowAsync(page);
            }

            await form.IsThereAsync(page);
            await Expect(page.Locator("#kept")).ToBeHiddenAsync();
            await form.Save(page);
            await RecordedAsync(own, form.Recorded ?? form.Text);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{form.Of[0]} at {form.Address}: {e.Message}", e);
        }
    }

    private static Task RecordedAsync(BrowserFixture own, string text) => Until.HoldsAsync(() => own.App.Get<RegistryStore>().ReadAsync(Actor.System,
        async db => await db.AuditEvents.AnyAsync(entry => entry.Body.Contains(text)) || await db.SavedViews.AnyAsync(view => view.Name == text), default),
        $"the audit trail says '{text}'");

    /// <summary>On demand as long as people are away: seconds, and minutes that are more than the circuit is kept. Otherwise no longer than it takes.</summary>
    private static TimeSpan Away(Break kind) => !Soak.IsOn ? TimeSpan.Zero : kind == Break.Long ? TimeSpan.FromMinutes(4) : TimeSpan.FromSeconds(20);

    private static ILocator Broken(IPage page) => page.GetByText("The connection to the server is interrupted");

    private static IEnumerable<string> KnownComponents() =>
        EntryNames().Matches(File.ReadAllText(Path.Combine(Repository.Root, "ModelRegistry.Tests", "EndToEnd", "FormsUnderTest.cs")))
            .SelectMany(match => Quoted().Matches(match.Groups[1].Value)).Select(match => match.Groups[1].Value);

    [GeneratedRegex("<(form|EditForm|MudForm|MudDialog|MudTextField|MudNumericField|MudSelect|MudCheckBox|MudSwitch|MudRadioGroup|MudAutocomplete|"
        + "MudDatePicker|input|textarea|select|InputText)\\b")]
    private static partial Regex Fields();

    [GeneratedRegex("Of = \\[([^]]*)\\]")]
    private static partial Regex EntryNames();

    [GeneratedRegex("\"([A-Za-z]+)\"")]
    private static partial Regex Quoted();
}
