using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Compare;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Data;

/// <summary>What must be the same on every database, written once.</summary>
public abstract partial class DatabaseBehaviourTests : IAsyncLifetime
{
    protected TestRegistry Registry { get; private set; } = null!;

    private Actor _scientist = null!;
    private Actor _admin = null!;

    protected abstract Task<TestRegistry> StartAsync();

    public async Task InitializeAsync()
    {
        Registry = await StartAsync();
        _scientist = await Registry.PersonAsync("scientist", Roles.DataScientist);
        _admin = await Registry.PersonAsync("admin", Roles.Admin);
    }

    public virtual async Task DisposeAsync() => await Registry.DisposeAsync();

    [DatabaseFact]
    public async Task A_registered_result_reads_back_as_it_was_sent()
    {
        await Registry.AModelAsync(_scientist);
        var sent = new NewVersion(
            Label: "1.0.0",
            Parameters: new Dictionary<string, string> { ["depth"] = "3", ["name/with.dots"] = "ä 漢 🙂" },
            Tags: new Dictionary<string, string> { ["team"] = "risk" },
            Dataset: new VersionDataset("claims", "d1", "s3://bucket/claims"),
            Metrics: [new("accuracy", 0.1 + 0.2)]);

        var version = await Registry.ASealedVersionAsync(_scientist, version: sent);

        var read = await Registry.Get<VersionQueries>().GetAsync("FRAUD", "1.0.0", _scientist, default);
        Assert.Equal(VersionStatus.Ready, read.Status);
        Assert.Equal(version.Digest, read.Digest);
        Assert.Equal(sent.Parameters, read.Parameters);
        Assert.Equal(sent.Tags, read.Tags);
        Assert.Equal(sent.Dataset, read.Dataset);
        Assert.Equal(0.1 + 0.2, read.Metrics.Single().Value);
        Assert.Equal(Registry.Clock.GetUtcNow(), read.CreatedAt);
    }

    [DatabaseFact]
    public async Task Numbers_that_a_float_column_refuses_survive()
    {
        double[] values = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.Epsilon, -0.0];
        await Registry.AModelAsync(_scientist);

        await Registry.APendingVersionAsync(_scientist, version: new NewVersion(Metrics: [.. values.Select((value, i) => new NewMetric($"m{i}", value))]));

        var read = await Registry.Get<VersionQueries>().GetAsync("fraud", "1", _scientist, default);
        Assert.Equal(values, read.Metrics.Select(metric => metric.Value));
    }

    [DatabaseFact]
    public async Task The_row_of_the_greatest_step_is_shown_and_corrections_replace_it()
    {
        await Registry.AModelAsync(_scientist);
        await Registry.APendingVersionAsync(_scientist);
        await LogAsync(new NewMetric("loss", 0.5, Step: 2), new NewMetric("loss", 0.9, Step: 1));
        await LogAsync(new NewMetric("loss", 0.4, Step: 2));

        await LogAsync(new NewMetric("loss", 0.8, Step: 1));

        var read = await Registry.Get<VersionQueries>().GetAsync("fraud", "1", _scientist, default);
        Assert.Equal(0.4, read.Metrics.Single().Value);
        var history = await Registry.Get<VersionQueries>().MetricHistoryAsync("fraud", "1", "loss", null, null, _scientist, default);
        Assert.Equal([(1L, 0.9), (1L, 0.8), (2L, 0.5), (2L, 0.4)], history.Items.Select(row => (row.Step, row.Value)));
    }

    [DatabaseFact]
    public async Task Lists_walk_every_row_once_in_every_order()
    {
        string[] names = ["zebra", "Apple", "apple_2", "ärger", "Zoo 1", "_under", "10", "9"];
        foreach (var name in names)
        {
            Registry.Clock.Advance(TimeSpan.FromSeconds(1));
            await Registry.AModelAsync(_scientist, name);
        }

        foreach (var order in new[] { "name", "name desc", "createdAt", "createdAt desc", "updatedAt", "updatedAt desc" })
        {
            var walked = await WalkAsync(token =>
                Registry.Get<ModelQueries>().ListAsync(new ModelSearch(OrderBy: order, PageSize: 3, PageToken: token), _scientist, default));

            IEnumerable<string> expected = order.StartsWith("name", StringComparison.Ordinal) ? names.OrderBy(ModelName.Normalize, StringComparer.Ordinal)
                : names;
            Assert.Equal(order.EndsWith("desc", StringComparison.Ordinal) ? expected.Reverse() : expected, walked.Select(model => model.Name));
        }
    }

    [DatabaseFact]
    public async Task Search_finds_words_in_any_case_and_takes_no_character_for_a_wildcard()
    {
        await Registry.Get<ModelWorkflow>()
            .CreateAsync(new NewModel("Fraud_EU", "Claims 100%", new Dictionary<string, string> { ["team"] = "Risk" }), _scientist, default);

        string[] found = ["fraud_e", "100%", "Risk", "rISK"];
        string[] notFound = ["fraudxeu", "10_%"];

        Assert.All(await Task.WhenAll(found.Select(CountAsync)), count => Assert.Equal(1, count));
        Assert.All(await Task.WhenAll(notFound.Select(CountAsync)), count => Assert.Equal(0, count));

        async Task<int> CountAsync(string filter) => (await Registry.Get<ModelQueries>().ListAsync(new ModelSearch(filter), _scientist, default)).Items.Count;
    }

    [DatabaseFact]
    public async Task Names_that_differ_by_case_or_width_are_the_same_name()
    {
        await Registry.AModelAsync(_scientist, "fraud");

        foreach (var other in new[] { "FRAUD", "Fraud", "ｆｒａｕｄ" })
        {
            var refusal = await Assert.ThrowsAsync<RegistryException>(() => Registry.AModelAsync(_scientist, other));
            Assert.Equal(("model_name_taken", "name"), (refusal.Code, refusal.Field));
        }
    }

    [DatabaseFact]
    public async Task Text_that_a_database_may_take_for_equal_stays_different()
    {
        // Trailing spaces, accents and case are equal under many collations.
        string[] keys = ["key", "Key", "kéy", "ke y"];
        await Registry.AModelAsync(_scientist);

        await Registry.APendingVersionAsync(_scientist, version: new NewVersion(Tags: keys.ToDictionary(key => key, key => key)));

        var read = await Registry.Get<VersionQueries>().GetAsync("fraud", "1", _scientist, default);
        Assert.Equal(keys.Order(StringComparer.Ordinal), read.Tags.Keys);
    }

    [DatabaseFact]
    public async Task Audit_events_are_read_by_every_filter()
    {
        await Registry.AModelAsync(_scientist);
        var then = Registry.Clock.GetUtcNow();
        Registry.Clock.Advance(TimeSpan.FromHours(1));
        await Registry.APendingVersionAsync(_scientist);
        await Registry.APendingVersionAsync(_scientist);

        Assert.Equal(["version.created", "version.created", "model.created"], await ActionsAsync(new AuditSearch(Model: "FRAUD")));
        Assert.Equal(["version.created", "version.created"], await ActionsAsync(new AuditSearch(Action: "version.created")));
        Assert.Equal(3, (await ActionsAsync(new AuditSearch(Actor: _scientist.Name))).Count);
        Assert.Equal(["version.created", "version.created"], await ActionsAsync(new AuditSearch(From: then.AddMinutes(1))));
        Assert.Equal(["model.created"], await ActionsAsync(new AuditSearch(Model: "fraud", From: then, To: then.AddMilliseconds(1))));

        async Task<List<string>> ActionsAsync(AuditSearch search) =>
            [.. (await WalkAsync(token => Registry.Get<AuditQueries>().ListAsync(search with { PageSize = 1, PageToken = token }, _admin, default)))
                .Select(entry => entry.Action)];
    }

    [DatabaseFact]
    public async Task Versions_compare_and_chart()
    {
        var dataset = new VersionDataset("claims", "d1");
        await Registry.AModelAsync(_scientist);
        await Registry.APendingVersionAsync(_scientist, version: new NewVersion(Dataset: dataset, Metrics: [new("accuracy", 0.9)]));
        await Registry.APendingVersionAsync(_scientist, version: new NewVersion(Dataset: dataset, Metrics: [new("accuracy", 0.95)]));

        var comparison = await Registry.Get<CompareQueries>().CompareAsync("fraud", [1, 2], null, _scientist, default);
        var series = await Registry.Get<MetricQueries>().OverVersionsAsync("fraud", null, _scientist, default);
        var sparks = await Registry.Get<ModelQueries>().SparksAsync(["fraud"], _scientist, default);

        Assert.Equal(MetricOutcome.Better, comparison.Metrics.Single().Cells[1].Outcome);
        Assert.Equal([0.9, 0.95], series.Points.Select(point => point.Value));
        Assert.Equal([1, 2], sparks["fraud"].Select(point => point.Version));
    }

    [DatabaseFact]
    public async Task The_database_refuses_to_change_audit_events()
    {
        await using var db = Registry.OpenDatabase();

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() =>
            db.Database.ExecuteSqlAsync($"UPDATE AuditEvents SET ActorName = 'nobody' WHERE Seq = 1"));
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => db.Database.ExecuteSqlAsync($"DELETE FROM AuditEvents WHERE Seq = 1"));

        Assert.True((await VerifyAsync()).Ok);
    }

    private Task LogAsync(params NewMetric[] metrics) => Registry.Get<VersionEvidence>().LogMetricsAsync("fraud", "1", metrics, _scientist, default);

    private Task<AuditVerification> VerifyAsync() => Registry.VerifyAuditAsync(_admin);

    private static async Task<List<T>> WalkAsync<T>(Func<string?, Task<Page<T>>> page)
    {
        var (items, token) = (new List<T>(), (string?)null);
        do
        {
            var next = await page(token);
            items.AddRange(next.Items);
            token = next.NextPageToken;
            Assert.True(items.Count < 1_000, string.Create(CultureInfo.InvariantCulture, $"The list does not end; last token {token}."));
        }
        while (token is not null);
        return items;
    }
}
