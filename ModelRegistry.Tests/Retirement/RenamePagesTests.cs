using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Tests.Components;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using ModelRegistry.Web.Components.Pages.Models;

namespace ModelRegistry.Tests.Retirement;

/// <summary>Renaming in the browser: the dialog of a model's settings, and what a page does that was asked for by a former name.</summary>
public sealed class RenamePagesTests : PageTest
{
    private string Address => Services.GetRequiredService<NavigationManager>().Uri;

    [Fact]
    public async Task A_model_is_renamed_in_its_settings_and_the_page_goes_on_under_the_new_name()
    {
        await Registry.AModelAsync(Scientist, "fraud");
        await OpenDialogAsync(Scientist);

        await Dialogs.WaitForElement("input").InputAsync("card fraud");
        await Button("Rename").ClickAsync();

        Dialogs.WaitForAssertion(() => Assert.EndsWith("/models/card%20fraud?tab=settings", Address, StringComparison.Ordinal));
        Assert.Equal("card fraud", (await Registry.Get<ModelQueries>().GetAsync("card fraud", Scientist, default)).Name);
    }

    [Fact]
    public async Task A_refusal_stands_beside_its_field_and_nothing_typed_is_lost()
    {
        await Registry.AModelAsync(Scientist, "fraud");
        await Registry.AModelAsync(Scientist, "other");
        await OpenDialogAsync(Scientist);

        await Dialogs.WaitForElement("input").InputAsync("Other");
        await Button("Rename").ClickAsync();

        Dialogs.WaitForAssertion(() => Assert.Contains("The name 'Other' is taken", Dialogs.Find(".mud-input-error").TextContent, StringComparison.Ordinal));
        Assert.Equal("Other", Dialogs.Find("input").GetAttribute("value"));
        Assert.EndsWith("tab=settings", Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_model_in_use_the_dialog_says_what_keeps_it_and_who_can_rename_it()
    {
        await AModelInUseAsync();
        await OpenDialogAsync(Scientist);

        Dialogs.WaitForAssertion(() => Assert.Contains("Only an admin can rename it now, with a reason.", Dialogs.Markup, StringComparison.Ordinal));
        Assert.Empty(Dialogs.FindAll("input"));
        Assert.DoesNotContain(Dialogs.FindAll("button"), button => button.TextContent == "Rename");
        await Button("Close").ClickAsync();
        Dialogs.WaitForAssertion(() => Assert.DoesNotContain("Rename fraud?", Dialogs.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_admin_renames_a_model_in_use_with_a_reason()
    {
        await AModelInUseAsync();
        await OpenDialogAsync(await Registry.PersonAsync("admin", Roles.Admin));
        await Dialogs.WaitForElement("input").InputAsync("card fraud");
        await Button("Rename").ClickAsync();
        Dialogs.WaitForAssertion(() => Assert.Contains("reason", Dialogs.Find(".mud-input-error").TextContent, StringComparison.OrdinalIgnoreCase));
        await Dialogs.Find("textarea").ChangeAsync("It flags cards only.");
        await Button("Rename").ClickAsync();

        Dialogs.WaitForAssertion(() => Assert.EndsWith("/models/card%20fraud?tab=settings", Address, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_may_not_rename_reads_who_may()
    {
        await Registry.AModelAsync(Scientist, "fraud");

        var page = await ShowAsync(await Registry.PersonAsync("reader", Roles.Viewer));

        page.WaitForAssertion(() =>
            Assert.Contains("the model's owner", page.Find("[aria-label='Rename this model'] .why").TextContent, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("models/fraud?tab=settings&metric=loss", "models/card-fraud?tab=settings&metric=loss")]
    [InlineData("models/FRAUD", "models/card-fraud")]
    public async Task A_page_under_the_former_name_goes_on_under_the_present_one_with_the_rest_of_its_address(string former, string present)
    {
        await Registry.AModelAsync(Scientist, "fraud");
        await RenameAsync();

        await ShowAsync(Scientist, former);

        Dialogs.WaitForAssertion(() => Assert.EndsWith($"/{present}", Address, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_open_page_follows_somebody_elses_rename()
    {
        await Registry.AModelAsync(Scientist, "fraud");
        var page = await ShowAsync(Scientist);
        page.WaitForAssertion(() => Assert.Contains("Rename this model", page.Markup, StringComparison.Ordinal));

        await RenameAsync();

        page.WaitForAssertion(() => Assert.EndsWith("/models/card-fraud?tab=settings", Address, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("models/a%20b/versions/3?x=1#files", "models/c%2Fd/versions/3?x=1#files")]
    [InlineData("models/c%2Fd/versions/3", null)]
    [InlineData("activity?model=a", null)]
    [InlineData("models", null)]
    public void Only_the_model_of_an_address_changes(string address, string? renamed) => Assert.Equal(renamed, Urls.Renamed(address, "c/d"));

    private async Task AModelInUseAsync()
    {
        await Registry.AModelAsync(Scientist, "fraud");
        await Registry.ASealedVersionAsync(Scientist, "fraud");
        await Registry.Get<PromotionWorkflow>().OpenAsync("fraud", "staging", new NewRequest(1), Scientist, default);
    }

    private Task RenameAsync() => Registry.Get<ModelRenames>().RenameAsync("fraud", "card-fraud", null, Scientist, default);

    private AngleSharp.Dom.IElement Button(string text) => Dialogs.FindAll("button").Single(button => button.TextContent == text);

    private async Task OpenDialogAsync(Actor actor)
    {
        var page = await ShowAsync(actor);
        page.WaitForAssertion(() => Assert.Contains(page.FindAll("button"), button => button.TextContent == "Rename…"));
        page.FindAll("button").Single(button => button.TextContent == "Rename…").Click();
        Dialogs.WaitForAssertion(() => Assert.Contains("Rename fraud?", Dialogs.Markup, StringComparison.Ordinal));
    }

    private Task<IRenderedComponent<ModelPage>> ShowAsync(Actor actor, string address = "models/fraud?tab=settings") =>
        OpenAsync<ModelPage>(actor, address, page => page.Add(p => p.Name, Uri.UnescapeDataString(address.Split('?', '/')[1])));
}
