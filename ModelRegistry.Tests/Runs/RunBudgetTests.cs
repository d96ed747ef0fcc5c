using ModelRegistry.Core.Common;
using ModelRegistry.Core.Runs;
using ModelRegistry.Tests.Support;
using Xunit.Abstractions;

namespace ModelRegistry.Tests.Runs;

/// <summary>How many statements a use case of tracking may send, whatever the size of the call and of what is there.</summary>
public sealed class RunBudgetTests(StaffedRegistry registry, ITestOutputHelper output) : IClassFixture<StaffedRegistry>
{
    private const string Why = "it counts what is sent to that database; SqlServerQueryTests counts the other.";

    private readonly RunScene _scene = new(registry);

    [SqliteFact(Why)]
    public async Task A_run_is_created()
    {
        var experiment = await _scene.AnExperimentAsync();

        await Budget(8, "create", () => _scene.ARunAsync(experiment));
    }

    /// <summary>The rows of points and of their summaries are written beside what is counted here, by one prepared statement for each table.</summary>
    [SqliteTheory(Why)]
    [InlineData(1)]
    [InlineData(1_000)]
    public async Task A_batch_is_logged(int points)
    {
        var run = await _scene.ARunAsync();
        await _scene.LogAsync(run, new NewPoint("loss", 1, 1));
        await _scene.LogAsync(run, new NewPoint("loss", 2, 2)); // the number of the name is known from here

        await Budget(3, $"log {points.Text()}", () => _scene.LogAsync(run, [.. Enumerable.Range(0, points).Select(i => new NewPoint("loss", i, i, i))]));
    }

    [SqliteTheory(Why)]
    [InlineData("a run", 6)]
    [InlineData("runs", 7)]
    [InlineData("history", 2)]
    [InlineData("curves", 3)]
    public async Task Is_read(string what, int budget)
    {
        var experiment = await _scene.AnExperimentAsync();
        var (run, other) = (await _scene.ARunAsync(experiment), await _scene.ARunAsync(experiment));
        for (var i = 0; i < 3; i++)
        {
            await _scene.LogAsync(other, new NewPoint("loss", i, i, i));
            await _scene.LogAsync(run, new NewPoint("loss", i, i, i));
        }

        await Budget(budget, what, () => what switch
        {
            "a run" => _scene.ReadAsync(run),
            "runs" => _scene.Queries.SearchAsync(new RunSearch([experiment.IdText], "metrics.loss > 0.5"), registry.Viewer, default),
            "history" => _scene.HistoryAsync(run, "loss"),
            _ => _scene.History.ThinnedAsync([run.Id, other.Id], "loss", StepSpan.All, 100, registry.Viewer, default),
        });
    }

    private async Task Budget(int most, string what, Func<Task> useCase)
    {
        var sent = await registry.Registry.Statements.DuringAsync(useCase);

        output.WriteLine($"{what}: {sent.Count.Text()} of {most.Text()} statements");
        Assert.True(sent.Count <= most, $"{what}: {sent.Count.Text()} statements are more than {most.Text()}.\n\n{string.Join("\n\n", sent)}");
    }
}
