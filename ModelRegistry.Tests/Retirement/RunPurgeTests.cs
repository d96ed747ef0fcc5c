using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.RunFiles;
using ModelRegistry.Core.Runs;
using ModelRegistry.Tests.Runs;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Retirement;

/// <summary>Deleted runs go for good when their time is over, with all they logged, in pieces between which others write.</summary>
public sealed class RunPurgeTests : IAsyncLifetime
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private readonly StaffedRegistry _staff = new();
    private RunScene _scene = null!;

    public async Task InitializeAsync()
    {
        await _staff.InitializeAsync();
        _scene = new RunScene(_staff);
    }

    public Task DisposeAsync() => _staff.DisposeAsync();

    [Fact]
    public async Task A_run_goes_with_all_it_logged_when_its_time_is_over_and_not_before()
    {
        var (gone, stays) = (await AFullRunAsync(), await AFullRunAsync());
        await _scene.Runs.DeleteAsync(gone.Id, _staff.Scientist, default);

        _staff.Registry.Clock.Advance(Kept - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, await PurgeAsync(Kept));
        Assert.Single((await _scene.ReadAsync(gone)).Metrics);
        _staff.Registry.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, await PurgeAsync(null)); // nobody set a time
        Assert.Equal(1, await PurgeAsync(Kept));

        await Refused.ByAsync("run_not_found", () => _scene.Runs.RestoreAsync(gone.Id, _staff.Scientist, default));
        Assert.Equal("0, 0, 0, 0, 0, 0", await RowsAsync(gone));
        Assert.Equal("1, 3, 1, 1, 1, 1", await RowsAsync(stays));
    }

    [Fact]
    public async Task Runs_of_a_deleted_experiment_go_as_well()
    {
        var experiment = await _scene.AnExperimentAsync();
        var run = await _scene.ARunAsync(experiment);
        await _staff.Get<ExperimentWorkflow>().DeleteAsync(experiment.IdText, _staff.Scientist, default);
        _staff.Registry.Clock.Advance(Kept);

        Assert.Equal(1, await PurgeAsync(Kept));
        Assert.Equal("0, 0, 0, 0, 0, 0", await RowsAsync(run));
    }

    /// <summary>Also where all have one step, and where a former turn took the run and was cut short.</summary>
    [Fact]
    public async Task Many_points_go_in_pieces_and_what_was_left_goes_next_time()
    {
        var run = await _scene.ARunAsync();
        for (var part = 0; part < 11; part++)
        {
            await _scene.LogAsync(run, [.. Enumerable.Range(part * 1_000, 1_000).Select(i => new NewPoint("m", i, i, 5))]);
        }

        await _scene.Runs.DeleteAsync(run.Id, _staff.Scientist, default);
        _staff.Registry.Clock.Advance(Kept);
        await using (var db = _staff.Registry.OpenDatabase())
        {
            await db.RunTags.Where(tag => tag.RunKey == run.Key).ExecuteDeleteAsync();
            await db.Runs.Where(found => found.Key == run.Key).ExecuteDeleteAsync(); // where it was cut short
        }

        var deletes = (await _staff.Registry.Statements.DuringAsync(() => PurgeAsync(Kept)))
            .Count(sent => sent.Contains("DELETE FROM \"RunPoints\"", StringComparison.Ordinal));

        Assert.Equal(3, deletes); // 5 000, 5 000 and the rest
        Assert.Equal("0, 0, 0, 0, 0, 0", await RowsAsync(run));
    }

    private async Task<RunView> AFullRunAsync()
    {
        var run = await _scene.ARunAsync();
        await _scene.ParamsAsync(run, ("depth", "3"));
        await _scene.LogAsync(run, new NewPoint("m", 1, 1), new NewPoint("m", 2, 2), new NewPoint("m", 3, 3));
        await using var content = new MemoryStream([1, 2]);
        await _staff.Get<RunArtifacts>().PutAsync(RunFilePlace.Parse($"{RunFilePlace.RunRoot(run.ExperimentId, run.Id)}/model/a"), content, 2,
            _staff.Scientist, default);
        return run;
    }

    private Task<int> PurgeAsync(TimeSpan? kept) => new RunPurge(_staff.Get<RegistryStore>(),
        _staff.Registry.Settings with { Retention = Retention.Default with { DeletedRuns = kept } }, _staff.Registry.Clock).RunAsync(default);

    private async Task<string> RowsAsync(RunView run)
    {
        await using var db = _staff.Registry.OpenDatabase();
        int[] rows =
        [
            await db.Runs.CountAsync(row => row.Key == run.Key), await db.RunPoints.CountAsync(row => row.RunKey == run.Key),
            await db.RunMetrics.CountAsync(row => row.RunKey == run.Key), await db.RunParams.CountAsync(row => row.RunKey == run.Key),
            await db.RunTags.CountAsync(row => row.RunKey == run.Key), await db.RunFiles.CountAsync(file => file.Root.EndsWith(run.Id)),
        ];
        return string.Join(", ", rows);
    }
}
