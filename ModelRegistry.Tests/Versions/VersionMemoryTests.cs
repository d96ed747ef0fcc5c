using System.Text.Json;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Promotions;
using ModelRegistry.Tests.Quarantines;
using ModelRegistry.Tests.Slots;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Versions;

/// <summary>What an access token is told of a sealed version is kept in memory, and never told again once it changed.</summary>
public sealed class VersionMemoryTests(PromotionScene scene) : IClassFixture<PromotionScene>
{
    private readonly string _content = $"weights={scene.NewName("content")}"; // the same in all models of a test, and in no other test

    private Actor Script { get; } = scene.Viewer with { Token = new TokenGrant(Guid.NewGuid(), new HashSet<string> { Scopes.Read }, null) };

    [Fact]
    public async Task The_second_answer_costs_no_statement()
    {
        var model = await AModelAsync();
        var first = await ReadAsync(model, Script);

        Assert.Empty(await scene.Registry.Statements.DuringAsync(async () => Assert.Same(first, await ReadAsync(model, Script))));
    }

    [Theory]
    [InlineData("tagged")]
    [InlineData("a metric logged")]
    [InlineData("verified")]
    [InlineData("archived")]
    [InlineData("named by an alias")]
    [InlineData("quarantined")]
    [InlineData("quarantined in another model")]
    public async Task A_change_is_in_the_next_answer(string change)
    {
        var model = await AModelAsync();
        var other = await AModelAsync();
        var before = await ReadAsync(model, Script);

        await (change switch
        {
            "tagged" => scene.Get<VersionWorkflow>()
                .EditAsync(model, "1", new VersionEdit(Tags: new Dictionary<string, string?> { ["team"] = "risk" }), scene.Scientist, default),
            "a metric logged" => scene.Get<VersionEvidence>().LogMetricsAsync(model, "1", [new("accuracy", 0.9)], scene.Scientist, default),
            "verified" => scene.Get<VersionVerification>().VerifyAsync(model, "1", scene.Scientist, null, default),
            "archived" => scene.Get<VersionRetirement>().ArchiveAsync(model, "1", "Old.", scene.Scientist, default),
            "named by an alias" => scene.Registry.PutAsync(scene.Scientist, model, "champion", 1),
            "quarantined" => scene.QuarantineAsync(model),
            _ => scene.QuarantineAsync(other),
        });

        var after = await ReadAsync(model, Script);
        Assert.NotEqual(Text(before), Text(after));
        Assert.Equal(Text(await ReadAsync(model, scene.Viewer)), Text(after));
    }

    [Fact]
    public async Task Released_in_another_model_is_in_the_next_answer()
    {
        var (model, other) = (await AModelAsync(), await AModelAsync());
        await scene.QuarantineAsync(other);
        Assert.True((await ReadAsync(model, Script)).Quarantined);

        await scene.ReleaseAsync(other);

        Assert.False((await ReadAsync(model, Script)).Quarantined);
    }

    [Fact]
    public async Task What_is_uploaded_to_a_pending_version_is_in_the_next_answer()
    {
        var model = await scene.Registry.AModelAsync(scene.Scientist, scene.NewName("pending"));
        await scene.APendingAsync(model.Name, scene.Scientist);
        Assert.Equal(0, (await ReadAsync(model.Name, Script)).FileCount);

        await scene.Registry.AFileAsync(scene.Scientist, model.Name, "1", "weights", "some");

        Assert.Equal(1, (await ReadAsync(model.Name, Script)).FileCount);
    }

    [Fact]
    public async Task A_model_that_becomes_restricted_is_not_there_any_more()
    {
        var model = await AModelAsync();
        await ReadAsync(model, Script);

        await scene.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Restricted: true), scene.Scientist, default);

        await Refused.ByAsync("model_not_found", () => ReadAsync(model, Script));
    }

    private static string Text(VersionView view) => JsonSerializer.Serialize(view);

    private Task<VersionView> ReadAsync(string model, Actor by) => scene.Get<VersionQueries>().GetAsync(model, "1", by, default);

    private async Task<string> AModelAsync()
    {
        var model = await scene.Registry.AModelAsync(scene.Scientist, scene.NewName("kept"));
        await scene.AVersionAsync(model.Name, scene.Scientist, _content);
        return model.Name;
    }
}
