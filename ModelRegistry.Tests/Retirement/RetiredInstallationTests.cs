using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Upkeep;
using ModelRegistry.Tests.Promotions;

namespace ModelRegistry.Tests.Retirement;

/// <summary>What the offline check of the whole installation says when things were retired in every way.</summary>
public sealed class RetiredInstallationTests(PromotionScene scene) : IClassFixture<PromotionScene>
{
    [Fact]
    public async Task Nothing_that_was_retired_looks_broken()
    {
        var model = await scene.WithFallbackAsync();
        await scene.ArchiveAsync(model, 3);
        var other = await scene.ManyAsync(4);
        var request = await scene.ARequestAsync(other, 1, Stage.Production);
        await scene.DeleteAsync(other, 1);
        await scene.PurgeAsync(other, 2);
        await scene.HoldAsync(other, 3);
        var again = await scene.ManyAsync(2);
        await scene.DeleteModelAsync(again);
        await scene.Get<ModelWorkflow>().CreateAsync(new NewModel(again.ToUpperInvariant()), scene.Scientist, default);
        var gone = await scene.ManyAsync(1);
        await scene.DeleteModelAsync(gone);
        for (var i = 0; i < 2; i++)
        {
            await scene.Get<SweepWorkflow>().RunAsync(dryRun: false, scene.Admin, default);
            scene.Registry.Clock.Advance(scene.Get<SweepWorkflow>().Grace);
        }

        var report = await InstallationCheck.RunAsync(scene.Registry.Settings, quick: false, TextWriter.Null, TimeProvider.System, default);

        Assert.Empty(report.Findings.Select(finding => $"{finding}"));
        Assert.Equal(Core.Promotions.RequestState.Withdrawn, (await scene.ReadAsync(request.Id)).State);
    }
}
