using ModelRegistry.Core.Common;
using ModelRegistry.Core.Runs;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Runs;

/// <summary>The history of a metric, by pages and as a chart needs it.</summary>
public sealed class RunHistoryTests(StaffedRegistry registry) : IClassFixture<StaffedRegistry>
{
    private readonly RunScene _scene = new(registry);

    /// <summary>C37: every point once, a full last page has no token.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Pages_hold_every_point_once_in_the_order_of_time_step_and_value(int count)
    {
        var run = await _scene.ARunAsync();
        if (count > 0)
        {
            await _scene.LogAsync(run, [.. Enumerable.Range(0, count).Select(i => new NewPoint("m", i % 2, 7 - (i / 3), i / 2))]);
        }

        var whole = await _scene.HistoryAsync(run, "m");
        var paged = await _scene.HistoryAsync(run, "m", 2);

        Assert.Equal(count, whole.Count);
        Assert.Equal(whole, paged);
        Assert.Equal(whole.OrderBy(point => point.Time).ThenBy(point => point.Step).ThenBy(point => point.Value), whole);
        if (count == 4)
        {
            Assert.Null((await _scene.History.PageAsync(run.Id, "m", 4, null, registry.Viewer, default)).NextPageToken);
        }
    }

    [Fact]
    public async Task Values_that_are_stored_as_one_number_are_told_apart_over_pages()
    {
        var run = await _scene.ARunAsync();
        await _scene.LogAsync(run, new("m", 0, 5), new NewPoint("m", double.NaN, 5), new NewPoint("m", double.PositiveInfinity, 5),
            new NewPoint("m", double.NegativeInfinity, 5), new NewPoint("m", 1, 5));

        Assert.Equal(await _scene.HistoryAsync(run, "m"), await _scene.HistoryAsync(run, "m", 1));
        Assert.Equal(5, (await _scene.HistoryAsync(run, "m", 2)).Count);
    }

    [Fact]
    public async Task A_token_belongs_to_its_metric_and_person()
    {
        var run = await _scene.ARunAsync();
        await _scene.LogAsync(run, new("a", 1, 1), new NewPoint("a", 2, 2), new NewPoint("b", 1, 1));
        var token = (await _scene.History.PageAsync(run.Id, "a", 1, null, registry.Viewer, default)).NextPageToken;

        await Refused.ByAsync("page_token_invalid", () => _scene.History.PageAsync(run.Id, "b", 1, token, registry.Viewer, default));
        await Refused.ByAsync("page_token_invalid", () => _scene.History.PageAsync(run.Id, "a", 1, token, registry.Scientist, default));
        await Refused.ByAsync("page_token_invalid", () => _scene.History.PageAsync(run.Id, "a", 1, "nonsense", registry.Viewer, default));
        await Refused.ByAsync("page_size_invalid", () => _scene.History.PageAsync(run.Id, "a", 0, null, registry.Viewer, default));
        await Refused.ByAsync("page_size_invalid", () => _scene.History.PageAsync(run.Id, "a", -1, null, registry.Viewer, default));
    }

    [Fact]
    public async Task A_thinned_line_keeps_its_extremes_and_its_ends()
    {
        var run = await _scene.ARunAsync();
        for (var part = 0; part < 5; part++)
        {
            await _scene.LogAsync(run, [.. Enumerable.Range(part * 1_000, 1_000)
                .Select(i => new NewPoint("m", i == 3_333 ? 1_000 : i == 1_234 ? -1_000 : i % 7, i, i))]);
        }

        var curve = (await _scene.History.ThinnedAsync([run.Id], "m", StepSpan.All, 100, registry.Viewer, default)).Single();

        Assert.True(curve.Points.Count <= 100, curve.Points.Count.Text());
        Assert.Equal(5_000, curve.Measured);
        Assert.Equal((0, 4_999), (curve.Points[0].Step, curve.Points[^1].Step));
        Assert.Contains(curve.Points, point => point is { Step: 3_333, Value: 1_000 });
        Assert.Contains(curve.Points, point => point is { Step: 1_234, Value: -1_000 });
        var part2 = (await _scene.History.ThinnedAsync([run.Id], "m", new StepSpan(10, 19), 100, registry.Viewer, default)).Single();
        Assert.Equal(Enumerable.Range(10, 10).Select(step => (long)step), part2.Points.Select(point => point.Step));
    }

    /// <summary>C37: 25 001 points are two pages without max_results, whose sum is exact.</summary>
    [Fact]
    public async Task A_history_longer_than_a_page_has_a_token_that_moves()
    {
        var run = await _scene.ARunAsync();
        for (var part = 0; part <= RunHistory.PageSize; part += 1_000)
        {
            await _scene.LogAsync(run, [.. Enumerable.Range(part, Math.Min(1_000, RunHistory.PageSize + 1 - part)).Select(i => new NewPoint("m", i, i, i))]);
        }

        var first = await _scene.History.PageAsync(run.Id, "m", null, null, registry.Viewer, default);
        var last = await _scene.History.PageAsync(run.Id, "m", null, first.NextPageToken, registry.Viewer, default);

        Assert.Equal((RunHistory.PageSize, 1, null), (first.Items.Count, last.Items.Count, last.NextPageToken));
        Assert.Equal(Enumerable.Range(0, RunHistory.PageSize + 1).Sum(i => (double)i), first.Items.Concat(last.Items).Sum(point => point.Value));
    }

    [Fact]
    public async Task What_is_no_number_stays_in_a_thinned_line_once()
    {
        var run = await _scene.ARunAsync();
        await _scene.LogAsync(run, [.. Enumerable.Range(0, 1_000).Select(i => new NewPoint("m", i == 500 ? double.NaN : i, i, i))]);

        var curve = (await _scene.History.ThinnedAsync([run.Id], "m", StepSpan.All, 20, registry.Viewer, default)).Single();

        Assert.Equal([499, 500, 501], curve.Points.Select(point => point.Step).Where(step => step is > 498 and < 502));
        Assert.Equal(curve.Points.Select(point => point.Step).Distinct().Order(), curve.Points.Select(point => point.Step));
    }
}
