using Bunit;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Collections;
using ModelRegistry.Core.Models;
using ModelRegistry.Tests.Components;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using ModelRegistry.Web.Components.Pages.Collections;
using ModelRegistry.Web.Components.Pages.Models;

namespace ModelRegistry.Tests.Collections;

/// <summary>Collections in the admin area, and where a model says that it lies in one.</summary>
public sealed class CollectionsPageTests : PageTest
{
    [Fact]
    public async Task The_list_says_where_restriction_and_owner_come_from()
    {
        var admin = await AdminAsync();
        var collections = Registry.Get<CollectionWorkflow>();
        await collections.CreateAsync(new NewCollection("risk", Restricted: true, Owner: Scientist.Name), admin, default);
        await collections.CreateAsync(new NewCollection("risk/emea"), admin, default);
        await collections.CreateAsync(new NewCollection("risk/emea/open", Restricted: false), admin, default);

        var page = await OpenAsync<CollectionsPage>(admin, Urls.AdminCollections);

        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll("tbody tr").Count));
        var rows = page.FindAll("tbody tr").Select(row => string.Join(' ', row.TextContent.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)));
        Assert.Collection(rows,
            row => Assert.StartsWith("risk ●restricted scientist@example.test 0", row, StringComparison.Ordinal),
            row => Assert.StartsWith("risk/emea ●restrictedby risk that of risk 0", row, StringComparison.Ordinal),
            row => Assert.StartsWith("risk/emea/open everybody that of risk 0", row, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_is_made_restricted_with_what_is_missing_above_it()
    {
        var admin = await AdminAsync();
        var page = await OpenAsync<CollectionsPage>(admin, Urls.AdminCollections);
        await page.FindAll("button").First(button => button.TextContent.Trim() == "New collection").ClickAsync();

        await Dialogs.WaitForElement("input").InputAsync("risk/emea");
        await Dialogs.FindAll("input[type=radio]")[^1].ClickAsync();
        await Button(Dialogs, "Save").ClickAsync();

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count));
        Assert.True((await Registry.Get<CollectionQueries>().GetAsync("risk/emea", admin, default)).Closed);
        Assert.False((await Registry.Get<CollectionQueries>().GetAsync("risk", admin, default)).Closed);
    }

    [Theory]
    [InlineData("a/b/c/d/e/f", "Path")]
    [InlineData("risk", "Path")]
    public async Task What_is_no_path_or_taken_is_said_at_its_field_and_nothing_typed_is_lost(string path, string field)
    {
        var admin = await AdminAsync();
        await Registry.Get<CollectionWorkflow>().CreateAsync(new NewCollection("risk"), admin, default);
        var page = await OpenAsync<CollectionsPage>(admin, Urls.AdminCollections);
        await page.FindAll("button").First(button => button.TextContent.Trim() == "New collection").ClickAsync();

        await Dialogs.WaitForElement("input").InputAsync(path);
        await Field(Dialogs, "Description (optional)").InputAsync("what banks ask for");
        await Button(Dialogs, "Save").ClickAsync();

        Dialogs.WaitForAssertion(() => Assert.NotNull(Field(Dialogs, field).Closest(".mud-input-control")!.QuerySelector(".mud-input-error")));
        Assert.Equal(path, Field(Dialogs, "Path").GetAttribute("value"));
        Assert.Contains("what banks ask for", Dialogs.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_holds_models_stays_and_the_page_says_what_to_do()
    {
        var admin = await AdminAsync();
        await Registry.Get<CollectionWorkflow>().CreateAsync(new NewCollection("risk"), admin, default);
        await Registry.Get<ModelWorkflow>().CreateAsync(new NewModel("fraud", Collection: "risk"), Scientist, default);
        var page = await OpenAsync<CollectionsPage>(admin, Urls.AdminCollections);

        page.WaitForElement("[aria-label='Delete risk']").Click();
        Dialogs.WaitForAssertion(() => Assert.Contains("Only an empty one is deleted.", Dialogs.Markup, StringComparison.Ordinal));
        await Button(Dialogs, "Delete").ClickAsync();

        page.WaitForAssertion(() => Assert.Contains("Move them first", Message, StringComparison.Ordinal));
        Assert.Equal(1, (await Registry.Get<CollectionQueries>().GetAsync("risk", admin, default)).Models);
    }

    [Fact]
    public async Task A_model_in_a_restricted_collection_says_so_at_its_head()
    {
        var admin = await AdminAsync();
        await Registry.Get<CollectionWorkflow>().CreateAsync(new NewCollection("risk", Restricted: true), admin, default);
        await Registry.AModelAsync(Scientist, "fraud");
        await Registry.Get<ModelWorkflow>().EditAsync("fraud", new ModelEdit(Collection: "risk"), admin, default);

        var page = await OpenAsync<ModelPage>(admin, Urls.Model("fraud"), route => route.Add(p => p.Name, "fraud"));

        Says(page, "restricted");
        Says(page, "In risk");
    }

    [Fact]
    public async Task A_move_is_made_after_one_read_who_gains_and_who_loses_and_not_before()
    {
        var admin = await AdminAsync();
        var viewer = await Registry.PersonAsync("viewer", Roles.Viewer);
        await Registry.Get<CollectionWorkflow>().CreateAsync(new NewCollection("risk", Restricted: true), admin, default);
        await Registry.AModelAsync(Scientist, "fraud");
        var page = await OpenAsync<ModelPage>(admin, Urls.Model("fraud", "settings"), route => route.Add(p => p.Name, "fraud"));
        page.WaitForAssertion(() => Assert.Contains(page.FindAll("label"), label => label.TextContent == "Collection"));

        Field(page, "Collection").Change("risk");
        var saving = page.Find("form").SubmitAsync();
        Dialogs.WaitForAssertion(() => Assert.Contains($"{viewer.Name} will not see it any more.", Dialogs.Markup, StringComparison.Ordinal));
        Assert.Equal("/", (await Registry.Get<ModelQueries>().GetAsync("fraud", admin, default)).Collection);
        await Button(Dialogs, "Move").ClickAsync();
        await saving;

        Assert.Equal("risk", (await Registry.Get<ModelQueries>().GetAsync("fraud", admin, default)).Collection);
    }

    [Fact]
    public async Task Where_nothing_is_the_dialog_says_so_at_its_field_and_moves_nothing()
    {
        var admin = await AdminAsync();
        await Registry.AModelAsync(Scientist, "fraud");
        var page = await OpenAsync<ModelPage>(admin, Urls.Model("fraud", "settings"), route => route.Add(p => p.Name, "fraud"));
        page.WaitForAssertion(() => Assert.Contains(page.FindAll("label"), label => label.TextContent == "Collection"));

        Field(page, "Collection").Change("nowhere");
        _ = page.Find("form").SubmitAsync();

        Dialogs.WaitForAssertion(() => Assert.Contains("There is no collection 'nowhere' here", Dialogs.Find(".mud-input-error").TextContent,
            StringComparison.Ordinal));
        Assert.True(Button(Dialogs, "Move").HasAttribute("disabled"));
    }

    private string Message => string.Concat(Services.GetService<MudBlazor.ISnackbar>() is { } shown
        ? shown.ShownSnackbars.Select(one => one.Message) : []);

    private Task<Actor> AdminAsync() => Registry.PersonAsync("admin", Roles.Admin);
}
