using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Runs;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Experiments;

/// <summary>What becomes of experiments, and who sees them.</summary>
public sealed class ExperimentTests(StaffedRegistry registry) : IClassFixture<StaffedRegistry>
{
    private ExperimentWorkflow Workflow => registry.Get<ExperimentWorkflow>();

    private ExperimentQueries Queries => registry.Get<ExperimentQueries>();

    [Fact]
    public async Task Default_is_there_from_the_start_and_numbers_grow()
    {
        Assert.Equal("Default", (await Queries.GetAsync("0", registry.Viewer, default)).Name);
        var first = await AnExperimentAsync();
        var second = await AnExperimentAsync();

        Assert.Equal(first.Id + 1, second.Id);
        Assert.Equal($"mlflow-artifacts:/{second.IdText}", second.ArtifactLocation);
    }

    [Fact]
    public async Task A_name_is_taken_once_with_regard_to_case_also_by_a_deleted_experiment()
    {
        var name = NewName();
        var made = await Workflow.CreateAsync(new NewExperiment(name), registry.Scientist, default);
        await Workflow.CreateAsync(new NewExperiment(name.ToUpperInvariant()), registry.Scientist, default);
        await Workflow.DeleteAsync(made.IdText, registry.Scientist, default);

        var refusal = await Refused.ByAsync("experiment_name_taken", () => Workflow.CreateAsync(new NewExperiment(name), registry.Scientist, default));

        Assert.Contains($"deleted state: it has the id {made.IdText}", refusal.Message, StringComparison.Ordinal);
        Assert.NotNull((await Queries.GetByNameAsync(name, registry.Viewer, default)).DeletedAt);
    }

    /// <summary>The filter of lists, and the same question about one that was read, for everybody who may ask.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Who_sees_an_experiment_is_one_answer_in_memory_and_in_the_database(bool restricted, bool own)
    {
        foreach (var actor in new[]
        {
            registry.Viewer, registry.Scientist, registry.Admin, registry.Auditor, registry.Roleless, Actor.System,
            registry.Admin with { Token = new TokenGrant(Guid.NewGuid(), new HashSet<string> { Scopes.Read }, new HashSet<Guid>()) },
        })
        {
            var experiment = new Experiment(7, "x", own ? actor.UserId : Guid.NewGuid(), "", DateTimeOffset.UnixEpoch);
            experiment.Settle(null, restricted);

            Assert.Equal(new[] { experiment }.AsQueryable().VisibleTo(actor).Any(), ExperimentAccess.Sees(actor, experiment));
        }
    }

    /// <summary>C19: many workers, one new experiment.</summary>
    [Fact]
    public async Task Of_many_who_create_the_same_at_once_one_does()
    {
        var name = NewName();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ =>
            Record.ExceptionAsync(() => Workflow.CreateAsync(new NewExperiment(name), registry.Scientist, default))));

        Assert.Single(outcomes, outcome => outcome is null);
        Assert.Equal(31, outcomes.Count(outcome => outcome is RegistryException { Code: "experiment_name_taken" }));
    }

    /// <summary>C20, C22: with its runs, whatever state these are in.</summary>
    [Fact]
    public async Task Runs_are_deleted_and_restored_with_their_experiment()
    {
        var experiment = await AnExperimentAsync();
        var kept = await ARunAsync(experiment);
        var gone = await ARunAsync(experiment);
        await registry.Get<RunWorkflow>().DeleteAsync(gone.Id, registry.Scientist, default);

        await Workflow.DeleteAsync(experiment.IdText, registry.Scientist, default);

        Assert.True((await RunAsync(kept)).Deleted);
        await Refused.ByAsync("run_deleted", () => registry.Get<RunLog>().LogAsync(kept.Id, new RunBatch(), registry.Scientist, default));
        await Refused.ByAsync("experiment_deleted", () => ARunAsync(experiment));
        await Refused.ByAsync("experiment_deleted", () => Workflow.RenameAsync(experiment.IdText, NewName(), registry.Scientist, default));
        await Refused.ByAsync("experiment_not_found", () => Workflow.DeleteAsync(experiment.IdText, registry.Scientist, default));
        await Refused.ByAsync("run_deleted", () => registry.Get<RunWorkflow>().RestoreAsync(gone.Id, registry.Scientist, default));

        await Workflow.RestoreAsync(experiment.IdText, registry.Scientist, default);

        Assert.False((await RunAsync(kept)).Deleted);
        Assert.False((await RunAsync(gone)).Deleted);
        await ARunAsync(experiment);
        await Refused.ByAsync("experiment_not_found", () => Workflow.RestoreAsync(experiment.IdText, registry.Scientist, default));
    }

    [Fact]
    public async Task Files_go_nowhere_else()
    {
        var refusal = await Refused.ByAsync("artifact_location_foreign",
            () => Workflow.CreateAsync(new NewExperiment(NewName(), "s3://bucket/old"), registry.Scientist, default));

        Assert.Contains("Leave artifact_location out", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>What somebody may not see is not there for them, by whatever call; its name stays taken and says nothing of it.</summary>
    [Fact]
    public async Task A_restricted_experiment_is_seen_by_its_creator_admins_and_auditors_alone()
    {
        var experiment = await Workflow.CreateAsync(new NewExperiment(NewName(), Restricted: true), registry.Scientist, default);
        var run = await ARunAsync(experiment);
        await registry.Get<RunLog>().LogAsync(run.Id, new RunBatch([new NewPoint("loss", 1, 1)]), registry.Scientist, default);
        var other = registry.OtherScientist;

        foreach (var seer in new[] { registry.Scientist, registry.Admin, registry.Auditor })
        {
            Assert.Equal(experiment.Id, (await Queries.GetAsync(experiment.IdText, seer, default)).Id);
            Assert.Single((await registry.Get<RunQueries>().SearchAsync(new RunSearch([experiment.IdText]), seer, default)).Items);
        }

        Func<Task>[] ofExperiment =
        [
            () => Queries.GetAsync(experiment.IdText, other, default), () => Queries.GetByNameAsync(experiment.Name, other, default),
            () => Workflow.RenameAsync(experiment.IdText, NewName(), other, default), () => Workflow.DeleteAsync(experiment.IdText, other, default),
            () => Workflow.RestrictAsync(experiment.IdText, false, other, default), () => Workflow.SetTagAsync(experiment.IdText, "a", "b", other, default),
            () => registry.Get<RunWorkflow>().CreateAsync(new NewRun(experiment.IdText), other, default),
            () => registry.Get<LoggedModelWorkflow>().CreateAsync(new NewLoggedModel(experiment.IdText), other, default),
        ];
        Assert.All(ofExperiment, call => Refused.ByAsync("experiment_not_found", call).GetAwaiter().GetResult());
        Func<Task>[] ofRun =
        [
            () => registry.Get<RunQueries>().GetAsync(run.Id, other, default), () => registry.Get<RunLog>().LogAsync(run.Id, new RunBatch(), other, default),
            () => registry.Get<RunWorkflow>().UpdateAsync(run.Id, new RunEdit(), other, default),
            () => registry.Get<RunWorkflow>().DeleteAsync(run.Id, other, default), () => registry.Get<RunWorkflow>().RestoreAsync(run.Id, other, default),
            () => registry.Get<RunLog>().DeleteTagAsync(run.Id, "mlflow.runName", other, default),
            () => registry.Get<RunInputs>().LogAsync(run.Id, [], [], other, default),
            () => registry.Get<RunInputs>().LogOutputsAsync(run.Id, [], other, default),
            () => registry.Get<RunHistory>().PageAsync(run.Id, "loss", null, null, other, default),
            () => registry.Get<RunHistory>().ThinnedAsync([run.Id], "loss", StepSpan.All, 10, other, default),
        ];
        Assert.All(ofRun, call => Refused.ByAsync("run_not_found", call).GetAwaiter().GetResult());
        Assert.Empty((await registry.Get<RunQueries>().SearchAsync(new RunSearch([experiment.IdText]), other, default)).Items);
        Assert.DoesNotContain((await Queries.SearchAsync(new ExperimentSearch(), other, default)).Items, found => found.Id == experiment.Id);
        var taken = await Refused.ByAsync("experiment_name_taken", () => Workflow.CreateAsync(new NewExperiment(experiment.Name), other, default));
        Assert.DoesNotContain(experiment.IdText, taken.Message.Replace(experiment.Name, "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_whoever_may_log_writes_and_a_token_needs_the_scope()
    {
        var experiment = await AnExperimentAsync();
        var reads = registry.Scientist with { Token = new TokenGrant(Guid.Empty, new HashSet<string> { Scopes.Read }, null) };

        await Refused.ByAsync("role_missing", () => Workflow.CreateAsync(new NewExperiment(NewName()), registry.Viewer, default));
        await Refused.ByAsync("role_missing", () => registry.Get<RunWorkflow>().CreateAsync(new NewRun(experiment.IdText), registry.Viewer, default));
        await Refused.ByAsync("role_missing", () => Workflow.DeleteAsync(experiment.IdText, registry.Viewer, default));
        await Refused.ByAsync("role_missing", () => Workflow.RestrictAsync(experiment.IdText, true, registry.OtherScientist, default));
        Assert.False(Rights.Allows(reads, Right.LogRuns));
        Assert.Equal(experiment.Id, (await Queries.GetAsync(experiment.IdText, registry.Viewer, default)).Id);
        await Refused.ByAsync("role_missing", () => Queries.GetAsync(experiment.IdText, registry.Roleless, default));
    }

    [Theory]
    [InlineData("name = '{0}-a'", "a")]
    [InlineData("name LIKE '{0}-%'", "a b c")]
    [InlineData("name ILIKE '{0}-A'", "a")]
    [InlineData("name LIKE '{0}-A'", "")]
    [InlineData("attribute.name != '{0}-a' AND name LIKE '{0}%'", "b c")]
    [InlineData("tags.team = 'risk' AND name LIKE '{0}%'", "a b")]
    [InlineData("tags.team != 'risk' AND name LIKE '{0}%'", "c")]
    [InlineData("tags.other != 'x' AND name LIKE '{0}%'", "")]
    [InlineData("tags.`only a` IS NULL AND name LIKE '{0}%'", "b c")]
    [InlineData("tags.`only a` IS NOT NULL AND name LIKE '{0}%'", "a")]
    [InlineData("creation_time > 0 AND name LIKE '{0}%'", "a b c")]
    [InlineData("last_update_time < 1000 AND name LIKE '{0}%'", "")]
    public async Task Search_finds_by_the_grammar_of_mlflow(string filter, string expected)
    {
        var start = NewName();
        foreach (var (letter, tags) in new[]
        {
            ("a", new Dictionary<string, string> { ["team"] = "risk", ["only a"] = "1" }), ("b", new Dictionary<string, string> { ["team"] = "risk" }),
            ("c", new Dictionary<string, string> { ["team"] = "other" }),
        })
        {
            await Workflow.CreateAsync(new NewExperiment($"{start}-{letter}", Tags: tags), registry.Scientist, default);
        }

        var search = new ExperimentSearch(filter.Replace("{0}", start, StringComparison.Ordinal), ["name ASC"], MaxResults: 2);
        var found = await AllAsync(search);

        Assert.Equal(expected, string.Join(' ', found.Select(experiment => experiment.Name[^1])));
    }

    [Theory]
    [InlineData("name = 'a' OR name = 'b'")]
    [InlineData("(name = 'a')")]
    [InlineData("NOT name = 'a'")]
    [InlineData("name")]
    [InlineData("colour = 'a'")]
    [InlineData("name = 'a")]
    public async Task A_filter_that_is_no_such_is_refused(string filter) =>
        await Refused.ByAsync("filter_invalid", () => Queries.SearchAsync(new ExperimentSearch(filter), registry.Viewer, default));

    private async Task<List<ExperimentView>> AllAsync(ExperimentSearch search)
    {
        List<ExperimentView> all = [];
        Page<ExperimentView>? page = null;
        do
        {
            page = await Queries.SearchAsync(search with { PageToken = page?.NextPageToken }, registry.Viewer, default);
            all.AddRange(page.Items);
        }
        while (page.NextPageToken is not null);

        return all;
    }

    private static string NewName() => $"x{Guid.NewGuid():n}";

    private Task<ExperimentView> AnExperimentAsync() => Workflow.CreateAsync(new NewExperiment(NewName()), registry.Scientist, default);

    private Task<RunView> ARunAsync(ExperimentView experiment) =>
        registry.Get<RunWorkflow>().CreateAsync(new NewRun(experiment.IdText), registry.Scientist, default);

    private Task<RunView> RunAsync(RunView run) => registry.Get<RunQueries>().GetAsync(run.Id, registry.Scientist, default);
}
