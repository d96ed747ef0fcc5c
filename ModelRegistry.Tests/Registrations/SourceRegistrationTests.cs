using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Registrations;
using ModelRegistry.Core.RunFiles;
using ModelRegistry.Core.Runs;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Registrations;

public sealed class SourceRegistrationTests(StaffedRegistry staffed) : IClassFixture<StaffedRegistry>
{
    private SourceRegistration Registration => staffed.Get<SourceRegistration>();

    private RunArtifacts Files => staffed.Get<RunArtifacts>();

    [Fact]
    public async Task A_version_of_a_run_lists_its_bytes_and_takes_over_what_it_measured()
    {
        var (model, run) = (await staffed.AModelAsync(), await ARunAsync());
        await LogAsync(run, new RunBatch(
            [new NewPoint("loss", 0.5, 1, 0), new NewPoint("loss", 0.25, 2, 1), new NewPoint("odd", double.NaN, 1)],
            [KeyValuePair.Create("C", "1.0")], [KeyValuePair.Create("mlflow.source.git.commit", "abc123")]));
        await PutAsync(run, "model/MLmodel", "flavors: {}");
        await PutAsync(run, "model/model.pkl", "weights");
        await PutAsync(run, "notes.txt", "not a part of the model");
        var stored = staffed.Get<ArtifactStore>().Stored().Count();

        var version = await CreateAsync(model, $"mlflow-artifacts:/{run.ExperimentId}/{run.Id}/artifacts/model");

        Assert.Equal((VersionStatus.Ready, 1, 2, run.Id), (version.Status, version.Number, version.FileCount, version.Source?.RunId));
        Assert.Equal(["MLmodel", "model.pkl"], (await FilesOfAsync(model, version)).Select(file => file.Path));
        Assert.Equal(stored, staffed.Get<ArtifactStore>().Stored().Count());
        Assert.Equal([("loss", 0.25, 1L, $"run {run.Id}"), ("odd", double.NaN, 0L, $"run {run.Id}")],
            version.Metrics.Select(metric => (metric.Name, metric.Value, metric.Step, metric.Source!)));
        Assert.Equal(("1.0", "abc123"), (version.Parameters["C"], version.Source!.GitCommit));
        Assert.True((await staffed.Get<VersionVerification>().VerifyAsync(model, "1", staffed.Scientist, null, default)).Ok);
    }

    [Fact]
    public async Task What_becomes_of_the_run_changes_nothing_in_the_version()
    {
        var (model, run) = (await staffed.AModelAsync(), await ARunAsync());
        await PutAsync(run, "model/model.pkl", "weights");
        var version = await CreateAsync(model, $"runs:/{run.Id}/model");

        await PutAsync(run, "model/model.pkl", "other weights");
        await Files.RemoveAsync(Place(run, "model"), staffed.Scientist, default);
        await staffed.Get<RunWorkflow>().DeleteAsync(run.Id, staffed.Scientist, default);

        var file = Assert.Single(await FilesOfAsync(model, version));
        using var content = new MemoryStream();
        await staffed.Get<ArtifactStore>().CopyToAsync(file.Sha256, file.Size, content, default);
        Assert.Equal("weights", Encoding.UTF8.GetString(content.ToArray()));
        Assert.True((await staffed.Get<VersionVerification>().VerifyAsync(model, "1", staffed.Scientist, null, default)).Ok);
    }

    [Fact]
    public async Task A_copy_of_a_version_has_its_digest_and_its_run_also_through_a_copy()
    {
        var (model, copy, run) = (await staffed.AModelAsync(), await staffed.AModelAsync(), await ARunAsync());
        await PutAsync(run, "m/a", "weights");
        var first = await CreateAsync(model, $"runs:/{run.Id}/m");

        var second = await CreateAsync(copy, $"models:/{model}/1");
        var third = await CreateAsync(model, $"models:/{copy}/1");

        Assert.Equal((first.Digest, first.Digest), (second.Digest, third.Digest));
        Assert.Equal((run.Id, $"models:/{copy}/1", 2), (third.Source!.RunId, third.Source.Uri, third.Number));
    }

    [Fact]
    public async Task Nothing_there_is_no_version_and_uses_no_number()
    {
        var (model, run) = (await staffed.AModelAsync(), await ARunAsync());

        await Refused.ByAsync("source_empty", () => CreateAsync(model, $"runs:/{run.Id}/model"));
        await Refused.ByAsync("run_not_found", () => CreateAsync(model, "runs:/nobody/model"));
        await Refused.ByAsync("version_not_found", () => CreateAsync(model, $"models:/{model}/7"));
        await Refused.ByAsync("logged_model_not_found", () => CreateAsync(model, "models:/m-00000000000000000000000000000000"));
        await PutAsync(run, "model/a", "x");
        Assert.Equal(1, (await CreateAsync(model, $"runs:/{run.Id}/model")).Number);
    }

    [Fact]
    public async Task Files_of_a_restricted_experiment_make_no_version_for_an_outsider()
    {
        var (model, run) = (await staffed.AModelAsync(), await ARunAsync(restricted: true));
        await PutAsync(run, "model/a", "x");
        var others = await staffed.Registry.AModelAsync(staffed.OtherScientist, RegistryApp.NewName("others"));

        await Refused.ByAsync("run_not_found", () => CreateAsync(others.Name, $"runs:/{run.Id}/model", staffed.OtherScientist));
        await Refused.ByAsync("experiment_not_found", () =>
            CreateAsync(others.Name, $"mlflow-artifacts:/{run.ExperimentId}/{run.Id}/artifacts/model", staffed.OtherScientist));
        Assert.Equal(1, (await CreateAsync(model, $"runs:/{run.Id}/model")).Number);
    }

    [Fact]
    public async Task A_run_that_is_not_here_is_kept_as_a_label()
    {
        var (model, run) = (await staffed.AModelAsync(), await ARunAsync());
        await Files.PutAsync(RunFilePlace.Parse("imported/model/a"), Content("x"), null, staffed.Scientist, default);

        var version = await Registration.CreateAsync(model, new SourcedVersion("mlflow-artifacts:/imported/model", "of-another-server"), staffed.Scientist,
            default);

        Assert.Equal(("of-another-server", 0), (version.Source!.RunId, version.Metrics.Count));
        Assert.NotNull(run);
    }

    [Fact]
    public async Task What_a_run_measures_after_its_version_comes_along_when_it_ends_and_never_later()
    {
        var (model, run) = (await staffed.AModelAsync(), await ARunAsync());
        await LogAsync(run, new RunBatch([new NewPoint("loss", 0.5, 1, 0), new NewPoint("same", 1, 1)]));
        await PutAsync(run, "model/a", "x");
        await CreateAsync(model, $"runs:/{run.Id}/model");
        await LogAsync(run, new RunBatch([new NewPoint("loss", 0.1, 2, 1), new NewPoint("accuracy", 0.9, 2)]));

        await staffed.Get<RunWorkflow>().UpdateAsync(run.Id, new RunEdit(RunStatus.Finished, 5), staffed.Scientist, default);
        var ended = await MetricsAsync();
        await LogAsync(run, new RunBatch([new NewPoint("loss", 0.05, 3, 2)]));
        await staffed.Get<RunWorkflow>().UpdateAsync(run.Id, new RunEdit(RunStatus.Failed), staffed.Scientist, default);

        Assert.Equal([("accuracy", 0.9), ("loss", 0.1), ("same", 1)], ended);
        Assert.Equal(ended, await MetricsAsync());
        Assert.Equal(4, await RowsAsync()); // a row for each that is new, none for what was there

        async Task<IReadOnlyList<(string, double)>> MetricsAsync() =>
            [.. (await staffed.Get<VersionQueries>().GetAsync(model, "1", staffed.Viewer, default)).Metrics.Select(metric => (metric.Name, metric.Value))];

        async Task<int> RowsAsync()
        {
            await using var db = staffed.Registry.OpenDatabase();
            return await db.Metrics.CountAsync(metric => db.Versions.Any(version => version.Id == metric.VersionId && version.SourceRunId == run.Id));
        }
    }

    [Fact]
    public async Task A_viewer_registers_nothing()
    {
        var (model, run) = (await staffed.AModelAsync(), await ARunAsync());
        await PutAsync(run, "model/a", "x");

        await Refused.ByAsync("role_missing", () => CreateAsync(model, $"runs:/{run.Id}/model", staffed.Viewer));
    }

    private async Task<RunView> ARunAsync(bool restricted = false)
    {
        var experiment = await staffed.Get<ExperimentWorkflow>()
            .CreateAsync(new NewExperiment($"e{Guid.NewGuid():n}", Restricted: restricted), staffed.Scientist,
            default);
        return await staffed.Get<RunWorkflow>().CreateAsync(new NewRun(experiment.Id.ToString(CultureInfo.InvariantCulture)), staffed.Scientist, default);
    }

    private Task LogAsync(RunView run, RunBatch batch) => staffed.Get<RunLog>().LogAsync(run.Id, batch, staffed.Scientist, default);

    private Task<FoundRunFile> PutAsync(RunView run, string path, string text) =>
        Files.PutAsync(Place(run, path), Content(text), null, staffed.Scientist, default);

    private static RunFilePlace Place(RunView run, string path) => RunFilePlace.Parse($"{RunFilePlace.RunRoot(run.ExperimentId, run.Id)}/{path}");

    private static MemoryStream Content(string text) => new(Encoding.UTF8.GetBytes(text));

    private Task<VersionView> CreateAsync(string model, string source, Actor? by = null) =>
        Registration.CreateAsync(model, new SourcedVersion(source), by ?? staffed.Scientist, default);

    private Task<IReadOnlyList<ManifestEntry>> FilesOfAsync(string model, VersionView version) =>
        staffed.Get<VersionArtifacts>().ListAsync(model, version.Number.ToString(CultureInfo.InvariantCulture), staffed.Viewer, default);
}
