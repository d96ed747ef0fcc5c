using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Search;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Filters;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Search;

/// <summary>What the search boxes complete from: what exists, as far as the reader sees it.</summary>
public sealed class CompletionQueriesTests(VersionFilterTests.Shelf shelf) : IClassFixture<VersionFilterTests.Shelf>
{
    private Actor _viewer = Actor.System;

    [Theory]
    [InlineData("metrics.", "metrics.accuracy")]
    [InlineData("acc", "metrics.accuracy")]
    [InlineData("tags.", "tags.team")]
    [InlineData("parameters.f", "params.family")]
    [InlineData("fra", "framework")]
    [InlineData("tags.team = ", "'risk'")]
    [InlineData("tags.team = 'x", "")]
    [InlineData("params.family = '", "'mlp' 'svc'")]
    [InlineData("params.family in ('mlp', 's", "'svc'")]
    [InlineData("framework = ", "'onnx' 'scikit-learn 1.5'")]
    [InlineData("dataset = ", "'test'")]
    [InlineData("label = '2", "'2.1.0-rc'")]
    [InlineData("createdBy = ", "'scientist@example.test'")]
    [InlineData("stage = ", "'staging' 'production'")]
    [InlineData("alias = 'C", "'candidate'")]
    [InlineData("status = re", "'READY'")]
    [InlineData("archived = ", "'true' 'false'")]
    [InlineData("number > ", "")]
    public async Task A_filter_of_versions_is_completed_from_what_the_model_has(string text, string expected) =>
        Assert.Equal(expected, await SuggestAsync(new CompletionAsk(Model: "digits", Text: text)));

    [Theory]
    [InlineData("name = 'd", "'digits'")]
    [InlineData("owner = ", "'scientist@example.test'")]
    [InlineData("stage = 'p", "'production'")]
    [InlineData("alias = ", "'candidate'")]
    [InlineData("metrics.", "metrics.accuracy")]
    public async Task A_filter_of_models_is_completed_from_those_that_are_seen(string text, string expected) =>
        Assert.Equal(expected, await SuggestAsync(new CompletionAsk(Text: text)));

    [Fact]
    public async Task Nothing_of_a_model_that_one_does_not_see_is_suggested()
    {
        await using var registry = await TestRegistry.StartAsync();
        var owner = await registry.PersonAsync("owner", Roles.DataScientist);
        var viewer = await registry.PersonAsync("viewer", Roles.Viewer);
        await registry.Get<ModelWorkflow>().CreateAsync(
            new NewModel("secret", Restricted: true, Tags: new Dictionary<string, string> { ["hidden"] = "value" }), owner, default);
        await registry.APendingVersionAsync(owner, "secret", new NewVersion(
            Metrics: [new("leak", 1)], Framework: "secret", Parameters: new Dictionary<string, string> { ["leak"] = "secret" }));

        foreach (var (text, seen) in new[]
                 {
                     ("tags.", "tags.hidden"), ("tags.hidden = ", "'value'"), ("name = ", "'secret'"), ("owner = ", "'owner@example.test'"),
                     ("metrics.", "metrics.leak"), ("params.leak = ", "'secret'"), ("framework = ", "'secret'"),
                 })
        {
            Assert.Equal(seen, await SuggestAsync(registry, new CompletionAsk(Text: text), owner));
            Assert.Equal("", await SuggestAsync(registry, new CompletionAsk(Text: text), viewer));
        }

        await Refused.ByAsync("model_not_found", () => SuggestAsync(registry, new CompletionAsk(Model: "secret"), viewer));
    }

    [Fact]
    public async Task What_only_a_deleted_version_has_is_not_suggested()
    {
        await using var registry = await TestRegistry.StartAsync();
        var owner = await registry.PersonAsync("owner", Roles.DataScientist);
        await registry.AModelAsync(owner, "fraud");
        await registry.APendingVersionAsync(owner, "fraud", new NewVersion(Metrics: [new("gone", 1)], Tags: new Dictionary<string, string> { ["gone"] = "x" }));
        Assert.Equal("metrics.gone tags.gone", await SuggestAsync(registry, new CompletionAsk(Model: "fraud", Text: "gone"), owner));

        await registry.Get<VersionRetirement>().DeleteAsync("fraud", "1", null, owner, default);

        Assert.Equal("", await SuggestAsync(registry, new CompletionAsk(Model: "fraud", Text: "gone"), owner));
    }

    [Fact]
    public async Task A_value_that_is_longer_than_its_index_is_not_cut_short()
    {
        await using var registry = await TestRegistry.StartAsync();
        var owner = await registry.PersonAsync("owner", Roles.DataScientist);
        await registry.AModelAsync(owner, "fraud");
        await registry.APendingVersionAsync(owner, "fraud", new NewVersion(
            Parameters: new Dictionary<string, string> { ["text"] = new string('x', 3 * IndexedText.MaxLength), ["other"] = "y" }));

        Assert.Equal("", await SuggestAsync(registry, new CompletionAsk(Model: "fraud", Text: "params.text = "), owner));
        Assert.Equal("'y'", await SuggestAsync(registry, new CompletionAsk(Model: "fraud", Text: "params.other = "), owner));
    }

    [Fact]
    public async Task However_many_rows_repeat_a_value_it_costs_one_seek()
    {
        await using var registry = await TestRegistry.StartAsync();
        var owner = await registry.PersonAsync("owner", Roles.DataScientist);
        await registry.AModelAsync(owner, "fraud");
        for (var i = 0; i < 12; i++)
        {
            await registry.APendingVersionAsync(owner, "fraud", new NewVersion(Tags: new Dictionary<string, string> { ["team"] = i % 2 == 0 ? "a" : "b" }));
        }

        var suggested = "";
        var statements = await registry.Statements.DuringAsync(async () =>
            suggested = await SuggestAsync(registry, new CompletionAsk(Model: "fraud", Text: "tags.team = "), owner));

        Assert.Equal("'a' 'b'", suggested);
        Assert.Equal(4, statements.Count); // the model, a, b, and that there is no more
    }

    [Fact]
    public async Task Versions_are_of_a_model_and_there_is_no_other_list()
    {
        await Refused.ByAsync("field_required", () => SuggestAsync(new CompletionAsk(List: CompletionQueries.Versions)));
        await Refused.ByAsync("list_unknown", () => SuggestAsync(new CompletionAsk(List: "runs")));
    }

    private async Task<string> SuggestAsync(CompletionAsk ask)
    {
        _viewer = _viewer.IsSystem ? await shelf.Registry.PersonAsync($"viewer-{Guid.NewGuid():N}", Roles.Viewer) : _viewer;
        return await SuggestAsync(shelf.Registry, ask, _viewer);
    }

    private static async Task<string> SuggestAsync(TestRegistry registry, CompletionAsk ask, Actor actor) =>
        string.Join(' ', (await registry.Get<CompletionQueries>().SuggestAsync(ask, actor, default)).Select(suggestion => suggestion.Text));
}
