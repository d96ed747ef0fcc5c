using AngleSharp.Dom;
using Bunit;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Components;
using ModelRegistry.Tests.Slots;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using ModelRegistry.Web.Components.Pages.Models;

namespace ModelRegistry.Tests.Rollbacks;

/// <summary>The dialog of a slot card, over a model whose versions went through production one after the other.</summary>
public abstract class RollbackDialogTest : PageTest
{
    protected const string Reason = "Error rate rose since noon";

    protected IRenderedComponent<ModelPage> Page { get; set; } = null!;

    /// <summary>The cards of a model whose versions went through production one after the other; the last is in staging too.</summary>
    protected async Task OpenAsync(Actor viewer, int versions, MoveKind first = MoveKind.Promotion)
    {
        await Registry.AModelAsync(Scientist);
        await Registry.PolicyAsync("fraud", Stage.Production, new PolicyContent());
        for (var number = 1; number <= versions; number++)
        {
            await Registry.ASealedVersionAsync(Scientist, content: $"weights {number}");
            await PutAsync(number, number == 1 ? first : MoveKind.Promotion);
        }

        await Registry.PutAsync(Scientist, "fraud", Stage.Staging, versions);
        Page = await OpenAsync<ModelPage>(viewer, Urls.Model("fraud"), page => page.Add(p => p.Name, "fraud"));
    }

    protected Task<Actor> OperatorAsync() => Registry.PersonAsync("on.call", Roles.Operator);

    protected async Task PutAsync(int version, MoveKind via = MoveKind.Promotion)
    {
        Registry.Clock.Advance(TimeSpan.FromMinutes(1));
        await Registry.PutAsync(Actor.System, "fraud", Stage.Production, version, via);
    }

    protected async Task DamageAsync(int version)
    {
        var file = (await Registry.Get<VersionArtifacts>().ListAsync("fraud", version.Text(), Scientist, default))[0];
        await File.WriteAllTextAsync(Path.Combine(Registry.Settings.ArtifactDirectory, "sha256", file.Sha256[..2], file.Sha256[2..4], file.Sha256),
            new string('x', (int)file.Size));
    }

    protected async Task<int?> OccupantAsync() =>
        (await Registry.Get<SlotQueries>().ListAsync("fraud", null, Scientist, default)).Single(slot => slot.Slot == Stage.Production).Version;

    // Found and used in one turn of the renderer: the checks draw the dialog anew while they tick.
    protected Task TypeAsync(string reason) => Dialogs.InvokeAsync(() => Dialogs.Find("textarea").InputAsync(reason));

    protected Task PressAsync(string text)
    {
        DialogButton(text);
        return Dialogs.InvokeAsync(() => Dialogs.FindAll("button").Single(button => button.TextContent.Trim() == text).ClickAsync());
    }

    protected Task ChooseAsync(int place) => Dialogs.InvokeAsync(() => Dialogs.FindAll("input[type=radio]")[place].ClickAsync());

    protected string Text() => string.Join(' ', string.Join(' ', Dialogs.Nodes.Select(node => node.TextContent))
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    protected void Says(params string[] texts) =>
        Dialogs.WaitForAssertion(() => Assert.All(texts, text => Assert.Contains(text, Text(), StringComparison.Ordinal)), TimeSpan.FromSeconds(20));

    protected IElement CardButton(string text)
    {
        IEnumerable<IElement> Found() => Page.FindAll(".slot-card[aria-label=production] button").Where(button => button.TextContent.Trim() == text);
        Page.WaitForAssertion(() => Assert.Single(Found()), TimeSpan.FromSeconds(20));
        return Found().Single();
    }

    protected IElement DialogButton(string text)
    {
        IEnumerable<IElement> Found() => Dialogs.FindAll("button").Where(button => button.TextContent.Trim() == text);
        Dialogs.WaitForAssertion(() => Assert.Single(Found()), TimeSpan.FromSeconds(20));
        return Found().Single();
    }
}
