using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Consumers;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Lineage;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Core.Registrations;
using ModelRegistry.Core.Runs;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Promotions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Lineage;

public sealed class LineageTests(PromotionScene scene) : IClassFixture<PromotionScene>
{
    private LineageQueries Queries => scene.Get<LineageQueries>();

    private DatasetQuarantine Workflow => scene.Get<DatasetQuarantine>();

    [Fact]
    public async Task A_version_is_told_from_its_data_set_to_the_hosts_that_run_it()
    {
        var digest = scene.NewName("digest");
        var model = await AModelAsync(digest);
        await scene.MoveAsync(model, Stage.Staging, 1);
        await scene.MoveAsync(model, Stage.Production, 1);
        await scene.MoveAsync(model, Stage.Staging, null);
        var host = await scene.Registry.ByTokenAsync(scene.Viewer, Scopes.Resolve);
        await scene.Get<SlotResolution>().ResolveAsync(model, Stage.Production, host, default);
        await scene.Get<ConsumptionLog>().FlushAsync(scene.Get<Core.Data.RegistryStore>(), default);

        var lineage = await Queries.OfVersionAsync(model, "1", scene.Viewer, default);

        Assert.Equal((new VersionDataset("claims", digest), 1), (lineage.Dataset, lineage.DatasetUses!.Count));
        Assert.Equal(new VersionSource("run-7", "c0ffee"), lineage.Source);
        Assert.Equal(new[] { ("production", true), ("staging", false) }, lineage.Slots.Select(stay => (stay.Slot, stay.Until is null)));
        Assert.Equal(("production", 1, 1), (Assert.Single(lineage.Hosts).Slot, lineage.Hosts[0].Version, lineage.HostCount));
    }

    [Fact]
    public async Task The_run_that_a_version_was_made_of_is_named_for_who_sees_it()
    {
        var experiment = await scene.Get<ExperimentWorkflow>().CreateAsync(new NewExperiment(scene.NewName("trainings")), scene.Scientist, default);
        var run = await scene.Get<RunWorkflow>().CreateAsync(new NewRun(experiment.IdText, Name: "trained"), scene.Scientist, default);
        var model = scene.NewName("made");
        await scene.Get<ModelWorkflow>().CreateAsync(new NewModel(model), scene.Scientist, default);
        await scene.Registry.ASealedVersionAsync(scene.Scientist, model, new NewVersion(Source: new VersionSource(run.Id)));

        var expected = new SourceRun(experiment.Id, experiment.Name, run.Id, "trained");
        Assert.Equal(expected, (await Queries.OfVersionAsync(model, "1", scene.Viewer, default)).Run);
        Assert.Equal(expected, await scene.Get<RunVersions>().SourceOfAsync(run.Id, scene.Viewer, default));

        await scene.Get<ExperimentWorkflow>().RestrictAsync(experiment.IdText, true, scene.Scientist, default);
        Assert.Null((await Queries.OfVersionAsync(model, "1", scene.Viewer, default)).Run);
        Assert.Null(await scene.Get<RunVersions>().SourceOfAsync(run.Id, scene.Viewer, default));
        Assert.Equal(expected, (await Queries.OfVersionAsync(model, "1", scene.Scientist, default)).Run);
    }

    [Fact]
    public async Task Which_versions_used_a_data_set_comes_in_pages_and_of_visible_models_only()
    {
        var digest = scene.NewName("digest");
        var (seen, hidden) = (await AModelAsync(digest), await AModelAsync(digest));
        scene.Registry.Clock.Advance(TimeSpan.FromMinutes(1));
        await scene.Registry.ASealedVersionAsync(scene.Scientist, seen, Used(digest), "two");
        await scene.Registry.ASealedVersionAsync(scene.Scientist, seen, Used("another"), "three");
        await scene.Get<ModelWorkflow>().EditAsync(hidden, new ModelEdit(Restricted: true), scene.Scientist, default);

        var first = await Queries.OfDatasetAsync(digest, 1, null, scene.Viewer, default);
        var second = await Queries.OfDatasetAsync(digest, 1, first.NextPageToken, scene.Viewer, default);

        Assert.Equal(new[] { (seen, 2), (seen, 1) }, first.Items.Concat(second.Items).Select(use => (use.Model, use.Version)));
        Assert.Null(second.NextPageToken);
        Assert.Equal(3, (await Queries.OfDatasetAsync(digest, null, null, scene.Auditor, default)).Items.Count);
        Assert.Equal(2, (await Queries.OfVersionAsync(seen, "1", scene.Viewer, default)).DatasetUses!.Count);
    }

    [Fact]
    public async Task All_that_came_from_a_data_set_is_quarantined_in_one_act_with_an_event_for_each()
    {
        var digest = scene.NewName("digest");
        var (one, two) = (await AModelAsync(digest), await AModelAsync(digest));

        var set = await SetAsync(digest, scene.ReviewerA, (one, 1), (two, 1));

        Assert.Equal([one, two], set.Items.Select(quarantine => quarantine.Model));
        Assert.Single(await scene.EventsAsync(one), entry => entry.Action == "version.quarantined");
        Assert.Single(await scene.EventsAsync(two), entry => entry.Action == "version.quarantined");
        Assert.All((await Queries.OfDatasetAsync(digest, null, null, scene.ReviewerA, default)).Items, use =>
            Assert.Equal((true, "It is quarantined already."), (use.Quarantined, use.QuarantineRefusal)));
    }

    [Fact]
    public async Task All_or_nothing()
    {
        var digest = scene.NewName("digest");
        var (one, two) = (await AModelAsync(digest), await AModelAsync(digest));
        await scene.Get<QuarantineWorkflow>().SetAsync(two, "1", "Before.", scene.ReviewerA, default);

        await Refused.ByAsync("already_quarantined", () => SetAsync(digest, scene.ReviewerA, (one, 1), (two, 1)));
        await Refused.ByAsync("version_not_found", () => SetAsync(digest, scene.ReviewerA, (one, 1), (one, 9)));
        await Refused.ByAsync("version_not_found", () => SetAsync("another", scene.ReviewerA, (one, 1)));

        Assert.False((await scene.Get<VersionQueries>().GetAsync(one, "1", scene.ReviewerA, default)).Quarantined);
        Assert.DoesNotContain(await scene.EventsAsync(one), entry => entry.Action == "version.quarantined");
    }

    [Fact]
    public async Task The_rules_of_a_single_quarantine_hold_for_each()
    {
        var digest = scene.NewName("digest");
        var model = await AModelAsync(digest);
        var hidden = await AModelAsync(digest);
        await scene.Get<ModelWorkflow>().EditAsync(hidden, new ModelEdit(Restricted: true), scene.Scientist, default);

        await Refused.ByAsync("role_missing", () => SetAsync(digest, scene.Viewer, (model, 1)));
        await Refused.ByAsync("version_not_found", () => SetAsync(digest, scene.ReviewerA, (hidden, 1))); // as if it were not there
        Assert.NotNull(Assert.Single((await Queries.OfDatasetAsync(digest, null, null, scene.Viewer, default)).Items).QuarantineRefusal);
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_by_its_field()
    {
        var many = Enumerable.Range(1, 101).Select(number => new VersionName("fraud", number)).ToList();

        Assert.Equal("versions", (await Refused.ByAsync("too_many", () => Set(new("d", many, "Why.")))).Field);
        Assert.Equal("versions", (await Refused.ByAsync("field_required", () => Set(new("d", [], "Why.")))).Field);
        Assert.Equal("reason", (await Refused.ByAsync("field_required", () => Set(new("d", many[..1], " ")))).Field);
        Assert.Equal("digest", (await Refused.ByAsync("field_required", () => Set(new(null, many[..1], "Why.")))).Field);

        Task Set(QuarantineOfDataset wish) => Workflow.SetAsync(wish, scene.ReviewerA, default);
    }

    [Fact]
    public async Task The_environment_is_read_from_the_files_beside_the_model()
    {
        var model = await scene.AModelAsync();
        await scene.Registry.APendingVersionAsync(scene.Scientist, model);
        Assert.Null(await scene.Get<VersionEnvironments>().ReadAsync(model, "2", scene.Viewer, default));
        await scene.Registry.AFileAsync(scene.Scientist, model, "2", "model/requirements.txt", "mlflow==2.17.2\nscikit-learn\n");
        await scene.Registry.AFileAsync(scene.Scientist, model, "2", "model/python_env.yaml", "python: 3.11.2\n");

        var environment = await scene.Get<VersionEnvironments>().ReadAsync(model, "2", scene.Viewer, default);

        Assert.Equal("3.11.2", environment!.Python);
        Assert.Equal(new[] { ("mlflow", "==2.17.2"), ("scikit-learn", "") }, environment.Requirements.Select(package => (package.Name, package.Text)));
    }

    private Task<string> AModelAsync(string digest) => scene.AModelAsync(version: Used(digest));

    private static NewVersion Used(string digest) => new(Dataset: new VersionDataset("claims", digest), Source: new VersionSource("run-7", "c0ffee"));

    private Task<Page<QuarantineView>> SetAsync(string digest, Actor by, params (string Model, int Version)[] versions) =>
        Workflow.SetAsync(
            new QuarantineOfDataset(digest, [.. versions.Select(name => new VersionName(name.Model, name.Version))], "Wrong labels."), by, default);
}
