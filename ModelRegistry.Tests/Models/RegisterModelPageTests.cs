using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Collections;
using ModelRegistry.Core.Grants;
using ModelRegistry.Tests.Components;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using ModelRegistry.Web.Components.Pages.Models;

namespace ModelRegistry.Tests.Models;

public sealed class RegisterModelPageTests : PageTest
{
    [Fact]
    public async Task Whoever_restricts_a_model_reads_who_would_see_it_now()
    {
        await Registry.PersonAsync("admin", Roles.Admin);
        await Registry.PersonAsync("auditor", Roles.Auditor);
        await Registry.PersonAsync("reviewer", Roles.Reviewer);
        var page = await OpenAsync<RegisterModel>(Scientist, Urls.RegisterModel);
        Assert.Empty(page.FindAll(".restricted-to"));

        page.Find("input[type=checkbox]").Change(true);

        Says(page, "Now seen by scientist@example.test, admin@example.test, auditor@example.test. Nobody else finds it");
    }

    [Fact]
    public async Task Whoever_holds_a_grant_on_the_collection_is_among_them_and_who_has_no_role_is_not()
    {
        var admin = await Registry.PersonAsync("admin", Roles.Admin);
        var (reader, elsewhere, idle) = (await Registry.PersonAsync("reader", Roles.Viewer), await Registry.PersonAsync("other", Roles.Viewer),
            await Registry.PersonAsync("idle"));
        foreach (var path in new[] { "risk", "risk/emea", "ops" })
        {
            await Registry.Get<CollectionWorkflow>().CreateAsync(new NewCollection(path), admin, default);
        }

        foreach (var (person, path) in new[] { (reader, "risk"), (idle, "risk"), (elsewhere, "ops") })
        {
            await Registry.Get<GrantWorkflow>().GiveAsync(new NewGrant(new(person.Name), new(path), GrantRight.Read), admin, default);
        }

        var page = await OpenAsync<RegisterModel>(Scientist, Urls.RegisterModel);

        Field(page, "Collection").Change("risk/emea");
        page.Find("input[type=checkbox]").Change(true);

        Says(page, "Now seen by scientist@example.test, admin@example.test, reader@example.test. Nobody else finds it");
    }

    [Fact]
    public async Task A_collection_that_is_not_there_is_said_at_its_field_and_nothing_typed_is_lost()
    {
        var page = await OpenAsync<RegisterModel>(Scientist, Urls.RegisterModel);

        await page.Find("form input").InputAsync("fraud");
        Field(page, "Collection").Change("risk");
        await page.Find("form").SubmitAsync();

        Says(page, "There is no collection 'risk' here");
        Assert.Empty(page.FindAll(".notice.bad"));
        Assert.Equal("risk", Field(page, "Collection").GetAttribute("value"));
    }

    [Fact]
    public async Task The_rule_for_names_speaks_while_one_types()
    {
        var page = await OpenAsync<RegisterModel>(Scientist, Urls.RegisterModel);

        await page.Find("form input").InputAsync("a/b");

        Says(page, "The name holds '/', which is not allowed.");
    }

    [Fact]
    public async Task The_owner_is_oneself_unless_another_is_named_and_the_new_model_opens()
    {
        var page = await OpenAsync<RegisterModel>(Scientist, Urls.RegisterModel);
        page.WaitForAssertion(() => Assert.Equal(Scientist.Name, page.Find("input[type=email]").GetAttribute("value")));

        await page.Find("form input").InputAsync("fraud");
        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.EndsWith(Urls.Model("fraud"), Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
        Assert.Equal(Scientist.Name, (await Registry.Get<ModelQueries>().GetAsync("fraud", Scientist, default)).Owner);
    }

    [Fact]
    public async Task A_taken_name_is_said_at_its_field()
    {
        await Registry.AModelAsync(Scientist, "fraud");
        var page = await OpenAsync<RegisterModel>(Scientist, Urls.RegisterModel);

        await page.Find("form input").InputAsync("FRAUD");
        await page.Find("form").SubmitAsync();

        Says(page, "The name 'FRAUD' is taken");
        Assert.Empty(page.FindAll(".notice.bad"));
    }

    [Fact]
    public async Task Whoever_may_not_register_reads_who_may()
    {
        var viewer = await Registry.PersonAsync("viewer", Roles.Viewer);

        var page = await OpenAsync<RegisterModel>(viewer, Urls.RegisterModel);

        Says(page, "people with the DataScientist role");
        Assert.True(page.Find("button[type=submit]").HasAttribute("disabled"));
    }
}
