using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Collections;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Grants;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Tests.Grants;
using ModelRegistry.Tests.Promotions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Collections;

/// <summary>Where models live, and that restriction, owner and grants come down: the nearest wins.</summary>
public sealed class CollectionTests(PromotionScene scene) : IClassFixture<PromotionScene>
{
    [Fact]
    public async Task What_is_missing_above_a_collection_is_made_with_it()
    {
        var top = scene.NewName("risk");

        var made = await MakeAsync($"{top}/emea/cards");

        Assert.Equal($"{top}/emea/cards", made.Path);
        Assert.Equal([top, $"{top}/emea", $"{top}/emea/cards"],
            (await scene.Get<CollectionQueries>().ListAsync(top, null, null, scene.Viewer, default)).Items.Select(found => found.Path));
        await Refused.ByAsync("collection_taken", () => MakeAsync($"{top.ToUpperInvariant()}/emea"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a//b")]
    [InlineData("a/b/c/d/e/f")]
    [InlineData("a/..")]
    [InlineData("a/b\\c")]
    public async Task What_is_no_path_is_refused(string path) =>
        Assert.Equal("path", (await Assert.ThrowsAsync<RegistryException>(() => MakeAsync(path))).Field);

    [Fact]
    public async Task Restriction_comes_down_and_the_nearest_word_wins()
    {
        var top = scene.NewName("risk");
        await MakeAsync($"{top}/open");
        await Workflow.EditAsync($"{top}/open", new CollectionEdit(Restricted: false), scene.Admin, default);
        var (hidden, shown) = (await ModelInAsync(top), await ModelInAsync($"{top}/open"));
        Assert.True(await scene.SeesAsync(scene.Viewer, hidden));

        var edited = await Workflow.EditAsync(top, new CollectionEdit(Restricted: true), scene.Admin, default);

        Assert.Equal((true, top), (edited.Closed, edited.ClosedBy));
        Assert.False(await scene.SeesAsync(scene.Viewer, hidden));
        Assert.True(await scene.SeesAsync(scene.Viewer, shown));
        await Workflow.EditAsync($"{top}/open", new CollectionEdit(InheritRestriction: true), scene.Admin, default);
        Assert.False(await scene.SeesAsync(scene.Viewer, shown));
        await Workflow.EditAsync(top, new CollectionEdit(Restricted: false), scene.Admin, default);
        Assert.True(await scene.SeesAsync(scene.Viewer, shown));
    }

    [Fact]
    public async Task A_models_own_restriction_stays_when_its_collection_opens()
    {
        var top = scene.NewName("risk");
        await MakeAsync(top, restricted: true);
        var model = await ModelInAsync(top);
        await scene.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Restricted: true), scene.Scientist, default);

        await Workflow.EditAsync(top, new CollectionEdit(Restricted: false), scene.Admin, default);

        Assert.False(await scene.SeesAsync(scene.Viewer, model));
    }

    [Fact]
    public async Task A_grant_on_a_collection_reaches_what_is_below_it_until_the_model_moves_away()
    {
        var top = scene.NewName("risk");
        await MakeAsync($"{top}/emea", restricted: true);
        var model = await ModelInAsync($"{top}/emea");
        Assert.False(await scene.SeesAsync(scene.Viewer, model));

        await scene.GiveAsync(new GrantTo(Person: scene.Viewer.Name), new GrantOn(Collection: top), GrantRight.Read);

        Assert.True(await scene.SeesAsync(scene.Viewer, model));
        Assert.False(await scene.SeesAsync(scene.ReviewerA, model));
        await MakeAsync($"{top}-other", restricted: true);
        await scene.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Collection: $"{top}-other"), scene.Admin, default);
        Assert.False(await scene.SeesAsync(scene.Viewer, model));
        await scene.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Collection: "/"), scene.Admin, default);
        Assert.True(await scene.SeesAsync(scene.ReviewerA, model));
    }

    [Fact]
    public async Task A_restricted_collection_is_not_there_for_who_holds_nothing_in_it()
    {
        var top = scene.NewName("secret");
        await MakeAsync(top, restricted: true);

        await Refused.ByAsync("collection_not_found", () => scene.Get<CollectionQueries>().GetAsync(top, scene.Viewer, default));
        await Refused.ByAsync("collection_not_found", () => scene.Get<ModelWorkflow>()
            .CreateAsync(new NewModel(scene.NewName("model"), Collection: top), scene.Scientist, default));
        Assert.DoesNotContain((await scene.Get<CollectionQueries>().ListAsync(null, PageToken.MaxSize, null, scene.Viewer, default)).Items,
            found => found.Path == top);
    }

    [Fact]
    public async Task The_nearest_owner_owns_what_is_registered_without_one()
    {
        var top = scene.NewName("risk");
        await Workflow.CreateAsync(new NewCollection(top, Owner: scene.Viewer.Name), scene.Admin, default);
        await MakeAsync($"{top}/emea");

        var model = await scene.Get<ModelWorkflow>().CreateAsync(new NewModel(scene.NewName("model"), Collection: $"{top}/emea"), scene.Scientist, default);

        Assert.Equal((scene.Viewer.Name, $"{top}/emea"), (model.Owner, model.Collection));
        Assert.Equal(top, (await scene.Get<CollectionQueries>().GetAsync($"{top}/emea", scene.Viewer, default)).OwnerFrom);
    }

    [Fact]
    public async Task Only_an_empty_one_is_deleted_and_only_by_who_manages_it()
    {
        var top = scene.NewName("risk");
        await MakeAsync(top);
        var model = await ModelInAsync(top);

        await Refused.ByAsync("collection_not_empty", () => Workflow.DeleteAsync(top, scene.Admin, default));
        await scene.Get<ModelRetirement>().DeleteAsync(model, "Not needed.", scene.Scientist, default);
        await Refused.ByAsync("collection_not_empty", () => Workflow.DeleteAsync(top, scene.Admin, default));
        await Refused.ByAsync("role_missing", () => Workflow.DeleteAsync(top, scene.Scientist, default));
        await MakeAsync($"{top}-empty");
        await Workflow.DeleteAsync($"{top}-empty", scene.Admin, default);
        await Refused.ByAsync("collection_not_found", () => scene.Get<CollectionQueries>().GetAsync($"{top}-empty", scene.Admin, default));
    }

    private CollectionWorkflow Workflow => scene.Get<CollectionWorkflow>();

    private Task<CollectionView> MakeAsync(string path, bool? restricted = null) =>
        Workflow.CreateAsync(new NewCollection(path, Restricted: restricted), scene.Admin, default);

    private async Task<string> ModelInAsync(string collection)
    {
        var model = await scene.AModelAsync();
        await scene.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Collection: collection), scene.Admin, default);
        return model;
    }
}
