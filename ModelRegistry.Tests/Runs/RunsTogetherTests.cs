using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Runs;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Runs;

/// <summary>What is done to several runs in one act: to all of them or to none.</summary>
public sealed class RunsTogetherTests(StaffedRegistry registry) : IClassFixture<StaffedRegistry>
{
    private readonly RunScene _scene = new(registry);

    [Fact]
    public async Task A_tag_is_set_on_all_of_them_and_a_name_is_the_tag_of_it()
    {
        var (one, two) = (await _scene.ARunAsync(), await _scene.ARunAsync());

        await TagAsync([one, two], "review", "look again");
        await TagAsync([one, two], RunTag.RunName, "best so far");

        foreach (var run in new[] { await _scene.ReadAsync(one), await _scene.ReadAsync(two) })
        {
            Assert.Equal(("look again", "best so far"), (run.Tags["review"], run.Name));
        }
    }

    [Fact]
    public async Task Of_runs_of_which_one_is_deleted_or_missing_none_is_tagged()
    {
        var (kept, gone) = (await _scene.ARunAsync(), await _scene.ARunAsync());
        await _scene.Runs.DeleteAsync(gone.Id, registry.Scientist, default);

        await Refused.ByAsync("run_deleted", () => TagAsync([kept, gone], "k", "v"));
        await Refused.ByAsync("run_not_found", () => registry.Get<RunLog>().TagAsync([kept.Id, "missing"], "k", "v", registry.Scientist, default));

        Assert.DoesNotContain("k", (await _scene.ReadAsync(kept)).Tags);
    }

    [Fact]
    public async Task Who_only_reads_tags_nothing_and_who_does_not_see_the_experiment_finds_nothing_to_tag()
    {
        var experiment = await _scene.AnExperimentAsync();
        var run = await _scene.ARunAsync(experiment);

        await Refused.ByAsync("role_missing", () => registry.Get<RunLog>().TagAsync([run.Id], "k", "v", registry.Viewer, default));
        await registry.Get<ExperimentWorkflow>().RestrictAsync(experiment.IdText, true, registry.Scientist, default);
        await Refused.ByAsync("run_not_found", () => registry.Get<RunLog>().TagAsync([run.Id], "k", "v", registry.OtherScientist, default));
        await Refused.ByAsync("run_not_found", () => _scene.Runs.SetDeletedAsync([run.Id], true, registry.OtherScientist, default));
    }

    [Fact]
    public async Task More_than_can_be_changed_at_once_are_refused()
    {
        var many = Enumerable.Range(0, RunAccess.MostTogether + 1).Select(i => $"r{i}").ToList();

        await Refused.ByAsync("too_many", () => registry.Get<RunLog>().TagAsync(many, "k", "v", registry.Scientist, default));
    }

    private Task TagAsync(RunView[] runs, string key, string value) =>
        registry.Get<RunLog>().TagAsync([.. runs.Select(run => run.Id)], key, value, registry.Scientist, default);
}
