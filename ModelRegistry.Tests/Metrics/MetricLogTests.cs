using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Metrics;

public sealed class MetricLogTests(StaffedRegistry staff) : IClassFixture<StaffedRegistry>
{
    [Fact]
    public async Task The_current_row_is_the_greatest_step_and_then_the_newest()
    {
        var model = await VersionAsync(new("loss", 5, Step: 1), new("loss", 4, Step: 10), new("loss", 9, Step: 3));
        Assert.Equal(4, await CurrentAsync(model));

        await LogAsync(model, new NewMetric("loss", 7, Step: 9));
        Assert.Equal(4, await CurrentAsync(model));

        await LogAsync(model, new NewMetric("loss", 3, Step: 10));
        Assert.Equal(3, await CurrentAsync(model));

        await LogAsync(model, new NewMetric("loss", 2, Step: 11), new NewMetric("loss", 1, Step: 11));
        Assert.Equal(1, await CurrentAsync(model));
    }

    [Fact]
    public async Task A_correction_is_a_newer_row_and_the_first_one_stays_in_the_history()
    {
        var model = await VersionAsync(new NewMetric("loss", 5, Step: 1, Source: "run-1"));
        staff.Registry.Clock.Advance(TimeSpan.FromMinutes(1));

        await LogAsync(model, new NewMetric("loss", 4, Step: 1, Source: "recount"));

        var history = await HistoryAsync(model, "loss");
        Assert.Equal([(5d, "run-1"), (4d, "recount")], history.Select(row => (row.Value, row.Source!)));
        Assert.True(history[0].At < history[1].At);
        Assert.Equal(4, await CurrentAsync(model));
    }

    [Fact]
    public async Task Each_data_set_has_a_current_row_of_its_own()
    {
        var model = await VersionAsync(new("loss", 5, Dataset: new("a", "d1")), new("loss", 6, Dataset: new("b", "d2")));

        await LogAsync(model, new NewMetric("loss", 4, Dataset: new("a", "d1")));

        Assert.Equal([("d1", 4d), ("d2", 6d)], (await MetricsAsync(model)).Select(row => (row.Dataset!.Digest!, row.Value)));
    }

    [Fact]
    public async Task A_space_at_the_end_of_a_digest_makes_no_second_data_set()
    {
        var model = await VersionAsync(new("loss", 5, Dataset: new("a", "d1")), new("loss", 6, Dataset: new("a", "d1 ")));

        Assert.Equal([("d1", 6d)], (await MetricsAsync(model)).Select(row => (row.Dataset!.Digest!, row.Value)));
    }

    [Fact]
    public async Task A_metric_without_a_data_set_is_measured_on_the_versions_own()
    {
        var model = await staff.AModelAsync();
        await staff.Registry.APendingVersionAsync(staff.Scientist, model,
            new NewVersion(Dataset: new VersionDataset("claims", "d1"), Metrics: [new("loss", 1)]));
        await LogAsync(model, new NewMetric("f1", 1));

        Assert.All(await MetricsAsync(model), row => Assert.Equal(new MetricDataset("claims", "d1"), row.Dataset));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(double.MaxValue)]
    [InlineData(double.Epsilon)]
    [InlineData(0.1)]
    [InlineData(-0.0)] // as a plain zero: SQLite keeps no minus before it, and both databases answer alike
    public async Task Every_number_comes_back_as_it_was_sent(double value)
    {
        var model = await VersionAsync(new NewMetric("loss", value, Step: long.MinValue), new NewMetric("other", value, Step: long.MaxValue));

        Assert.All(await MetricsAsync(model), row => Assert.Equal(BitConverter.DoubleToInt64Bits(value + 0.0), BitConverter.DoubleToInt64Bits(row.Value)));
        Assert.Equal(long.MinValue, (await HistoryAsync(model, "loss"))[0].Step);
    }

    [Fact]
    public async Task The_history_pages_by_step()
    {
        var model = await VersionAsync([.. Enumerable.Range(0, 5).Select(i => new NewMetric("loss", i, Step: 4 - i))]);

        Assert.Equal([4d, 3, 2, 1, 0], (await HistoryAsync(model, "loss", pageSize: 2)).Select(row => row.Value));
        Assert.Empty(await HistoryAsync(model, "unknown"));
    }

    [Fact]
    public async Task Many_who_log_at_once_lose_nothing()
    {
        var model = await VersionAsync();

        await Task.WhenAll(Enumerable.Range(1, 16).Select(i => Task.Run(() => LogAsync(model, new NewMetric("loss", i, Step: i)))));

        Assert.Equal(16, await CurrentAsync(model));
        Assert.Equal(16, (await HistoryAsync(model, "loss")).Count);
    }

    [Fact]
    public async Task No_row_is_ever_changed_but_for_the_marks_of_the_current_one()
    {
        var model = await VersionAsync(new NewMetric("loss", 5));
        var before = await RowsAsync(model);

        await LogAsync(model, new NewMetric("loss", 4));

        var after = await RowsAsync(model);
        before[0].IsCurrent = false;
        before[0].ListedIn = null;
        Assert.Equivalent(before[0], after[0], strict: true);
        Assert.True(after[1].IsCurrent);
    }

    [Fact]
    public async Task Lists_go_by_the_row_on_the_versions_own_data_set()
    {
        var model = await staff.AModelAsync();
        await staff.Registry.APendingVersionAsync(staff.Scientist, model,
            new NewVersion(Dataset: new VersionDataset("claims", "own"), Metrics: [new("loss", 1), new("loss", 2, Dataset: new("b", "other"))]));
        Assert.Equal([1d], await ListedAsync(model));

        await LogAsync(model, new NewMetric("loss", 3, Dataset: new("b", "other")));
        Assert.Equal([1d], await ListedAsync(model));

        await LogAsync(model, new NewMetric("loss", 4));
        Assert.Equal([4d], await ListedAsync(model));
    }

    [Fact]
    public async Task Lists_go_by_the_newest_row_when_none_is_on_the_versions_own_data_set()
    {
        var model = await VersionAsync(new NewMetric("loss", 1, Dataset: new("z", "z")));
        staff.Registry.Clock.Advance(TimeSpan.FromMinutes(1));

        await LogAsync(model, new NewMetric("loss", 2, Dataset: new("a", "a")), new NewMetric("f1", 5, Dataset: new("z", "z")));
        Assert.Equal([2d, 5d], await ListedAsync(model));

        staff.Registry.Clock.Advance(TimeSpan.FromMinutes(1));
        await LogAsync(model, new NewMetric("loss", 3, Dataset: new("z", "z")));
        Assert.Equal([3d, 5d], await ListedAsync(model));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public async Task Lists_go_by_what_is_no_number_too(double value)
    {
        var model = await VersionAsync(new NewMetric("loss", 1));

        await LogAsync(model, new NewMetric("loss", value));

        Assert.Equal([value], await ListedAsync(model));
    }

    [Fact]
    public async Task A_call_logs_one_to_a_thousand_metrics()
    {
        var model = await VersionAsync();

        await Refused.ByAsync("field_required", () => LogAsync(model));
        await Refused.ByAsync("too_many", () => LogAsync(model, [.. Enumerable.Range(0, 1_001).Select(i => new NewMetric("loss", i))]));
        await Refused.ByAsync("field_required", () => LogAsync(model, new NewMetric("loss", 1), null!));
        await Refused.ByAsync("key_invalid", () => LogAsync(model, new NewMetric("loss", 1), new NewMetric("lo$$", 1)));
        Assert.Empty(await MetricsAsync(model));
    }

    [Fact]
    public async Task The_primary_metric_is_the_chosen_one_else_the_first_well_known_one_that_was_reported()
    {
        var model = await VersionAsync(new("my_score", 1), new("loss", 1), new("val_roc_auc", 1));
        Assert.Equal("val_roc_auc", await PrimaryAsync(model));

        await LogAsync(model, new NewMetric("accuracy", 1));
        Assert.Equal("val_roc_auc", await PrimaryAsync(model));

        await staff.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(PrimaryMetric: "my_score"), staff.Scientist, default);
        Assert.Equal("my_score", await PrimaryAsync(model));
        Assert.Equal("my_score", (await staff.Get<MetricQueries>().OverVersionsAsync(model, null, staff.Viewer, default)).Metric);
    }

    [Fact]
    public async Task A_chart_shows_each_version_on_its_own_data_set()
    {
        var model = await staff.AModelAsync();
        await staff.Registry.APendingVersionAsync(staff.Scientist, model, new NewVersion(Dataset: new VersionDataset("mine", "d1"),
            Metrics: [new("accuracy", 0.9), new("accuracy", 0.5, Dataset: new("other", "d2"))]));
        await staff.Registry.APendingVersionAsync(staff.Scientist, model,
            new NewVersion(Metrics: [new("accuracy", double.NaN), new("accuracy", 0.4, Dataset: new("other", "d2"))]));

        var series = await staff.Get<MetricQueries>().OverVersionsAsync(model, null, staff.Viewer, default);

        Assert.Equal([(1, 0.9), (2, double.NaN)], series.Points.Select(point => (point.Version, point.Value)));
        Assert.Equal(["accuracy"], series.Metrics);
        Assert.False(series.Truncated);
    }

    private async Task<string> VersionAsync(params NewMetric[] metrics)
    {
        var model = await staff.AModelAsync();
        await staff.Registry.APendingVersionAsync(staff.Scientist, model, new NewVersion(Metrics: metrics));
        return model;
    }

    private Task LogAsync(string model, params NewMetric[] metrics) =>
        staff.Get<VersionEvidence>().LogMetricsAsync(model, "1", metrics, staff.Scientist, default);

    private async Task<IReadOnlyList<MetricView>> MetricsAsync(string model) =>
        (await staff.Get<VersionQueries>().GetAsync(model, "1", staff.Viewer, default)).Metrics;

    private async Task<double> CurrentAsync(string model) => Assert.Single(await MetricsAsync(model)).Value;

    private async Task<string?> PrimaryAsync(string model) => (await staff.Get<ModelQueries>().GetAsync(model, staff.Viewer, default)).PrimaryMetric;

    private async Task<List<MetricView>> HistoryAsync(string model, string metric, int? pageSize = null)
    {
        var rows = new List<MetricView>();
        string? token = null;
        do
        {
            var page = await staff.Get<VersionQueries>().MetricHistoryAsync(model, "1", metric, pageSize, token, staff.Viewer, default);
            rows.AddRange(page.Items);
            token = page.NextPageToken;
        }
        while (token is not null);

        return rows;
    }

    private async Task<IReadOnlyList<double>> ListedAsync(string model)
    {
        await using var db = staff.Registry.OpenDatabase();
        var id = await db.Models.Where(found => found.Name == model).Select(found => found.Id).SingleAsync();
        return [.. (await db.Metrics.AsNoTracking().Where(row => row.ListedIn == id).ToListAsync()).OrderByDescending(row => row.Name, StringComparer.Ordinal)
            .Select(row => row.Value)];
    }

    private async Task<List<Metric>> RowsAsync(string model)
    {
        await using var db = staff.Registry.OpenDatabase();
        var id = await db.Models.Where(found => found.Name == model).Select(found => found.Id).SingleAsync();
        return await db.Metrics.AsNoTracking().Where(row => db.Versions.Any(version => version.Id == row.VersionId && version.ModelId == id))
            .OrderBy(row => row.Id).ToListAsync();
    }
}
