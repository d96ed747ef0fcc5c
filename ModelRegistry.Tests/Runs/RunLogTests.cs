using System.Text.Json;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Runs;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Runs;

/// <summary>What runs log: all of a call or nothing, each point once, the latest one beside the history.</summary>
public sealed class RunLogTests(StaffedRegistry registry) : IClassFixture<StaffedRegistry>
{
    private readonly RunScene _scene = new(registry);

    /// <summary>C28, C35: also NaN, also within one call.</summary>
    [Fact]
    public async Task The_same_point_again_is_stored_once()
    {
        var run = await _scene.ARunAsync();
        NewPoint[] points =
        [
            new("m", 1.5, 10), new("m", 1.5, 10), new("m", double.NaN, 10), new("m", double.NaN, 10), new("m", double.PositiveInfinity, 10),
            new("m", double.NegativeInfinity, 10), new("m", 0, 10), new("m", -0.0, 10),
        ];

        await _scene.LogAsync(run, points);
        await _scene.LogAsync(run, points);

        var history = await _scene.HistoryAsync(run, "m");
        Assert.Equal([double.NegativeInfinity, double.NaN, 0, 1.5, double.PositiveInfinity],
            history.Select(point => point.Value).Order(Comparer<double>.Create((one, other) => Rank(one).CompareTo(Rank(other)))));
        Assert.Equal(5, (await _scene.ReadAsync(run)).Metrics.Single().Points);

        static double Rank(double value) => double.IsNaN(value) ? -1 : value;
    }

    [Fact]
    public async Task The_latest_has_the_greatest_step_then_time_then_value_whenever_it_came()
    {
        var run = await _scene.ARunAsync();

        await _scene.LogAsync(run, new("m", 9, 100, 5), new NewPoint("m", 1, 200, 5), new NewPoint("m", 2, 200, 5), new NewPoint("m", 3, 300, 4));
        await _scene.LogAsync(run, new NewPoint("m", double.NaN, 200, 5), new NewPoint("m", -7, 900, -3)); // out of order

        var metric = (await _scene.ReadAsync(run)).Metrics.Single();
        Assert.Equal((2, 5, 200, -7, 9, 6), (metric.Value, metric.Step, metric.Time, metric.Lowest, metric.Highest, metric.Points));
    }

    [Fact]
    public async Task A_call_that_is_half_wrong_changes_nothing()
    {
        var run = await _scene.ARunAsync();
        await _scene.ParamsAsync(run, ("depth", "3"));

        var batch = new RunBatch([new("loss", 1, 1)], [new("rate", "0.1"), new("depth", "4")], [new("team", "risk")]);
        var refusal = await Refused.ByAsync("param_changed", () => _scene.Log.LogAsync(run.Id, batch, registry.Scientist, default));

        Assert.Contains("Changing param values is not allowed", refusal.Message, StringComparison.Ordinal);
        var after = await _scene.ReadAsync(run);
        Assert.Equal("depth=3", string.Join(',', after.Params.Select(param => $"{param.Key}={param.Value}")));
        Assert.Empty(after.Metrics);
        Assert.Equal(["mlflow.runName"], after.Tags.Keys);
    }

    [Fact]
    public async Task A_parameter_is_written_once_and_the_same_again_changes_nothing()
    {
        var run = await _scene.ARunAsync();

        await _scene.ParamsAsync(run, ("a", "1"), ("b", ""), ("text", "x\ny\r\n\t😀"));
        await _scene.ParamsAsync(run, ("a", "1"), ("c", "2"));

        Assert.Equal("a=1|b=|c=2|text=x\ny\r\n\t😀", string.Join('|', (await _scene.ReadAsync(run)).Params.Select(param => $"{param.Key}={param.Value}")));
    }

    /// <summary>C29: compared after the cut.</summary>
    [Theory]
    [InlineData(6_000, 6_000)]
    [InlineData(6_001, 6_000)]
    [InlineData(20_000, 6_000)]
    public async Task Long_parameters_are_cut_and_the_same_again_is_the_same(int length, int kept)
    {
        var run = await _scene.ARunAsync();
        var text = new string('ä', length);

        await _scene.ParamsAsync(run, ("p", text));
        await _scene.ParamsAsync(run, ("p", text));

        Assert.Equal(kept, (await _scene.ReadAsync(run)).Params["p"].Length);
    }

    /// <summary>C25: what clients read back as JSON is whole, other tags are cut.</summary>
    [Fact]
    public async Task Tags_that_clients_read_back_are_not_cut()
    {
        var run = await _scene.ARunAsync();
        var text = new string('x', 1_100_000);

        await _scene.TagsAsync(run, ("mlflow.loggedArtifacts", text), ("note", text));
        var code = new string('y', 60_000);
        for (var i = 0; i < 40; i++)
        {
            var model = JsonSerializer.Serialize(new { artifact_path = i, run_id = "r", utc_time_created = "now", flavors = new { sklearn = new { code } } });
            await registry.Get<RunModelLog>().LogAsync(run.Id, model, registry.Scientist, default);
        }

        var tags = (await _scene.ReadAsync(run)).Tags;
        Assert.Equal(1_100_000, tags["mlflow.loggedArtifacts"].Length);
        Assert.Equal(RunTag.ValueMaxLength, tags["note"].Length);
        Assert.Equal(40, JsonDocument.Parse(tags["mlflow.log-model.history"]).RootElement.GetArrayLength());
        await Refused.ByAsync("model_json_invalid", () => registry.Get<RunModelLog>().LogAsync(run.Id, "{}", registry.Scientist, default));
    }

    /// <summary>C31.</summary>
    [Theory]
    [InlineData(1_000, 0, 0, null)]
    [InlineData(1_001, 0, 0, "1000 metrics. Got 1001")]
    [InlineData(0, 100, 100, null)]
    [InlineData(0, 101, 0, "100 params. Got 101")]
    [InlineData(0, 0, 101, "100 tags. Got 101")]
    [InlineData(900, 100, 0, null)]
    [InlineData(901, 50, 50, "1000 params/tags/metrics combined. Got 1001")]
    public async Task A_call_takes_so_much_and_no_more(int metrics, int parameters, int tags, string? refused)
    {
        var run = await _scene.ARunAsync();
        var batch = new RunBatch([.. Enumerable.Range(0, metrics).Select(i => new NewPoint($"m{i.Text()}", i, 1))],
            [.. Enumerable.Range(0, parameters).Select(i => KeyValuePair.Create($"p{i.Text()}", "v"))],
            [.. Enumerable.Range(0, tags).Select(i => KeyValuePair.Create($"t{i.Text()}", "v"))]);

        var outcome = await Record.ExceptionAsync(() => _scene.Log.LogAsync(run.Id, batch, registry.Scientist, default));

        Assert.Equal(refused is null, outcome is null);
        Assert.Contains(refused ?? "", outcome?.Message ?? "", StringComparison.Ordinal);
        Assert.Equal(refused is null ? metrics : 0, (await _scene.ReadAsync(run)).Metrics.Count);
    }

    /// <summary>C32.</summary>
    [Theory]
    [InlineData("val/loss", true)]
    [InlineData("R²", true)]
    [InlineData("学習/損失", true)]
    [InlineData("01: minutes", true)]
    [InlineData("avg model score", true)]
    [InlineData("metrics/mAP50(B)", false)]
    [InlineData("a//b", false)]
    [InlineData("/a", false)]
    [InlineData("..", false)]
    [InlineData("🤧", false)]
    public async Task A_name_is_taken_or_refused_by_its_place(string name, bool taken)
    {
        var run = await _scene.ARunAsync();

        var outcome = await Record.ExceptionAsync(() => _scene.LogAsync(run, new("fine", 1, 1), new NewPoint(name, 2, 1)));

        Assert.Equal(taken, outcome is null);
        if (taken)
        {
            Assert.Equal(2, Assert.Single(await _scene.HistoryAsync(run, name)).Value);
        }
        else
        {
            Assert.Equal("metrics[1].key", Assert.IsType<RegistryException>(outcome).Field);
        }
    }

    [Fact]
    public async Task A_metric_is_logged_after_the_run_ended_and_none_after_it_was_deleted()
    {
        var run = await _scene.ARunAsync();
        await _scene.Runs.UpdateAsync(run.Id, new RunEdit(RunStatus.Finished, 99), registry.Scientist, default);

        await _scene.LogAsync(run, new NewPoint("late", 1, 1));
        await _scene.Runs.DeleteAsync(run.Id, registry.Scientist, default);
        await _scene.Runs.DeleteAsync(run.Id, registry.Scientist, default);

        await Refused.ByAsync("run_deleted", () => _scene.LogAsync(run, new NewPoint("later", 1, 1)));
        await Refused.ByAsync("run_deleted", () => _scene.Runs.UpdateAsync(run.Id, new RunEdit(RunStatus.Failed), registry.Scientist, default));
        await _scene.Runs.RestoreAsync(run.Id, registry.Scientist, default);
        var after = await _scene.ReadAsync(run);
        Assert.Equal((RunStatus.Finished, 99L, false, 1), (after.Status, after.EndTime, after.Deleted, after.Metrics.Count));
    }

    /// <summary>C13: none of many writers fails, and nothing is lost.</summary>
    [Fact]
    public async Task Sixty_four_writers_log_to_one_run()
    {
        var run = await _scene.ARunAsync();

        await Task.WhenAll(Enumerable.Range(0, 64).Select(writer => Task.Run(async () =>
        {
            for (var step = 0; step < 4; step++)
            {
                await _scene.LogAsync(run, new NewPoint("shared", writer, writer, step), new NewPoint($"own{writer.Text()}", step, 1, step));
            }
        })));

        var metrics = (await _scene.ReadAsync(run)).Metrics;
        Assert.Equal(65, metrics.Count);
        Assert.Equal((256, 63), (metrics.Single(metric => metric.Name == "shared").Points, metrics.Single(metric => metric.Name == "shared").Value));
        Assert.Equal(256, (await _scene.HistoryAsync(run, "shared")).Count);
    }

    [Fact]
    public async Task A_name_and_its_tag_are_one()
    {
        var run = await _scene.ARunAsync(tags: ("mlflow.runName", "first"));
        Assert.Equal("first", run.Name);

        await _scene.TagsAsync(run, ("mlflow.runName", "second"));
        Assert.Equal("second", (await _scene.ReadAsync(run)).Name);
        await _scene.Runs.UpdateAsync(run.Id, new RunEdit(Name: "third 🚀"), registry.Scientist, default);

        Assert.Equal("third 🚀", (await _scene.ReadAsync(run)).Tags["mlflow.runName"]);
        await Refused.ByAsync("run_name_contradicts", () => _scene.ARunAsync(null, "one", null, ("mlflow.runName", "other")));
        Assert.Matches("^[a-z]+-[a-z]+-[0-9]+$", (await _scene.ARunAsync()).Name);
    }
}
