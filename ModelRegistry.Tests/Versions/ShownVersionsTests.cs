using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Stages;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Promotions;
using ModelRegistry.Tests.Retirement;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Versions;

/// <summary>
/// Lists of models ask for what the version in the last filled stage holds, else the newest sealed one that is not archived, after every change.
/// </summary>
public sealed class ShownVersionsTests(PromotionScene scene) : IClassFixture<PromotionScene>
{
    [Fact]
    public async Task The_last_filled_stage_speaks_for_a_model_else_its_newest_sealed_version()
    {
        var model = await LabelledAsync(3);
        await ShowsAsync(model, 3);
        await scene.Registry.APendingVersionAsync(scene.Scientist, model, new NewVersion(Label: "r4"));
        await ShowsAsync(model, 3);
        await scene.MoveAsync(model, Stage.Staging, 1);
        await ShowsAsync(model, 1);
        await scene.MoveAsync(model, Stage.Production, 2);
        await ShowsAsync(model, 2);
        await scene.Get<AliasWorkflow>().SetAsync(model, "champion", "3", scene.Scientist, default);
        await scene.Registry.ASealedVersionAsync(scene.Scientist, model, new NewVersion(Label: "r5"), $"{model} 5");
        await ShowsAsync(model, 2);

        var stages = scene.Get<StageWorkflow>();
        await stages.SetAsync(model, [Stage.Production, Stage.Staging], scene.Admin, default);
        await ShowsAsync(model, 1);
        await stages.SetAsync(null, ["shadow", Stage.Staging, Stage.Production], scene.Admin, default);
        await ShowsAsync(model, 1); // its own list counts
        await stages.SetAsync(null, [Stage.Production, Stage.Staging], scene.Admin, default);
        await stages.ResetAsync(model, scene.Admin, default);
        await ShowsAsync(model, 1);
        await stages.SetAsync(null, [Stage.Staging, Stage.Production], scene.Admin, default);
        await ShowsAsync(model, 2);

        await scene.MoveAsync(model, Stage.Production, null);
        await ShowsAsync(model, 1);
        await scene.MoveAsync(model, Stage.Staging, null);
        await ShowsAsync(model, 5);
    }

    [Fact]
    public async Task What_leaves_the_lists_speaks_for_no_model_and_what_comes_back_does()
    {
        var model = await LabelledAsync(3);
        var versions = scene.Get<VersionRetirement>();
        await scene.ArchiveAsync(model, 1);
        await ShowsAsync(model, 3);
        await scene.ArchiveAsync(model, 3);
        await ShowsAsync(model, 2);
        await versions.UnarchiveAsync(model, "3", null, scene.Scientist, default);
        await ShowsAsync(model, 3);
        await scene.DeleteAsync(model, 3);
        await ShowsAsync(model, 2);
        await scene.RestoreAsync(model, 3);
        await ShowsAsync(model, 3);
        await scene.PurgeAsync(model, 3);
        await ShowsAsync(model, 2);
        await scene.ArchiveAsync(model, 2);
        await ShowsAsync(model, null);
        await versions.UnarchiveAsync(model, "1", null, scene.Scientist, default);
        await ShowsAsync(model, 1);

        await scene.DeleteModelAsync(model);
        await scene.Get<ModelRetirement>().RestoreAsync(model, null, scene.Scientist, default);
        await ShowsAsync(model, 1);
        await scene.DeleteModelAsync(model);
        await scene.Registry.AModelAsync(scene.Scientist, model); // the same name again, without what it had
        await ShowsAsync(model, null);
        await scene.Registry.ASealedVersionAsync(scene.Scientist, model, new NewVersion(Label: "r4-again"), $"{model} again");
        await ShowsAsync(model, null, "r4-again");
    }

    private async Task<string> LabelledAsync(int versions)
    {
        var model = scene.NewName("shown");
        await scene.Registry.AModelAsync(scene.Scientist, model);
        for (var number = 1; number <= versions; number++)
        {
            await scene.Registry.ASealedVersionAsync(scene.Scientist, model, new NewVersion(Label: $"r{number.Text()}"), $"{model} {number.Text()}");
        }

        return model;
    }

    private async Task ShowsAsync(string model, int? version, string? label = null)
    {
        var found = new List<string>();
        foreach (var asked in Enumerable.Range(1, 5).Select(number => $"r{number.Text()}").Append("r4-again"))
        {
            var search = new ModelSearch(Filter: $"name = '{model}' and label = '{asked}'");
            if ((await scene.Get<ModelQueries>().ListAsync(search, scene.Viewer, default)).Items.Count > 0)
            {
                found.Add(asked);
            }
        }

        Assert.Equal(label ?? (version is { } number ? $"r{number.Text()}" : null), found.SingleOrDefault());
    }
}
