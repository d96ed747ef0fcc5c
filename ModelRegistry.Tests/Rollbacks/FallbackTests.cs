using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Tests.Rollbacks;

/// <summary>Rule 5: occupants and the fallback of a stage stay as they are; the reason is told.</summary>
public sealed class FallbackTests(RollbackScene scene) : IClassFixture<RollbackScene>
{
    [Fact]
    public async Task Occupants_and_fallbacks_are_kept_and_nothing_else()
    {
        var model = await scene.AHistoryAsync(3);
        await scene.AVersionAsync(model, "four");
        await scene.PutAsync(model, 4, MoveKind.Alias, "champion");

        Assert.Equal([(2, "v2 is what a rollback of production would go back to."), (3, "v3 is in production."), (4, "v4 is in champion.")],
            await KeptAsync(model));
    }

    [Fact]
    public async Task The_fallback_of_each_stage_is_kept()
    {
        var model = await scene.AHistoryAsync(2);
        await scene.AVersionAsync(model, "three");
        await scene.AVersionAsync(model, "four");
        await scene.PutAsync(model, 3, slot: Stage.Staging);
        await scene.PutAsync(model, 4, slot: Stage.Staging);

        Assert.Equal(
            [
                (1, "v1 is what a rollback of production would go back to."), (2, "v2 is in production."),
                (3, "v3 is what a rollback of staging would go back to."), (4, "v4 is in staging."),
            ],
            await KeptAsync(model));
    }

    [Fact]
    public async Task A_fallback_that_failed_its_verification_is_kept_beside_the_next()
    {
        var model = await scene.AHistoryAsync(4);
        File.Delete(await scene.StoredFileAsync(model, 3, "model/a.bin"));
        await scene.Get<VersionVerification>().VerifyAsync(model, "3", scene.Viewer, null, default);

        Assert.Equal([2, 3, 4], (await KeptAsync(model)).Select(kept => kept.Number));
    }

    [Fact]
    public async Task What_a_rollback_took_out_is_not_kept()
    {
        var model = await scene.AHistoryAsync(3);
        await scene.BackAsync(model, to: 2, from: 3);

        Assert.Equal([1, 2], (await KeptAsync(model)).Select(kept => kept.Number));
    }

    [Fact]
    public async Task A_model_without_slots_keeps_nothing() => Assert.Empty(await KeptAsync(await scene.AModelAsync(1)));

    private async Task<IReadOnlyList<(int Number, string Why)>> KeptAsync(string model)
    {
        await using var db = scene.Registry.OpenDatabase();
        var found = await db.Models.SingleAsync(of => of.Name == model);
        var kept = await StageFallbacks.KeptAsync(db, found, default);
        var numbers = await db.Versions.Where(version => version.ModelId == found.Id).ToDictionaryAsync(version => version.Id, version => version.Number);
        return [.. kept.Select(pair => (numbers[pair.Key], pair.Value)).OrderBy(pair => pair.Item1)];
    }
}
