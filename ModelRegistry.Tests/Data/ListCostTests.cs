using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Data;

/// <summary>Every list is served by an index and pages by keyset: the last page costs what the first costs.</summary>
public sealed class ListCostTests(FullLists lists) : IClassFixture<FullLists>
{
    private const string Why = "it asks that database for its plans.";

    private const int PageSize = 10;

    private readonly TestRegistry _registry = lists.Registry;
    private readonly Actor _admin = lists.Admin;

    [SqliteTheory(Why)]
    [InlineData("name")]
    [InlineData("name desc")]
    [InlineData("updatedAt")]
    [InlineData("updatedAt desc")]
    [InlineData("createdAt")]
    [InlineData("createdAt desc")]
    public Task Models(string order) =>
        EveryPageCostsTheSame("Models", token => ModelsPageAsync(order, token));

    [SqliteFact(Why)]
    public Task Versions() =>
        EveryPageCostsTheSame("Versions", async token => Next(await _registry.Get<VersionQueries>().ListAsync("model 0001", PageSize, token, _admin, default)));

    [SqliteTheory(Why)]
    [InlineData("Models")]
    [InlineData("Versions")]
    public Task Bin(string table) =>
        EveryPageCostsTheSame(table, async token => Next(await _registry.Get<BinQueries>().ListAsync(PageSize, token, _admin, default)), servedBy: "DeletedAt");

    [SqliteFact(Why)]
    public Task Metric_history() =>
        EveryPageCostsTheSame("Metrics", async token =>
            Next(await _registry.Get<VersionQueries>().MetricHistoryAsync("model 0001", "1", "loss", PageSize, token, _admin, default)));

    [SqliteFact(Why)]
    public Task Slot_history() =>
        EveryPageCostsTheSame("SlotIntervals", async token =>
            Next(await _registry.Get<SlotHistory>().ListAsync("model 0001", "champion", PageSize, token, _admin, default)));

    [SqliteFact(Why)]
    public Task Audit() => EveryPageCostsTheSame("AuditEvents", token => AuditPageAsync(new AuditSearch(), token));

    [SqliteFact(Why)]
    public Task Audit_of_a_model() => EveryPageCostsTheSame("AuditEvents", token => AuditPageAsync(new AuditSearch(Model: "model 0001"), token));

    [SqliteFact(Why)]
    public Task Audit_of_a_version() =>
        EveryPageCostsTheSame("AuditEvents", token => AuditPageAsync(new AuditSearch(Model: "model 0001", Version: 1), token), servedBy: "Version=?");

    [SqliteFact(Why)]
    public Task Audit_of_an_action() => EveryPageCostsTheSame("AuditEvents", token => AuditPageAsync(new AuditSearch(Action: "test.rare"), token));

    [SqliteFact(Why)]
    public Task Audit_of_a_person() => EveryPageCostsTheSame("AuditEvents", token => AuditPageAsync(new AuditSearch(Actor: "rare@example.test"), token));

    [SqliteFact(Why)]
    public Task Audit_of_a_time() => EveryPageCostsTheSame("AuditEvents", token =>
        AuditPageAsync(new AuditSearch(From: _registry.Clock.GetUtcNow().AddMinutes(-FullLists.Rows), To: _registry.Clock.GetUtcNow()
            .AddMinutes(-FullLists.Rows / 2)), token));

    [SqliteFact(Why)]
    public Task People() => EveryPageCostsTheSame("AspNetUsers", async token =>
        Next(await _registry.Get<People>().ListAsync(PageSize, token, _admin, default)));

    [SqliteTheory(Why)]
    [InlineData(false)]
    [InlineData(true)]
    public Task Tokens(bool everybody) =>
        EveryPageCostsTheSame("AccessTokens", async token => Next(await _registry.Get<AccessTokens>()
            .ListAsync(new TokenSearch(everybody, PageSize: PageSize, PageToken: token), _admin, default)));

    [SqliteFact(Why)]
    public Task Tokens_of_a_person() => EveryPageCostsTheSame("AccessTokens", async token => Next(await _registry.Get<AccessTokens>()
        .ListAsync(new TokenSearch(All: true, Person: _admin.Name, PageSize: PageSize, PageToken: token), _admin, default)), servedBy: "OwnerId=?");

    [SqliteFact(Why)]
    public Task Notifications() =>
        EveryPageCostsTheSame("Notifications", async token => Next(await _registry.Get<NotificationQueries>().ListAsync(PageSize, token, _admin, default)));

    [SqliteTheory(Why)]
    [InlineData(null, "production")]
    [InlineData("model 0001", "staging")]
    public Task Policy_versions(string? model, string slot) =>
        EveryPageCostsTheSame("PolicyVersions", async token =>
            Next(await _registry.Get<PolicyQueries>().HistoryAsync(PolicyScope.OfModel(model), slot, PageSize, token, _admin, default)));

    [SqliteTheory(Why)]
    [InlineData(false)]
    [InlineData(true)]
    public Task Quarantines(bool all) =>
        EveryPageCostsTheSame("Quarantines", async token =>
            Next(await _registry.Get<QuarantineQueries>().ListAsync(new QuarantineSearch(all, PageSize: PageSize, PageToken: token), _admin, default)));

    [SqliteFact(Why)]
    public Task Requests_that_wait_for_one() =>
        EveryPageCostsTheSame("PromotionRequests", async token =>
            Next(await _registry.Get<Inbox>().WaitingAsync(null, PageSize, token, _admin, default)), servedBy: "IsFinal=?");

    [SqliteFact(Why)]
    public Task Requests_in_a_state_that_is_found_at_reading() => EveryPageCostsTheSame("PromotionRequests", async token =>
        Next(await _registry.Get<RequestQueries>().ListAsync(new RequestSearch("changesRequested", PageSize: PageSize, PageToken: token), _admin, default)));

    private async Task<string?> ModelsPageAsync(string order, string? token) =>
        Next(await _registry.Get<ModelQueries>().ListAsync(new ModelSearch(OrderBy: order, PageSize: PageSize, PageToken: token), _admin, default));

    private async Task<string?> AuditPageAsync(AuditSearch search, string? token) =>
        Next(await _registry.Get<AuditQueries>().ListAsync(search with { PageSize = PageSize, PageToken = token }, _admin, default));

    private static string? Next<T>(Page<T> page)
    {
        Assert.NotEmpty(page.Items);
        return page.NextPageToken;
    }

    /// <summary>Walks the whole list and weighs the statement that reads its rows on each full page.</summary>
    private async Task EveryPageCostsTheSame(string table, Func<string?, Task<string?>> page, string servedBy = "")
    {
        await using var db = _registry.OpenDatabase();
        await db.Database.OpenConnectionAsync();
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        var costs = new List<int>();
        string? token = null;
        do
        {
            lists.Statements.Take();
            token = await page(token);
            var list = Assert.Single(lists.Statements.Take(), sent =>
                sent.Text.Contains($"FROM \"{table}\"", StringComparison.Ordinal) && sent.Text.Contains("LIMIT @p", StringComparison.Ordinal));
            var plan = SqliteStatement.Plan(connection, list);
            RequireServedByIndex(plan, list.Text);
            Assert.Contains(plan, line => line.Contains(servedBy, StringComparison.Ordinal));
            costs.Add(SqliteStatement.Steps(connection, list));
        }
        while (token is not null);

        Assert.True(costs.Count > 3, "Too few pages to compare.");
        Assert.True(costs.Max() <= costs[0] * 3 / 2, $"Page 1 takes {costs[0]} steps, later pages {string.Join(", ", costs.Skip(1))}.");
    }

    private static void RequireServedByIndex(IReadOnlyList<string> plan, string statement)
    {
        Assert.DoesNotContain("OFFSET", statement, StringComparison.Ordinal);
        Assert.DoesNotContain(plan, line => line.Contains("TEMP B-TREE", StringComparison.Ordinal));
        // A scan is good only along an index that gives the order, along the row ids of the trail, over the few roles, or over what the statement gathered.
        var gathered = plan.Where(line => line.StartsWith("CO-ROUTINE", StringComparison.Ordinal) || line.StartsWith("MATERIALIZE", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[1]).ToHashSet();
        Assert.DoesNotContain(plan, line => line.StartsWith("SCAN", StringComparison.Ordinal) && !line.Contains("INDEX", StringComparison.Ordinal)
            && line.Split(' ')[1] is var name && !gathered.Contains(name)
            && !Array.Exists(["AuditEvents", "AspNetRoles"], table => statement.Contains($"\"{table}\" AS \"{name}\"", StringComparison.Ordinal)));
    }
}
