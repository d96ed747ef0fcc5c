using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Rollbacks;

public sealed partial class ReadinessTests
{
    [Fact]
    public async Task Only_what_is_due_is_rehearsed()
    {
        var model = await scene.AHistoryAsync(2);
        await SweepAsync();

        Assert.Equal(0, await SweepAsync(TimeSpan.FromHours(1)));
        await scene.PutAsync(model, 1);
        Assert.Equal(1, await SweepAsync());
        Assert.True(await SweepAsync(ReadinessRehearsal.Every) >= 1);
    }

    [Fact]
    public async Task What_happened_before_a_restart_is_not_forgotten()
    {
        var model = await scene.AHistoryAsync(2);
        await SweepAsync();
        scene.Registry.Clock.Advance(TimeSpan.FromSeconds(1));
        await QuarantineAsync(model, "1");

        var restarted = new ReadinessRehearsal(scene.Get<RegistryStore>(), scene.Get<Core.Artifacts.ArtifactStore>(), scene.Get<VersionVerification>(),
            scene.Registry.Clock);
        await restarted.SweepAsync(default);

        Assert.Equal(Readiness.Red, (await LightAsync(model)).State);
    }

    [Fact]
    public async Task Home_shows_what_is_not_green_of_models_that_one_sees_red_first()
    {
        var green = await scene.AHistoryAsync(2);
        var amber = await scene.AHistoryAsync(1);
        var red = await scene.AHistoryAsync(2);
        await scene.BackAsync(red, to: 1, from: 2);
        var hidden = await scene.AHistoryAsync(1);
        await scene.Get<ModelWorkflow>().EditAsync(hidden, new ModelEdit(Restricted: true), scene.Scientist, default);
        await SweepAsync();
        var unseen = await scene.AHistoryAsync(2);

        var shown = await scene.Get<ReadinessQueries>().AttentionAsync(scene.Viewer, default);

        var names = shown.Stages.Select(view => view.Model).ToList();
        Assert.Equal(Readiness.Red, shown.Stages[0].State);
        Assert.Equal(shown.Stages.OrderByDescending(view => view.State).ThenByDescending(view => view.Since), shown.Stages);
        Assert.Contains(red, names);
        Assert.DoesNotContain(green, names);
        Assert.DoesNotContain(hidden, names);
        Assert.Contains(shown.Stages, view => view.Model == unseen && view.State == Readiness.Amber);
        Assert.True(shown.More || names.Contains(amber));
        Assert.True(shown.Stages.Count <= ReadinessQueries.MostShown);
    }

    [Fact]
    public async Task What_was_not_rehearsed_yet_needs_nobody_and_takes_no_place_from_what_was()
    {
        var red = await scene.AHistoryAsync(2);
        await scene.BackAsync(red, to: 1, from: 2);
        await SweepAsync();
        scene.Registry.Clock.Advance(TimeSpan.FromMinutes(1));
        var moved = await scene.AHistoryAsync(1);

        var shown = (await scene.Get<ReadinessQueries>().AttentionAsync(scene.Viewer, default, rehearsed: true)).Stages;

        Assert.Contains(red, shown.Select(view => view.Model));
        Assert.DoesNotContain(moved, shown.Select(view => view.Model));
        Assert.All(shown, view => Assert.True(view.CheckedAt is not null && (view.State == Readiness.Red || view.Fallback is not null)));
    }

    [Fact]
    public async Task Of_a_hidden_model_nothing_is_told()
    {
        var model = await scene.AHistoryAsync(2);
        await scene.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Restricted: true), scene.Scientist, default);

        await Refused.ByAsync("model_not_found", () => LightAsync(model));
    }

    [Fact]
    public async Task A_slot_that_was_emptied_has_no_light()
    {
        var model = await scene.AHistoryAsync(2);
        await SweepAsync();
        await scene.PutAsync(model, null);

        Assert.Empty(await scene.Get<ReadinessQueries>().OfModelAsync(model, scene.Viewer, default));
        Assert.Equal(0, await SweepAsync());
        Assert.Null((await scene.PreviewAsync(model)).Readiness);
    }
}
