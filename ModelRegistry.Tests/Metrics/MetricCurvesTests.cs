using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Metrics;

public sealed class MetricCurvesTests : IAsyncLifetime
{
    private TestRegistry _registry = null!;

    public async Task InitializeAsync() => _registry = await TestRegistry.StartAsync();

    public Task DisposeAsync() => _registry.DisposeAsync().AsTask();

    [Fact]
    public async Task A_metric_of_several_steps_is_a_curve_by_step_and_a_correction_replaces_its_step()
    {
        var curves = await CurvesOfAsync(new("loss", 3, Step: 2), new("loss", 9, Step: 1), new("loss", 1, Step: 1), new("accuracy", 0.9));

        var curve = Assert.Single(curves.Curves);
        Assert.Equal(("loss", "d1"), (curve.Metric, curve.DatasetDigest));
        Assert.Equal([new(1, 1), new(2, 3)], curve.Points);
    }

    [Fact]
    public async Task Each_data_set_has_a_curve_of_its_own()
    {
        var other = new MetricDataset("holdout", "d2");

        var curves = await CurvesOfAsync(new("loss", 3, 1), new("loss", 2, 2), new("loss", 5, 1, other), new("loss", 4, 2, other));

        Assert.Equal(["d1: 3 2", "d2: 5 4"],
            curves.Curves.Select(curve => $"{curve.DatasetDigest}: {string.Join(' ', curve.Points.Select(point => point.Value))}"));
    }

    [Fact]
    public async Task NaN_stays_a_point()
    {
        var curves = await CurvesOfAsync(new("loss", double.NaN, 1), new("loss", 2, 2));

        Assert.Equal([double.NaN, 2], Assert.Single(curves.Curves).Points.Select(point => point.Value));
    }

    [Fact]
    public async Task A_long_curve_is_thinned_and_keeps_its_peak()
    {
        var curves = await CurvesOfAsync([.. Enumerable.Range(0, 1_000).Select(step => new NewMetric("loss", step == 567 ? 99 : step % 7, step))]);

        var curve = Assert.Single(curves.Curves);
        Assert.InRange(curve.Points.Count, 100, MetricCurves.MostPoints);
        Assert.Contains(new CurvePoint(567, 99), curve.Points);
        Assert.Equal(curve.Points.OrderBy(point => point.Step), curve.Points);
    }

    [Fact]
    public async Task Of_more_curves_than_fit_the_most_telling_come_first_and_the_others_can_be_asked_for()
    {
        NewMetric[] metrics = [.. Enumerable.Range(0, 250).Select(metric => $"a{metric:000}").Append("val_accuracy").Append("loss")
            .SelectMany(name => new NewMetric[] { new(name, 1, 1), new(name, 2, 2) })];

        var curves = await CurvesOfAsync(metrics);
        var asked = await AgainAsync("a249");

        Assert.Equal(["val_accuracy", "loss", "a000"], curves.Curves.Take(3).Select(curve => curve.Metric)); // the primary one of this model is val_accuracy
        Assert.Equal((MetricCurves.Most, 252 - MetricCurves.Most), (curves.Curves.Count, curves.Others.Count));
        Assert.Contains("a249", curves.Others);
        Assert.Contains(asked.Curves, curve => curve.Metric == "a249");
    }

    private async Task<MetricCurves> CurvesOfAsync(params NewMetric[] metrics)
    {
        var scientist = await _registry.PersonAsync("scientist", Core.Access.Roles.DataScientist);
        await _registry.AModelAsync(scientist);
        await _registry.APendingVersionAsync(scientist, version: new NewVersion(Metrics: metrics, Dataset: new VersionDataset("cards", "d1")));
        return await AgainAsync(null);
    }

    private Task<MetricCurves> AgainAsync(string? also) => _registry.Get<MetricQueries>().CurvesAsync("fraud", "1", also, Core.Access.Actor.System, default);
}
