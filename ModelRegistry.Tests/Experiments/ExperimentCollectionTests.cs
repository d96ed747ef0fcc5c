using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Collections;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Grants;
using ModelRegistry.Core.Moves;
using ModelRegistry.Core.Runs;
using ModelRegistry.Core.Teams;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Experiments;

/// <summary>Experiments live in collections, whose restriction and grants come down to them and to their runs.</summary>
public sealed class ExperimentCollectionTests(StaffedRegistry registry) : IClassFixture<StaffedRegistry>
{
    private ExperimentWorkflow Workflow => registry.Get<ExperimentWorkflow>();

    private ExperimentQueries Queries => registry.Get<ExperimentQueries>();

    private MovePreviews Previews => registry.Get<MovePreviews>();

    [Fact]
    public async Task What_a_collection_hides_is_found_by_its_creator_and_whoever_holds_a_grant_alone()
    {
        var (path, experiment) = await InACollectionAsync();
        var run = await registry.Get<RunWorkflow>().CreateAsync(new NewRun(experiment.IdText), registry.Scientist, default);
        Assert.True(await SeesAsync(registry.Viewer, experiment, run.Id));

        await registry.Get<CollectionWorkflow>().EditAsync(path, new CollectionEdit(Restricted: true), registry.Admin, default);

        Assert.False(await SeesAsync(registry.Viewer, experiment, run.Id));
        Assert.All(new[] { registry.Scientist, registry.Admin, registry.Auditor },
            person => Assert.True(SeesAsync(person, experiment, run.Id).GetAwaiter().GetResult()));
        await GiveAsync(registry.Viewer, path, GrantRight.Read);
        Assert.True(await SeesAsync(await NowAsync(registry.Viewer), experiment, run.Id));
        await registry.Get<CollectionWorkflow>().EditAsync(path, new CollectionEdit(Restricted: false), registry.Admin, default);
        Assert.True(await SeesAsync(registry.OtherScientist, experiment, run.Id));
    }

    [Fact]
    public async Task To_read_lets_nobody_log_there_and_to_contribute_does()
    {
        var (path, experiment) = await InACollectionAsync(restricted: true);
        await GiveAsync(registry.OtherScientist, path, GrantRight.Read);
        var reader = await NowAsync(registry.OtherScientist);
        var run = await registry.Get<RunWorkflow>().CreateAsync(new NewRun(experiment.IdText), registry.Scientist, default); // its creator needs no grant
        var logged = await registry.Get<LoggedModelWorkflow>().CreateAsync(new NewLoggedModel(experiment.IdText), registry.Scientist, default);

        Func<Task>[] calls =
        [
            () => registry.Get<RunWorkflow>().CreateAsync(new NewRun(experiment.IdText), reader, default),
            () => registry.Get<RunLog>().LogAsync(run.Id, new RunBatch([new NewPoint("loss", 1, 1)]), reader, default),
            () => registry.Get<RunWorkflow>().DeleteAsync(run.Id, reader, default),
            () => registry.Get<LoggedModelWorkflow>().CreateAsync(new NewLoggedModel(experiment.IdText), reader, default),
            () => registry.Get<LoggedModelWorkflow>().DeleteAsync(logged.Id, reader, default),
            () => Workflow.DeleteAsync(experiment.IdText, reader, default),
        ];
        Assert.All(calls, call => Refused.ByAsync("grant_missing", call).GetAwaiter().GetResult());
        await GiveAsync(registry.OtherScientist, path, GrantRight.Contribute);
        await registry.Get<RunLog>().LogAsync(run.Id, new RunBatch([new NewPoint("loss", 1, 1)]), await NowAsync(registry.OtherScientist), default);
    }

    [Fact]
    public async Task An_experiments_own_restriction_stays_when_its_collection_opens_and_comes_off_in_a_closed_one_for_nobody()
    {
        var (path, experiment) = await InACollectionAsync(restricted: true);
        await Workflow.RestrictAsync(experiment.IdText, true, registry.Scientist, default);

        await registry.Get<CollectionWorkflow>().EditAsync(path, new CollectionEdit(Restricted: false), registry.Admin, default);
        await Refused.ByAsync("experiment_not_found", () => Queries.GetAsync(experiment.IdText, registry.Viewer, default));
        await registry.Get<CollectionWorkflow>().EditAsync(path, new CollectionEdit(Restricted: true), registry.Admin, default);
        await Workflow.RestrictAsync(experiment.IdText, false, registry.Scientist, default);

        await Refused.ByAsync("experiment_not_found", () => Queries.GetAsync(experiment.IdText, registry.Viewer, default));
        Assert.True((await Queries.GetAsync(experiment.IdText, registry.Scientist, default)).Closed);
    }

    [Fact]
    public async Task Moving_says_beforehand_who_gains_and_loses_and_changes_nothing_until_it_is_done()
    {
        var (open, experiment) = await InACollectionAsync();
        var closed = await ACollectionAsync(restricted: true);
        var team = (await registry.Get<TeamWorkflow>().CreateAsync(new NewTeam(Name("Risk"), Members: [registry.Viewer.Name]), registry.Admin, default)).Name;
        await registry.Get<GrantWorkflow>().GiveAsync(new NewGrant(new(Team: team), new(closed), GrantRight.Read), registry.Admin, default);

        var there = await Previews.ReadAsync(null, experiment.IdText, closed, registry.Admin, default);

        Assert.Equal((open, closed, true, 0), (there.From, there.To, there.Restricted, there.Gain.Count));
        Assert.Contains(registry.OtherScientist.Name, there.Lose.People);
        Assert.DoesNotContain(registry.Viewer.Name, there.Lose.People);
        Assert.Equal(team, Assert.Single(there.GrantsGained).To.Team);
        Assert.Empty(there.GrantsLost);
        Assert.Equal(open, (await Queries.GetAsync(experiment.IdText, registry.Viewer, default)).Collection);
        Assert.Equal(closed, (await Workflow.MoveAsync(experiment.IdText, closed, registry.Admin, default)).Collection);
        await Refused.ByAsync("experiment_not_found", () => Queries.GetAsync(experiment.IdText, registry.OtherScientist, default));
        var back = await Previews.ReadAsync(null, experiment.IdText, "/", registry.Admin, default);
        Assert.Contains(registry.OtherScientist.Name, back.Gain.People);
        Assert.Equal(team, Assert.Single(back.GrantsLost).To.Team);
        Assert.Equal("/", (await Workflow.MoveAsync(experiment.IdText, "/", registry.Admin, default)).Collection);
        Assert.Equal(experiment.Id, (await Queries.GetAsync(experiment.IdText, registry.OtherScientist, default)).Id);
    }

    [Fact]
    public async Task Nobody_moves_one_that_is_not_theirs_or_to_where_they_may_not_make_one()
    {
        var (_, experiment) = await InACollectionAsync();
        var closed = await ACollectionAsync(restricted: true);

        await Refused.ByAsync("role_missing", () => Workflow.MoveAsync(experiment.IdText, "/", registry.OtherScientist, default));
        await Refused.ByAsync("role_missing", () => Previews.ReadAsync(null, experiment.IdText, "/", registry.OtherScientist, default));
        await Refused.ByAsync("collection_not_found", () => Workflow.MoveAsync(experiment.IdText, closed, registry.Scientist, default));
        await GiveAsync(registry.Scientist, closed, GrantRight.Read);
        await Refused.ByAsync("grant_missing", async () => await Workflow.MoveAsync(experiment.IdText, closed, await NowAsync(registry.Scientist), default));
    }

    [Fact]
    public async Task A_collection_with_an_experiment_in_it_stays()
    {
        var (path, experiment) = await InACollectionAsync();
        Assert.Equal(1, (await registry.Get<CollectionQueries>().GetAsync(path, registry.Viewer, default)).Experiments);
        await Workflow.DeleteAsync(experiment.IdText, registry.Scientist, default);

        await Refused.ByAsync("collection_not_empty", () => registry.Get<CollectionWorkflow>().DeleteAsync(path, registry.Admin, default));
    }

    private static string Name(string start) => $"{start}-{Guid.NewGuid():N}";

    private async Task<bool> SeesAsync(Actor person, ExperimentView experiment, string run)
    {
        var listed = (await Queries.SearchAsync(new ExperimentSearch(), person, default)).Items.Any(found => found.Id == experiment.Id);
        var runs = (await registry.Get<RunQueries>().SearchAsync(new RunSearch([experiment.IdText]), person, default)).Items.Any(found => found.Id == run);
        Assert.Equal(listed, runs);
        return listed;
    }

    private async Task<string> ACollectionAsync(bool restricted = false) => (await registry.Get<CollectionWorkflow>()
        .CreateAsync(new NewCollection(Name("risk"), Restricted: restricted ? true : null), registry.Admin, default)).Path;

    private async Task<(string Path, ExperimentView Experiment)> InACollectionAsync(bool restricted = false)
    {
        var path = await ACollectionAsync();
        var made = await Workflow.CreateAsync(new NewExperiment(Name("digits"), Collection: path), registry.Scientist, default);
        if (restricted)
        {
            await registry.Get<CollectionWorkflow>().EditAsync(path, new CollectionEdit(Restricted: true), registry.Admin, default);
        }

        return (path, made);
    }

    private Task<GrantView> GiveAsync(Actor person, string path, GrantRight right) =>
        registry.Get<GrantWorkflow>().GiveAsync(new NewGrant(new(person.Name), new(path), right), registry.Admin, default);

    private Task<Actor> NowAsync(Actor person) => registry.Get<RegistryStore>().ReadAsync(Actor.System,
        db => Sessions.ActorOfAsync(db, person.UserId!.Value, person.Name, person.Door, null, default), default);
}
