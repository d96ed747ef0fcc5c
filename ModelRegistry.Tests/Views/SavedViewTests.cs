using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Views;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Views;

/// <summary>Lists under a name: whose they are, who sees them, and which one a model opens with.</summary>
public sealed class SavedViewTests : IAsyncLifetime
{
    private TestRegistry _registry = null!;
    private Actor _owner = null!;
    private Actor _other = null!;
    private Actor _admin = null!;

    public async Task InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync();
        _owner = await _registry.PersonAsync("owner", Roles.DataScientist);
        _other = await _registry.PersonAsync("other", Roles.Viewer);
        _admin = await _registry.PersonAsync("admin", Roles.Admin);
        await _registry.AModelAsync(_owner);
    }

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    [Fact]
    public async Task A_view_comes_back_as_it_was_saved()
    {
        var saved = await SaveAsync(new NewView(" Best first ", "versions", "FRAUD", "?q=metrics.auc > 0.9&order=metrics.auc desc", Shared: true), _owner);

        var found = Assert.Single(await ListAsync(_other, "versions", "fraud"));
        Assert.Equal(saved with { Own = false, Removable = false }, found);
        Assert.Equal(("Best first", "versions", "fraud", "q=metrics.auc > 0.9&order=metrics.auc desc", true, false, "owner@example.test"),
            (found.Name, found.List, found.Model, found.Query, found.Shared, found.Default, found.By));
        Assert.Empty(await ListAsync(_owner, "models"));
    }

    [Fact]
    public async Task Ones_own_view_is_for_nobody_else_to_see_or_remove()
    {
        var own = await SaveAsync(new NewView("Mine", "models", Query: "q=mine"), _owner);

        Assert.Equal(own.Id, Assert.Single(await ListAsync(_owner)).Id);
        Assert.Empty(await ListAsync(_admin));
        await Refused.ByAsync("view_not_found", () => RemoveAsync(own.Id, _admin));
        await RemoveAsync(own.Id, _owner);
        Assert.Empty(await ListAsync(_owner));
    }

    [Fact]
    public async Task Under_a_name_in_use_it_takes_the_place_of_the_former_of_the_same_list_only()
    {
        await _registry.AModelAsync(_owner, "churn");
        await SaveAsync(new NewView("Best", "versions", "fraud", "q=one"), _owner);
        await SaveAsync(new NewView("BEST", "versions", "fraud", "q=two"), _owner);
        await SaveAsync(new NewView("Best", "versions", "churn", "q=three"), _owner);
        await SaveAsync(new NewView("Best", "models", Query: "q=four"), _owner);
        await SaveAsync(new NewView("Best", "models", Query: "q=five", Shared: true), _other);

        Assert.Equal(["q=two"], (await ListAsync(_owner, "versions", "fraud")).Select(view => view.Query));
        Assert.Equal(["q=five", "q=four", "q=three", "q=two"], (await ListAsync(_owner)).Select(view => view.Query).Order());
    }

    [Fact]
    public async Task A_shared_view_is_removed_by_its_owner_the_models_owner_and_admins()
    {
        var shared = await SaveAsync(new NewView("Theirs", "versions", "fraud", Shared: true), _other);
        var third = await _registry.PersonAsync("third", Roles.DataScientist);

        await Refused.ByAsync("role_missing", () => RemoveAsync(shared.Id, third));
        foreach (var (actor, removable) in new[] { (third, false), (_owner, true), (_other, true), (_admin, true) })
        {
            Assert.Equal(removable, Assert.Single(await ListAsync(actor)).Removable);
        }

        await RemoveAsync(shared.Id, _owner);
        var ofModels = await SaveAsync(new NewView("Theirs", "models", Shared: true), _other);
        await Refused.ByAsync("role_missing", () => RemoveAsync(ofModels.Id, _owner));
        await RemoveAsync(ofModels.Id, _admin);

        Assert.Empty(await ListAsync(_other));
    }

    [Fact]
    public async Task A_model_has_one_default_which_its_owner_or_an_admin_sets()
    {
        await SaveAsync(new NewView("First", "versions", "fraud", Shared: true, Default: true), _owner);
        await SaveAsync(new NewView("Second", "versions", "fraud", Shared: true, Default: true), _admin);

        Assert.Equal([("First", false), ("Second", true)], (await ListAsync(_other)).Select(view => (view.Name, view.Default)));
        await Refused.ByAsync("role_missing", () => SaveAsync(new NewView("Third", "versions", "fraud", Shared: true, Default: true), _other));
        await Refused.ByAsync("default_not_shared", () => SaveAsync(new NewView("First", "versions", "fraud", Default: true), _owner));
        await Refused.ByAsync("default_not_possible", () => SaveAsync(new NewView("All", "models", Shared: true, Default: true), _admin));
    }

    [Fact]
    public async Task Of_a_model_that_one_does_not_see_there_are_no_views()
    {
        await SaveAsync(new NewView("Shared", "versions", "fraud", Shared: true), _owner);
        var theirs = await SaveAsync(new NewView("Theirs", "versions", "fraud"), _other);
        await _registry.Get<ModelWorkflow>().EditAsync("fraud", new ModelEdit(Restricted: true), _owner, default);

        Assert.Empty(await ListAsync(_other));
        await Refused.ByAsync("model_not_found", () => ListAsync(_other, "versions", "fraud"));
        await Refused.ByAsync("model_not_found", () => SaveAsync(new NewView("New", "versions", "fraud"), _other));
        await Refused.ByAsync("view_not_found", () => RemoveAsync(theirs.Id, _other));
        await _registry.Get<ModelRetirement>().DeleteAsync("fraud", null, _owner, default);
        Assert.Empty(await ListAsync(_owner));
    }

    [Theory]
    [InlineData("", "models", null, null, "field_required")]
    [InlineData("A", "runs", null, null, "list_unknown")]
    [InlineData("A", "versions", null, null, "field_required")]
    [InlineData("A", "models", "fraud", null, "model_not_asked")]
    [InlineData("A\0", "models", null, null, "field_not_text")]
    [InlineData("A", "models", null, "q=\0", "field_not_text")]
    public Task What_is_wrong_is_said(string name, string list, string? model, string? query, string code) =>
        Refused.ByAsync(code, () => SaveAsync(new NewView(name, list, model, query), _owner));

    [Fact]
    public async Task Names_queries_and_how_many_are_bounded()
    {
        await Refused.ByAsync("field_too_long", () => SaveAsync(new NewView(new string('n', SavedView.NameMaxLength + 1), "models"), _owner));
        await Refused.ByAsync("field_too_long", () => SaveAsync(new NewView("A", "models", Query: new string('q', SavedView.QueryMaxLength + 1)), _owner));
        for (var i = 0; i < SavedView.MostOfOne; i++)
        {
            await SaveAsync(new NewView($"View {i:D3}", "models"), _owner);
        }

        await Refused.ByAsync("too_many_views", () => SaveAsync(new NewView("One more", "models"), _owner));
        await SaveAsync(new NewView("View 007", "models", Query: "q=anew"), _owner);
        var names = new List<string>();
        for (string? token = ""; token is not null;)
        {
            var page = await _registry.Get<ViewQueries>().ListAsync(null, null, 30, token, _owner, default);
            names.AddRange(page.Items.Select(view => view.Name));
            token = page.NextPageToken;
        }

        Assert.Equal(Enumerable.Range(0, SavedView.MostOfOne).Select(i => $"View {i:D3}"), names);
    }

    private Task<ViewOfList> SaveAsync(NewView view, Actor actor) => _registry.Get<ViewWorkflow>().SaveAsync(view, actor, default);

    private Task RemoveAsync(Guid id, Actor actor) => _registry.Get<ViewWorkflow>().RemoveAsync(id, actor, default);

    private async Task<IReadOnlyList<ViewOfList>> ListAsync(Actor actor, string? list = null, string? model = null) =>
        (await _registry.Get<ViewQueries>().ListAsync(list, model, null, null, actor, default)).Items;
}
