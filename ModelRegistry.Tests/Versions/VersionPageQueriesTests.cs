using ModelRegistry.Core.Access;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Slots;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Versions;

/// <summary>What the pages ask Core for beside what the API asks.</summary>
public sealed class VersionPageQueriesTests : IAsyncLifetime
{
    private TestRegistry _registry = null!;
    private Actor _scientist = null!;

    public async Task InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync();
        _scientist = await _registry.PersonAsync("scientist", Roles.DataScientist);
        await _registry.AModelAsync(_scientist);
    }

    public Task DisposeAsync() => _registry.DisposeAsync().AsTask();

    [Fact]
    public async Task The_version_before_is_the_nearest_sealed_one_on_the_same_data_set()
    {
        await SealedAsync("d1");
        await SealedAsync("d2");
        await _registry.APendingVersionAsync(_scientist, version: On("d1"));
        await SealedAsync("d1");

        Assert.Equal(1, (await PreviousAsync(4))?.Number);
    }

    [Fact]
    public async Task Without_one_on_the_same_data_set_it_is_the_nearest_sealed_one()
    {
        await SealedAsync("d1");
        await SealedAsync("d2");
        await SealedAsync("d3");

        Assert.Equal(2, (await PreviousAsync(3))?.Number);
        Assert.Null(await PreviousAsync(1));
    }

    [Fact]
    public async Task A_quarantined_version_is_no_version_to_read_another_against()
    {
        foreach (var content in new[] { "one", "two", "three" })
        {
            await _registry.ASealedVersionAsync(_scientist, version: new NewVersion(Dataset: new VersionDataset("cards", "d1")), content: content);
        }

        await _registry.Get<QuarantineWorkflow>().SetAsync("fraud", "2", "Poisoned.", _scientist, default);

        Assert.Equal(1, (await PreviousAsync(3))?.Number);
    }

    [Fact]
    public async Task What_is_in_production_is_read_beside_every_version_but_itself()
    {
        await SealedAsync("d1");
        await SealedAsync("d1");
        Assert.Null(await InProductionAsync(2));
        await _registry.PutAsync(_scientist, "fraud", Stage.Production, 1);

        Assert.Equal(1, (await InProductionAsync(2))?.Number);
        Assert.Null(await InProductionAsync(1));
    }

    [Fact]
    public async Task The_chart_opens_on_the_primary_metric_after_hundreds_of_others_and_offers_the_well_known_first()
    {
        await SealedAsync("d1", new NewVersion(
            Metrics: [.. Enumerable.Range(0, 250).Select(metric => new NewMetric($"a{metric:000}", 1)), new("loss", 1), new("val_accuracy", 0.9)]));

        var series = await _registry.Get<MetricQueries>().OverVersionsAsync("fraud", null, _scientist, default);

        Assert.Equal("val_accuracy", series.Metric);
        Assert.Equal(["val_accuracy", "loss", "a000"], series.Metrics.Take(3));
        Assert.Equal(252, series.Metrics.Count);
    }

    [Fact]
    public async Task A_point_of_the_chart_belongs_to_its_family_and_without_one_to_its_framework()
    {
        await SealedAsync("d1", new NewVersion(Framework: "sklearn", Parameters: new Dictionary<string, string> { ["family"] = "svc" },
            Metrics: [new("accuracy", 0.9)]));
        await SealedAsync("d1", new NewVersion(Framework: "sklearn", Metrics: [new("accuracy", 0.8)]));

        var series = await _registry.Get<MetricQueries>().OverVersionsAsync("fraud", null, _scientist, default);

        Assert.Equal(["svc", "sklearn"], series.Points.Select(point => point.Group));
    }

    [Fact]
    public async Task Rights_of_a_version_say_who_may_go_on_with_it()
    {
        await _registry.APendingVersionAsync(_scientist);
        var other = await _registry.PersonAsync("other", Roles.DataScientist);
        var admin = await _registry.PersonAsync("admin", Roles.Admin);
        var queries = _registry.Get<RightsQueries>();

        var own = await queries.OfVersionAsync("fraud", "1", _scientist, default);
        Assert.Equal((null, null, null), (own.FilesRefusal, own.EditRefusal, own.PromoteRefusal));
        Assert.Contains("only they or the model's owner", (await queries.OfVersionAsync("fraud", "1", other, default)).FilesRefusal, StringComparison.Ordinal);
        Assert.Contains("the model's owner", (await queries.OfVersionAsync("fraud", "1", other, default)).EditRefusal, StringComparison.Ordinal);
        Assert.Null((await queries.OfVersionAsync("fraud", "1", admin, default)).EditRefusal);
    }

    [Fact]
    public async Task Activity_of_one_version_leaves_out_the_others()
    {
        await SealedAsync("d1");
        await SealedAsync("d1");

        var events = await _registry.Get<AuditQueries>().ListAsync(new AuditSearch(Model: "fraud", Version: 1), _scientist, default);

        Assert.Equal(["version.sealed", "version.created"], events.Items.Select(entry => entry.Action));
        Assert.All(events.Items, entry => Assert.Equal(1, entry.Version));
    }

    private static NewVersion On(string dataset) => new(Dataset: new VersionDataset("cards", dataset));

    private Task SealedAsync(string dataset, NewVersion? version = null) =>
        _registry.ASealedVersionAsync(_scientist, version: (version ?? new NewVersion()) with { Dataset = new VersionDataset("cards", dataset) });

    private Task<VersionView?> InProductionAsync(int number) => _registry.Get<VersionQueries>().InProductionAsync("fraud", number, _scientist, default);

    private Task<VersionView?> PreviousAsync(int number) => _registry.Get<VersionQueries>().PreviousAsync("fraud", number, _scientist, default);
}
