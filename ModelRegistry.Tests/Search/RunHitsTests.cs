using ModelRegistry.Core.Access;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Search;
using ModelRegistry.Tests.Runs;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Search;

/// <summary>The box for everything finds experiments and runs, of what its reader sees.</summary>
public sealed class RunHitsTests(StaffedRegistry registry) : IClassFixture<StaffedRegistry>
{
    private readonly RunScene _scene = new(registry);

    [Fact]
    public async Task A_run_is_found_by_a_part_of_its_name_and_by_the_beginning_of_its_id()
    {
        var experiment = await AnExperimentAsync("100%_digits");
        var run = await _scene.ARunAsync(experiment, "Brave-Koala-17");

        var expected = new RunHit(experiment.Id, run.Id, "Brave-Koala-17", experiment.Name);
        Assert.Equal([expected], (await FindAsync("koala")).Runs);
        Assert.Equal([expected], (await FindAsync(run.Id[..6].ToUpperInvariant())).Runs);
        Assert.Equal([expected], (await FindAsync(run.Id)).Runs);
        Assert.Empty((await FindAsync("koal_")).Runs); // no placeholder
        Assert.Equal([experiment.Id], (await FindAsync("100%_DIG")).Experiments.Select(found => found.Id));
    }

    [Fact]
    public async Task What_is_restricted_or_deleted_is_not_found()
    {
        var experiment = await AnExperimentAsync("whales");
        var run = await _scene.ARunAsync(experiment, "whale-1");
        await registry.Get<ExperimentWorkflow>().RestrictAsync(experiment.IdText, true, registry.Scientist, default);

        foreach (var text in new[] { "whale", run.Id })
        {
            Assert.Empty((await FindAsync(text)).Runs);
            Assert.Empty((await FindAsync(text)).Experiments);
            Assert.Single((await FindAsync(text, registry.Scientist)).Runs);
        }

        await _scene.Runs.DeleteAsync(run.Id, registry.Scientist, default);
        Assert.Empty((await FindAsync("whale-1", registry.Scientist)).Runs);
        await registry.Get<ExperimentWorkflow>().DeleteAsync(experiment.IdText, registry.Scientist, default);
        Assert.Empty((await FindAsync("whales", registry.Scientist)).Experiments);
    }

    private Task<SearchHits> FindAsync(string text, Actor? by = null) => registry.Get<SearchQueries>().FindAsync(text, by ?? registry.Viewer, default);

    private Task<ExperimentView> AnExperimentAsync(string name) =>
        registry.Get<ExperimentWorkflow>().CreateAsync(new NewExperiment(name), registry.Scientist, default);
}
