using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Runs;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Runs;

/// <summary>Runs in experiments of their own, by the scientist of a registry.</summary>
internal sealed class RunScene(StaffedRegistry registry)
{
    public RunLog Log => registry.Get<RunLog>();

    public RunWorkflow Runs => registry.Get<RunWorkflow>();

    public RunQueries Queries => registry.Get<RunQueries>();

    public RunHistory History => registry.Get<RunHistory>();

    public Task<ExperimentView> AnExperimentAsync() =>
        registry.Get<ExperimentWorkflow>().CreateAsync(new NewExperiment($"x{Guid.NewGuid():n}"), registry.Scientist, default);

    public async Task<RunView> ARunAsync(ExperimentView? experiment = null, string? name = null, long? start = null,
        params (string Key, string Value)[] tags) =>
        await Runs.CreateAsync(new NewRun((experiment ?? await AnExperimentAsync()).IdText, "ann", name, start,
            [.. tags.Select(tag => KeyValuePair.Create(tag.Key, tag.Value))]), registry.Scientist, default);

    public Task LogAsync(RunView run, params NewPoint[] points) => Log.LogAsync(run.Id, new RunBatch(points), registry.Scientist, default);

    public Task ParamsAsync(RunView run, params (string Key, string Value)[] pairs) =>
        Log.LogAsync(run.Id, new RunBatch(Params: [.. pairs.Select(pair => KeyValuePair.Create(pair.Key, pair.Value))]), registry.Scientist, default);

    public Task TagsAsync(RunView run, params (string Key, string Value)[] pairs) =>
        Log.LogAsync(run.Id, new RunBatch(Tags: [.. pairs.Select(pair => KeyValuePair.Create(pair.Key, pair.Value))]), registry.Scientist, default);

    public Task<RunView> ReadAsync(RunView run) => Queries.GetAsync(run.Id, registry.Viewer, default);

    /// <summary>The whole history of a metric, by pages of so many points.</summary>
    public async Task<IReadOnlyList<HistoryPoint>> HistoryAsync(RunView run, string metric, int size = RunHistory.PageSize)
    {
        List<HistoryPoint> all = [];
        string? token = null;
        do
        {
            var page = await History.PageAsync(run.Id, metric, size, token, registry.Viewer, default);
            Assert.True(page.Items.Count <= size);
            all.AddRange(page.Items);
            token = page.NextPageToken;
        }
        while (token is not null);

        return all;
    }
}
