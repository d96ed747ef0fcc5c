using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Search;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Filters;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Search;

public sealed class FacetQueriesTests(VersionFilterTests.Shelf shelf) : IClassFixture<VersionFilterTests.Shelf>
{
    [Theory]
    [InlineData(null, "status: PENDING 7, READY 1; stage: production 1; framework: onnx 1, scikit-learn 1.5 1; tags.team: risk 1")]
    [InlineData("framework = 'onnx'", "status: PENDING 1; framework: [onnx 1]; tags.team: risk 1")]
    [InlineData("status = 'ready'", "status: [READY 1]; stage: production 1; framework: scikit-learn 1.5 1")]
    [InlineData("framework = 'gone'", "framework: [gone 0]")]
    [InlineData("number > 6", "status: PENDING 2")]
    public async Task Versions_are_counted_by_what_they_can_be_narrowed_down_by(string? filter, string expected)
    {
        var viewer = await shelf.Registry.PersonAsync($"viewer-{Guid.NewGuid():N}", Roles.Viewer);

        Assert.Equal(expected, Said(await shelf.Registry.Get<FacetQueries>().OfVersionsAsync("digits", filter, false, viewer, default)));
    }

    [Fact]
    public async Task Each_choice_is_the_search_with_it()
    {
        var viewer = await shelf.Registry.PersonAsync($"viewer-{Guid.NewGuid():N}", Roles.Viewer);

        var facets = await shelf.Registry.Get<FacetQueries>().OfVersionsAsync("digits", "framework = 'onnx'", false, viewer, default);

        var filters = facets.Items.ToDictionary(facet => facet.Field, facet => facet.Values[0].Filter);
        Assert.Equal(("", "framework = 'onnx' and tags.team = 'risk'"), (filters["framework"], filters["tags.team"]));
    }

    [Fact]
    public async Task Models_that_one_does_not_see_are_not_counted()
    {
        await using var registry = await TestRegistry.StartAsync();
        var (owner, viewer) = (await registry.PersonAsync("owner", Roles.DataScientist), await registry.PersonAsync("viewer", Roles.Viewer));
        foreach (var (name, restricted) in new[] { ("open", false), ("secret", true) })
        {
            await registry.Get<ModelWorkflow>().CreateAsync(
                new NewModel(name, Restricted: restricted, Tags: new Dictionary<string, string> { ["team"] = name }), owner, default);
            await registry.ASealedVersionAsync(owner, name, new NewVersion(Framework: name));
        }

        Assert.Equal("owner: owner@example.test 2; framework: open 1, secret 1; tags.team: open 1, secret 1",
            Said(await registry.Get<FacetQueries>().OfModelsAsync(null, owner, default)));
        Assert.Equal("owner: owner@example.test 1; framework: open 1; tags.team: open 1",
            Said(await registry.Get<FacetQueries>().OfModelsAsync(null, viewer, default)));
        Assert.Equal("owner = 'owner@example.test'", FacetQueries.Mine(null, owner));
    }

    private static string Said(Facets facets) => string.Join("; ", facets.Items.Select(facet =>
        $"{facet.Field}: {string.Join(", ", facet.Values.Select(value => value.Chosen ? $"[{value.Value} {value.Count}]" : $"{value.Value} {value.Count}"))}"));
}
