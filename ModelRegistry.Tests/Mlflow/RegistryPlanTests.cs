using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Mlflow;
using ModelRegistry.Tests.Data;
using ModelRegistry.Tests.Filters;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Mlflow;

/// <summary>What searches of MLflow's clients send: the same few statements for a page of any size, served by indexes.</summary>
public sealed class RegistryPlanTests(KindsOfVersions kinds) : IClassFixture<KindsOfVersions>
{
    private const string Why = "it asks that database for its plans.";
    private const int MostOfModels = 7;
    private const int MostOfVersions = 4;

    /// <summary>A filter, an order, and the index by which it is walked.</summary>
    public static TheoryData<string, string, string> Walked => new()
    {
        { "name = 'kinds'", "", "IX_Versions_ModelId_TouchedAt_Number (ModelId=?" },
        { "name = 'kinds' AND version_number > 3", "version_number DESC", "IX_Versions_ModelId_Number (ModelId=? AND Number>?)" },
        { "name = 'kinds'", "creation_timestamp DESC", "IX_Versions_ModelId_CreatedAt_Number (ModelId=?" },
        { "run_id IN ('a', 'b')", "", "IX_Versions_SourceRunId (SourceRunId=?" },
        { "", "", "IX_Versions_TouchedAt" },
    };

    [SqliteTheory(Why)]
    [MemberData(nameof(Walked))]
    public async Task Versions_are_walked_by_an_index(string filter, string order, string index)
    {
        kinds.Statements.Take();
        var page = await VersionsAsync(filter, order, 5, null);
        if (page.NextPageToken is { } token)
        {
            await VersionsAsync(filter, order, 5, token);
        }

        var plans = new List<string>();
        await EachAsync((connection, sent) => plans.AddRange(SqliteStatement.Plan(connection, sent)));
        Assert.True(plans.Exists(line => line.Contains(index, StringComparison.Ordinal)), string.Join('\n', plans));
        if (filter.StartsWith("name", StringComparison.Ordinal))
        {
            Assert.DoesNotContain(plans, line => line.Contains("SCAN v", StringComparison.Ordinal));
        }
    }

    [SqliteTheory(Why)]
    [InlineData("")]
    [InlineData("name = 'kinds'")]
    [InlineData("name LIKE 'k%' AND tags.team = 'risk'")]
    public async Task A_page_of_models_costs_the_same_few_statements_whatever_its_size(string filter)
    {
        foreach (var most in new[] { 1, 100 })
        {
            kinds.Statements.Take();
            await kinds.Registry.Get<RegisteredModelQueries>().SearchAsync(new MlflowSearch(filter, ["timestamp DESC"], most, null), kinds.Admin, default);

            var sent = kinds.Statements.Take();
            Assert.InRange(sent.Count, 1, MostOfModels);
            await EachAsync(sent, (connection, statement) => Assert.Empty(TablesRead.Whole(connection, statement).Except(["Models", "ModelTags"])));
        }
    }

    [SqliteTheory(Why)]
    [InlineData("")]
    [InlineData("name = 'kinds' AND tags.team != 'x'")]
    public async Task A_page_of_versions_costs_the_same_few_statements_whatever_its_size(string filter)
    {
        foreach (var most in new[] { 1, 10_000 })
        {
            kinds.Statements.Take();
            await VersionsAsync(filter, "", most, null);

            Assert.InRange(kinds.Statements.Take().Count, 1, MostOfVersions);
        }
    }

    private Task<Core.Common.Page<ModelVersionView>> VersionsAsync(string filter, string order, int most, string? token) =>
        kinds.Registry.Get<ModelVersionQueries>().SearchAsync(
            new MlflowSearch(filter, order.Length == 0 ? [] : [order], most, token), kinds.Admin, default);

    private Task EachAsync(Action<SqliteConnection, SentStatement> look) => EachAsync(kinds.Statements.Take(), look);

    private async Task EachAsync(IReadOnlyList<SentStatement> sent, Action<SqliteConnection, SentStatement> look)
    {
        await using var db = kinds.Registry.OpenDatabase();
        await db.Database.OpenConnectionAsync();
        Assert.NotEmpty(sent);
        Assert.All(sent, statement => look((SqliteConnection)db.Database.GetDbConnection(), statement));
    }
}
