using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data.Sqlite;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Runs;
using ModelRegistry.Tests.Data;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Runs;

/// <summary>What searches of runs and the history of metrics send is served by indexes on SQLite: no statement reads a whole table.</summary>
public sealed class RunPlanTests(RunPlanTests.Recorded recorded) : IClassFixture<RunPlanTests.Recorded>
{
    private const string Why = "it asks that database for its plans.";

    /// <summary>A filter, an order, and how the runs or what they logged are found.</summary>
    public static TheoryData<string, string, string> Served => new()
    {
        { "", "", "IX_Runs_ExperimentId_StartTime_Id (ExperimentId=?)" },
        { "metrics.loss > 0.5", "", "PRIMARY KEY (RunKey=? AND MetricId=?)" },
        { "", "metrics.loss DESC", "PRIMARY KEY (RunKey=? AND MetricId=?)" },
        { "params.depth = '3'", "", "PRIMARY KEY (RunKey=? AND Key=?)" },
        { "tags.team = 'risk'", "params.depth ASC", "PRIMARY KEY (RunKey=? AND Key=?)" },
        { "datasets.name = 'iris'", "", "PRIMARY KEY (RunKey=?)" },
        { "start_time > 5", "", "IX_Runs_ExperimentId_StartTime_Id (ExperimentId=? AND StartTime>?)" },
    };

    [SqliteTheory(Why)]
    [MemberData(nameof(Served))]
    public async Task A_search_of_an_experiment_is_served_by_indexes(string filter, string order, string index)
    {
        recorded.Statements.Take();
        await recorded.Registry.Get<RunQueries>().SearchAsync(
            new RunSearch([recorded.Run.ExperimentId.Text()], filter, order.Length == 0 ? [] : [order]),
            recorded.Admin, default);

        await RequireAsync(index);
    }

    [SqliteFact(Why)]
    public async Task A_history_and_a_curve_are_read_along_the_points_key()
    {
        recorded.Statements.Take();
        await recorded.Registry.Get<RunHistory>().ThinnedAsync([recorded.Run.Id], "loss", new StepSpan(1, 2), 10, recorded.Admin, default);
        await RequireAsync("PRIMARY KEY (RunKey=? AND MetricId=? AND Step>? AND Step<?)", sorted: false);

        await recorded.Registry.Get<RunHistory>().PageAsync(recorded.Run.Id, "loss", 1, null, recorded.Admin, default);
        await RequireAsync("PRIMARY KEY (RunKey=? AND MetricId=?)");
    }

    private async Task RequireAsync(string index, bool sorted = true)
    {
        await using var db = recorded.Registry.OpenDatabase();
        await db.Database.OpenConnectionAsync();
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        var sent = recorded.Statements.Take();
        Assert.All(sent, statement => Assert.Empty(TablesRead.Whole(connection, statement)));
        var plans = sent.SelectMany(statement => SqliteStatement.Plan(connection, statement)).ToList();
        Assert.True(plans.Exists(line => line.Contains(index, StringComparison.Ordinal)), string.Join('\n', plans));
        Assert.True(sorted || sent.All(statement => !TablesRead.Sorted(connection, statement).Any()), string.Join('\n', plans));
    }

    public sealed class Recorded : IAsyncLifetime
    {
        internal StatementRecorder Statements { get; } = new();

        public TestRegistry Registry { get; private set; } = null!;

        public Actor Admin { get; private set; } = null!;

        public RunView Run { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Registry = await TestRegistry.StartAsync(change: services =>
                services.ConfigureDbContext<SqliteRegistryDbContext>(options => options.AddInterceptors(Statements)));
            Admin = await Registry.PersonAsync("admin", [.. Roles.All]);
            var experiment = await Registry.Get<ExperimentWorkflow>().CreateAsync(new NewExperiment("plans"), Admin, default);
            Run = await Registry.Get<RunWorkflow>().CreateAsync(new NewRun(experiment.IdText), Admin, default);
            await Registry.Get<RunLog>().LogAsync(Run.Id, new RunBatch([new NewPoint("loss", 1, 1, 1), new NewPoint("loss", 2, 2, 2)],
                [KeyValuePair.Create("depth", "3")], [KeyValuePair.Create("team", "risk")]), Admin, default);
        }

        public async Task DisposeAsync() => await Registry.DisposeAsync();
    }
}
