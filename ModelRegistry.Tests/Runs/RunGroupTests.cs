using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Runs;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Runs;

/// <summary>Runs folded by a parameter, and those that are nested in each other.</summary>
public sealed class RunGroupTests(StaffedRegistry registry) : IClassFixture<StaffedRegistry>
{
    private readonly RunScene _scene = new(registry);

    private RunGroupQueries Groups => registry.Get<RunGroupQueries>();

    [Fact]
    public async Task Runs_are_folded_by_a_value_with_their_number_and_the_extremes_of_what_was_measured_last()
    {
        var experiment = await _scene.AnExperimentAsync();
        await ARunAsync(experiment, "1.0", 5, (1, 0.9), (2, 0.7));
        await ARunAsync(experiment, "1.0", 7, (1, 0.8));
        await ARunAsync(experiment, "1.0", 6, (1, double.NaN));
        await ARunAsync(experiment, "10", 9, (1, 0.5));
        await ARunAsync(experiment, null, 3);

        var found = await FoldAsync(new RunSearch([experiment.IdText]));

        Assert.False(found.HasMore);
        Assert.Equal(new[] { ("1.0", 3, 7L), (null, 1, 3L), ("10", 1, 9L) }, found.Items.Select(group => (group.Value, group.Runs, group.LastStart)));
        Assert.Equal(new Extremes(0.7, 0.8), found.Items[0].Metrics["loss"]);
        Assert.Empty(found.Items[1].Metrics);
        Assert.Equal(new Extremes(0.5, 0.5), found.Items[2].Metrics["loss"]);
    }

    [Fact]
    public async Task Only_runs_that_are_searched_for_are_folded_and_those_of_a_group_are_found_by_its_value()
    {
        var experiment = await _scene.AnExperimentAsync();
        var good = await ARunAsync(experiment, "a", 1, (1, 0.1));
        await ARunAsync(experiment, "a", 2, (1, 0.9));
        var without = await ARunAsync(experiment, null, 3, (1, 0.2));
        await _scene.Runs.DeleteAsync((await ARunAsync(experiment, "a", 4, (1, 0.1))).Id, registry.Scientist, default);
        var search = new RunSearch([experiment.IdText], "metrics.loss < 0.5");

        Assert.Equal(new[] { (null, 1), ("a", 1) }, (await FoldAsync(search)).Items.Select(group => (group.Value, group.Runs)));
        Assert.Equal([good.Id], await FindAsync(search with { Given = new GivenParam("C", "a") }));
        Assert.Equal([without.Id], await FindAsync(search with { Given = new GivenParam("C", null) }));
    }

    [Fact]
    public async Task Nobody_folds_the_runs_of_an_experiment_that_they_do_not_see()
    {
        var experiment = await _scene.AnExperimentAsync();
        await ARunAsync(experiment, "secret", 1);
        await registry.Get<ExperimentWorkflow>().RestrictAsync(experiment.IdText, true, registry.Scientist, default);

        Assert.Empty((await FoldAsync(new RunSearch([experiment.IdText]))).Items);
        Assert.Empty(await _scene.Queries.NestedAsync(experiment.Id, ["x"], registry.Viewer, default));
    }

    [Fact]
    public async Task Outermost_runs_are_those_whose_parent_is_not_in_the_list_and_nested_ones_are_counted()
    {
        var experiment = await _scene.AnExperimentAsync();
        var sweep = await _scene.ARunAsync(experiment, "sweep", 1);
        var trial = await _scene.ARunAsync(experiment, "trial", 2, (RunTag.Parent, sweep.Id));
        await _scene.ARunAsync(experiment, "fold", 3, (RunTag.Parent, trial.Id));
        var orphan = await _scene.ARunAsync(experiment, "orphan", 4, (RunTag.Parent, "gone"));
        await _scene.Runs.DeleteAsync((await _scene.ARunAsync(experiment, "given up", 5, (RunTag.Parent, sweep.Id))).Id, registry.Scientist, default);

        Assert.Equal([orphan.Id, sweep.Id], await FindAsync(new RunSearch([experiment.IdText]) { Outermost = true }));
        var counts = await _scene.Queries.NestedAsync(experiment.Id, [sweep.Id, trial.Id, orphan.Id], registry.Viewer, default);
        Assert.Equal([(sweep.Id, 1), (trial.Id, 1)], counts.Select(count => (count.Key, count.Value)).OrderBy(count => count.Key == trial.Id));

        await _scene.Runs.DeleteAsync(sweep.Id, registry.Scientist, default);
        Assert.Equal([orphan.Id, trial.Id], await FindAsync(new RunSearch([experiment.IdText]) { Outermost = true }));
    }

    private async Task<RunView> ARunAsync(ExperimentView experiment, string? value, long start, params (long Step, double Value)[] losses)
    {
        var run = await _scene.ARunAsync(experiment, start: start);
        if (value is not null)
        {
            await _scene.ParamsAsync(run, ("C", value));
        }

        await _scene.LogAsync(run, [.. losses.Select(point => new NewPoint("loss", point.Value, start, point.Step))]);
        return run;
    }

    private Task<RunGroups> FoldAsync(RunSearch search) => Groups.FoldAsync(search, "C", ["loss", "accuracy"], registry.Viewer, default);

    private async Task<List<string>> FindAsync(RunSearch search) =>
        [.. (await _scene.Queries.SearchAsync(search, registry.Viewer, default)).Items.Select(run => run.Id)];
}
