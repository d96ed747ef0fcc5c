using ModelRegistry.Core.Common;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Runs;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Runs;

/// <summary>Runs are searched by MLflow's grammar: C23, C26, C35, C38, C40 on a fixture of six runs.</summary>
public sealed class RunSearchTests(RunSearchTests.SixRuns six) : IClassFixture<RunSearchTests.SixRuns>
{
    [Theory]
    [InlineData("", "a b c d e f")]
    [InlineData("metrics.loss > 0.5", "b c d")]
    [InlineData("metric.loss >= 0.5", "b c d")]
    [InlineData("metrics.loss < 0.5", "a")]
    [InlineData("metrics.loss != 0.1", "b c")]
    [InlineData("metrics.loss = 0.9", "c")]
    [InlineData("metrics.`avg model score` > 0.5", "b")]
    [InlineData("metrics.\"val/loss\" < 1", "c")]
    [InlineData("params.depth = '3'", "a b")]
    [InlineData("params.depth != '3'", "c")]
    [InlineData("params.depth LIKE '%3%'", "a b c")]
    [InlineData("params.empty = ''", "a")]
    [InlineData("params.depth IS NULL", "d e f")]
    [InlineData("params.depth IS NOT NULL", "a b c")]
    [InlineData("tags.mlflow.runName = 'a'", "a")]
    [InlineData("tags.`mlflow.runName` ILIKE 'A'", "a")]
    [InlineData("tags.\"mlflow.runName\" LIKE 'A'", "")]
    [InlineData("tags.mlflow.parentRunId = '{a}'", "b c")]
    [InlineData("tags.note = \"team's run\"", "d")]
    [InlineData("tags.note = 'team''s'", "e")]
    [InlineData("attributes.run_id IN ('{a}','{c}')", "a c")]
    [InlineData("run_id NOT IN ('{a}','{c}')", "b d e f")]
    [InlineData("attributes.run_name IN ('a','b')", "a b")]
    [InlineData("run_name = 'f'", "f")]
    [InlineData("attributes.`Run name` = 'f'", "f")]
    [InlineData("status = 'FINISHED'", "a b")]
    [InlineData("attr.status != 'FINISHED'", "c d e f")]
    [InlineData("status LIKE 'FIN%'", "a b")]
    [InlineData("start_time > 2 AND start_time <= 4", "c d")]
    [InlineData("end_time > 0", "a b")]
    [InlineData("user_id = 'ann'", "a b c d e f")]
    [InlineData("artifact_uri = 'mlflow-artifacts:/{x}/{b}/artifacts'", "b")]
    [InlineData("datasets.name = 'iris' AND dataset.digest LIKE 'd%'", "a b")]
    [InlineData("datasets.context = 'train'", "a")]
    [InlineData("metrics.loss > 0.5 and params.depth = '3'", "b")]
    public async Task A_filter_finds_what_it_says(string filter, string expected) =>
        Assert.Equal(expected, await six.FindAsync(six.Text(filter), ["start_time ASC"]));

    [Theory]
    [InlineData("metrics.loss ASC", "a b c d e f")]
    [InlineData("metrics.loss DESC", "d c b a e f")]
    [InlineData("params.depth ASC|run_name DESC", "c b a f e d")]
    [InlineData("tags.`mlflow.runName` DESC", "f e d c b a")]
    [InlineData("attributes.end_time DESC", "b a f e d c")]
    [InlineData("status ASC|start_time ASC", "a b c d e f")]
    [InlineData("", "f e d c b a")]
    public async Task An_order_puts_what_is_missing_last_and_pages_walk_it(string orderBy, string expected)
    {
        var terms = orderBy.Split('|', StringSplitOptions.RemoveEmptyEntries);
        // e logged NaN and f nothing: both behind the numbers, whichever way.
        Assert.Equal(expected, await six.FindAsync("", terms));
        Assert.Equal(expected, await six.FindAsync("", terms, size: 2));
        Assert.Equal(expected, await six.FindAsync("", terms, size: 6));
    }

    [Theory]
    [InlineData("metrics.loss > '0.5'")]
    [InlineData("params.depth = 3")]
    [InlineData("tags.note = 'a\\'b'")]
    [InlineData("tags.note = 'a")]
    [InlineData("colour = 'red'")]
    [InlineData("status > 'FINISHED'")]
    [InlineData("params.depth = '3' OR params.depth = '4'")]
    [InlineData("run_id IN ()")]
    public async Task A_filter_that_is_no_such_is_refused_with_its_place(string filter) =>
        await Refused.ByAsync("filter_invalid", () => six.FindAsync(filter, []));

    [Theory]
    [InlineData("loss")]
    [InlineData("start_time, end_time")]
    [InlineData("metrics.loss UP")]
    public async Task An_order_that_is_no_such_is_refused(string orderBy) => await Refused.ByAsync("order_invalid", () => six.FindAsync("", [orderBy]));

    [Fact]
    public async Task A_token_goes_on_while_runs_come_and_belongs_to_its_question_and_person()
    {
        var experiment = await six.Scene.AnExperimentAsync();
        foreach (var name in new[] { "a", "b", "c" })
        {
            await six.Scene.ARunAsync(experiment, name, name[0]);
        }

        var search = new RunSearch([experiment.IdText], MaxResults: 2);
        var first = await six.Scene.Queries.SearchAsync(search, six.Registry.Viewer, default);
        await six.Scene.ARunAsync(experiment, "z", 'z'); // before the first page
        var second = await six.Scene.Queries.SearchAsync(search with { PageToken = first.NextPageToken }, six.Registry.Viewer, default);

        Assert.Equal("c b a", string.Join(' ', first.Items.Concat(second.Items).Select(run => run.Name)));
        Assert.Null(second.NextPageToken);
        var other = search with { PageToken = first.NextPageToken, Filter = "status = 'RUNNING'" };
        await Refused.ByAsync("page_token_invalid", () => six.Scene.Queries.SearchAsync(other, six.Registry.Viewer, default));
        await Refused.ByAsync("page_token_invalid",
            () => six.Scene.Queries.SearchAsync(search with { PageToken = first.NextPageToken }, six.Registry.Scientist, default));
    }

    [Fact]
    public async Task Deleted_runs_are_found_by_whoever_asks_for_them()
    {
        var experiment = await six.Scene.AnExperimentAsync();
        await six.Scene.ARunAsync(experiment, "kept");
        await six.Scene.Runs.DeleteAsync((await six.Scene.ARunAsync(experiment, "gone")).Id, six.Registry.Scientist, default);

        Assert.Equal("kept", await FindAsync(Lifecycle.Active));
        Assert.Equal("gone", await FindAsync(Lifecycle.Deleted));
        await six.Registry.Get<ExperimentWorkflow>().DeleteAsync(experiment.IdText, six.Registry.Scientist, default);
        Assert.Equal("", await FindAsync(Lifecycle.Active));
        Assert.Equal("gone kept", await FindAsync(Lifecycle.Deleted));
        Assert.Equal("gone kept", await FindAsync(Lifecycle.All));

        async Task<string> FindAsync(Lifecycle view) => string.Join(' ', (await six.Scene.Queries.SearchAsync(
            new RunSearch([experiment.IdText], View: view, OrderBy: ["run_name"]), six.Registry.Viewer, default)).Items.Select(run => run.Name));
    }

    /// <summary>C23; and what a page costs does not grow with it.</summary>
    [Fact]
    public async Task Thousands_of_experiments_are_searched_at_once_by_few_statements()
    {
        string[] ids = [six.Experiment.IdText, .. Enumerable.Range(100_000, 3_000).Select(id => id.Text())];
        Page<RunView>? page = null;

        var sent = await six.Registry.Registry.Statements.DuringAsync(async () =>
            page = await six.Scene.Queries.SearchAsync(new RunSearch(ids, "", []), six.Registry.Viewer, default));

        Assert.Equal(6, page!.Items.Count);
        Assert.Equal(7, sent.Count); // which experiments, which runs, and one for each kind of what they logged
        Assert.Empty((await six.Scene.Queries.SearchAsync(new RunSearch([]), six.Registry.Viewer, default)).Items);
    }

    public sealed class SixRuns : IAsyncLifetime
    {
        private readonly Dictionary<string, RunView> _runs = [];

        public StaffedRegistry Registry { get; } = new();

        public ExperimentView Experiment { get; private set; } = null!;

        internal RunScene Scene { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            await Registry.InitializeAsync();
            Scene = new RunScene(Registry);
            Experiment = await Scene.AnExperimentAsync();
            await RunAsync("a", 1, 0.1);
            await RunAsync("b", 2, 0.5, ("mlflow.parentRunId", _runs["a"].Id));
            await RunAsync("c", 3, 0.9, ("mlflow.parentRunId", _runs["a"].Id));
            await RunAsync("d", 4, double.PositiveInfinity, ("note", "team's run"));
            await RunAsync("e", 5, double.NaN, ("note", "team''s"));
            await RunAsync("f", 6, null);
            await Scene.LogAsync(_runs["b"], new NewPoint("loss", 0.6, 2, 1), new NewPoint("avg model score", 0.7, 1));
            await Scene.LogAsync(_runs["c"], new NewPoint("val/loss", 0.5, 1));
            await Scene.ParamsAsync(_runs["a"], ("depth", "3"), ("empty", ""));
            await Scene.ParamsAsync(_runs["b"], ("depth", "3"));
            await Scene.ParamsAsync(_runs["c"], ("depth", "13"));
            await EndAsync("a", 10);
            await EndAsync("b", 20);
            var inputs = Registry.Get<RunInputs>();
            var iris = new NewRunInput("iris", "d1", Tags: [KeyValuePair.Create("mlflow.data.context", "train")]);
            await inputs.LogAsync(_runs["a"].Id, [iris, iris], [], Registry.Scientist, default);
            await inputs.LogAsync(_runs["a"].Id, [iris], [], Registry.Scientist, default);
            await inputs.LogAsync(_runs["b"].Id, [iris with { Tags = [KeyValuePair.Create("mlflow.data.context", "test")] }], [], Registry.Scientist, default);
        }

        public Task DisposeAsync() => Registry.DisposeAsync();

        public string Text(string filter) => _runs.Aggregate(filter.Replace("{x}", Experiment.IdText, StringComparison.Ordinal),
            (text, run) => text.Replace($"{{{run.Key}}}", run.Value.Id, StringComparison.Ordinal));

        public async Task<string> FindAsync(string filter, string[] orderBy, int size = 100)
        {
            List<string> names = [];
            string? token = null;
            do
            {
                var page = await Scene.Queries.SearchAsync(new RunSearch([Experiment.IdText], filter, orderBy, MaxResults: size, PageToken: token),
                    Registry.Viewer, default);
                names.AddRange(page.Items.Select(run => run.Name));
                token = page.NextPageToken;
            }
            while (token is not null);

            return string.Join(' ', names);
        }

        private async Task RunAsync(string name, long start, double? loss, params (string Key, string Value)[] tags)
        {
            _runs[name] = await Scene.ARunAsync(Experiment, name, start, tags);
            if (loss is { } value)
            {
                await Scene.LogAsync(_runs[name], new NewPoint("loss", value, 1));
            }
        }

        private Task EndAsync(string name, long at) =>
            Scene.Runs.UpdateAsync(_runs[name].Id, new RunEdit(RunStatus.Finished, at), Registry.Scientist, default);
    }
}
