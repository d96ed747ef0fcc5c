using ModelRegistry.Core;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Registrations;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Runs;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Tests.Data;

/// <summary>What tracking needs of the invented answers.</summary>
public sealed partial class SqlServerQueryTests
{
    private const string EveryField = "metrics.loss > 0.5 and metrics.`val loss` != 1 and params.depth = '3' and params.depth is null and tags.note like 'a%' "
        + "and tags.mlflow.parentRunId = 'r' and datasets.name = 'iris' and datasets.context ilike 'train' and run_id in ('a', 'b') and run_name like 'a%' "
        + "and status != 'FAILED' and user_id = 'ann' and artifact_uri = 'mlflow-artifacts:/7/r/artifacts' and start_time > 5 and end_time <= 7";

    private T Tracked<T>()
        where T : notnull
    {
        Server.Texts["StartTime/Status"] = nameof(RunStatus.Running);
        Server.Texts["StatusMessage/Status"] = nameof(LoggedModelStatus.Ready);
        Server.Texts["Tags"] = "{}";
        Server.Texts["Value"] = "b";
        return Get<T>();
    }

    private async Task ExperimentsAsync()
    {
        const string Filter = "name like 'dig%' and tags.team = 'risk' and tags.other is null and creation_time > 5 and last_update_time <= 7";
        foreach (var order in new[] { "name ASC", "experiment_id DESC", "creation_time", "last_update_time DESC" })
        {
            var search = new ExperimentSearch(Filter, [order], Lifecycle.Deleted, 10);
            await Get<ExperimentQueries>().SearchAsync(search, SeesSome, default);
        }
    }

    private async Task RunsAsync()
    {
        var queries = Tracked<RunQueries>();
        foreach (var order in new[]
        {
            "metrics.loss DESC", "params.depth", "tags.note DESC", "status", "end_time DESC", "run_name", "user_id", "artifact_uri", "run_id DESC",
            "start_time",
        })
        {
            await queries.SearchAsync(new RunSearch(["7"], EveryField, [order], Lifecycle.Active, 10), SeesSome, default);
            await queries.SearchAsync(new RunSearch(["7", "8"], "", [order], Lifecycle.All, 10), SeesSome, default);
        }

        await queries.SearchAsync(new RunSearch(["7", "8"], View: Lifecycle.Deleted), SeesSome, default);
    }

    private async Task FoldRunsAsync()
    {
        var search = new RunSearch(["7"], EveryField) { Outermost = true, Given = new GivenParam("depth", "3") };
        await Tracked<RunGroupQueries>().FoldAsync(search, "depth", ["loss", "accuracy"], SeesSome, default);
        await Tracked<RunGroupQueries>().FoldAsync(search with { Given = new GivenParam("depth", null) }, "depth", [], SeesSome, default);
    }

    private async Task RunHistoryAsync()
    {
        var token = new HistoryPlace(7, 8, 0.5, 1).Write($"Id 0/loss/{SeesSome.UserId}");
        await Tracked<RunHistory>().PageAsync("r", "loss", 10, token, SeesSome, default);
    }

    private async Task LoggedModelsAsync()
    {
        const string Filter = "metrics.loss > 0.5 and params.depth = '3' and tags.note like 'a%' and name = 'model' and model_id = 'm' "
            + "and model_type != 'agent' and source_run_id = 'r' and status = 'READY' and creation_timestamp > 5 and last_updated_timestamp <= 7";
        foreach (var order in new[]
        {
            "metrics.loss", "creation_timestamp", "last_updated_timestamp", "name", "model_id", "model_type", "source_run_id", "status",
        })
        {
            await Tracked<LoggedModelQueries>().SearchAsync(new LoggedModelSearch(["7"], Filter, [new LoggedModelTerm(order, false, "iris", "d1")],
                [new LoggedModelDataset("iris", "d1"), new LoggedModelDataset("digits")], 10), SeesSome, default);
        }
    }

    private Task PurgeRunsAsync()
    {
        var settings = Get<RegistrySettings>() with { Retention = Retention.Default with { DeletedRuns = TimeSpan.FromDays(30) } };
        return new RunPurge(Get<RegistryStore>(), settings, TimeProvider.System).RunAsync(default);
    }

    private async Task LogRunAsync()
    {
        NewPoint[] points =
            [.. Enumerable.Range(0, 300).Select(i => new NewPoint("loss", i, i, i, "Id 0", "iris", "d1")), new NewPoint("loss", double.NaN, 1)];
        var batch = new RunBatch(points, [KeyValuePair.Create("depth", "3")], [KeyValuePair.Create("mlflow.runName", "a")]);
        await Tracked<RunLog>().LogAsync("r", batch, Everybody, default);
    }

    private async Task RegisterFromRunAsync(Func<SourceRegistration, SourcedVersion, Task> register)
    {
        Server.Texts["Status"] = nameof(VersionStatus.Ready);
        await register(Tracked<SourceRegistration>(), new SourcedVersion("models:/fraud/1"));
    }
}
