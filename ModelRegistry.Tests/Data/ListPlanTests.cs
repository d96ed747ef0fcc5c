using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Compare;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Search;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Filters;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Data;

/// <summary>What lists send is served by indexes on SQLite: no statement reads a whole table, and what is walked is not sorted.</summary>
public sealed class ListPlanTests(KindsOfVersions kinds) : IClassFixture<KindsOfVersions>
{
    private const string Why = "it asks that database for its plans.";

    public static TheoryData<string> Orders => ListWalkTests.Orders;

    public static TheoryData<string> Filters => ListWalkTests.Filters;

    /// <summary>What a filter is looked up by when it finds few: the index, and how far it narrows.</summary>
    public static TheoryData<string, string> Served => new()
    {
        { "number > 3", "IX_Versions_ModelId_Number (ModelId=? AND Number>?)" },
        { "label = '2.95'", "IX_Versions_ModelId_NormalizedLabel (ModelId=? AND NormalizedLabel=?)" },
        { "label like '2.9%'", "IX_Versions_ModelId_NormalizedLabel (ModelId=? AND NormalizedLabel>? AND NormalizedLabel<?)" },
        { "status = 'FAILED'", "IX_Versions_OfStatus (ModelId=? AND Status=?)" },
        { "framework = 'onnx'", "IX_Versions_ModelId_Framework_Number (ModelId=? AND Framework=?)" },
        { "dataset = 'd3'", "IX_Versions_ModelId_DatasetDigest_Number (ModelId=? AND DatasetDigest=?)" },
        { "dataset = 'claims'", "IX_Versions_ModelId_DatasetName_Number (ModelId=? AND DatasetName=?)" },
        { "digest like 'sha256:00%'", "IX_Versions_Digest (Digest>? AND Digest<?)" },
        { "created > '2026-03-02'", "IX_Versions_ModelId_CreatedAt_Number (ModelId=? AND CreatedAt>?)" },
        { "createdBy = 'somebody'", "IX_Versions_ModelId_CreatedByName_Number (ModelId=? AND CreatedByName=?)" },
        { "archived = 'true'", "IX_Versions_Search (ModelId=?)" },
        { "quarantined = 'true'", "IX_Versions_Digest (Digest=?)" },
        { "stage = 'production'", "IX_Slots_ModelId_NormalizedName (ModelId=?" },
        { "tags.team = 'risk'", "IX_VersionTags_ModelId_Key_ValueStart_VersionNumber (ModelId=? AND Key=? AND ValueStart=?)" },
        { "tags.team like 'r%'", "IX_VersionTags_ModelId_Key_ValueStart_VersionNumber (ModelId=? AND Key=? AND ValueStart>? AND ValueStart<?)" },
        { "params.depth in ('1', '2')", "IX_VersionParameters_ModelId_Name_ValueStart_VersionNumber (ModelId=? AND Name=? AND ValueStart=?)" },
        { "metrics.loss < 0.5", "IX_Metrics_Listed (ListedIn=? AND Name=? AND Kind=? AND Stored<?)" },
        { "two words", "IX_Versions_Search (ModelId=?)" },
    };

    [SqliteTheory(Why)]
    [MemberData(nameof(Orders))]
    public async Task Of_an_order_only_what_a_page_shows_is_read(string order)
    {
        foreach (var filter in new[] { null, "metrics.accuracy > 0.25 and tags.team like 'team%'", "status = 'READY' or params.depth = '5'" })
        {
            kinds.Statements.Take();
            await kinds.WalkAsync(filter, order, KindsOfVersions.Asked, pageSize: 5);

            await EachAsync((connection, sent) =>
            {
                Assert.Empty(TablesRead.Whole(connection, sent));
                // A label is one version's only, so that nothing is there to be sorted by number.
                Assert.DoesNotContain(TablesRead.Sorted(connection, sent), line => !order.StartsWith("label", StringComparison.Ordinal)
                    || !line.EndsWith("FOR LAST TERM OF ORDER BY", StringComparison.Ordinal));
            });
        }
    }

    /// <summary>Of several fields each is read by its own index; what is sorted was found by number.</summary>
    [SqliteTheory(Why)]
    [InlineData("params.depth, metrics.accuracy desc")]
    [InlineData("metrics.accuracy desc, tags.team, label")]
    [InlineData("framework desc, created, number desc")]
    public async Task Of_several_orders_no_more_is_read(string order)
    {
        foreach (var filter in new[] { null, "status = 'READY' or params.depth = '5'" })
        {
            kinds.Statements.Take();
            await kinds.WalkAsync(filter, order, KindsOfVersions.Asked, pageSize: 5);

            await EachAsync((connection, sent) =>
            {
                Assert.Empty(TablesRead.Whole(connection, sent));
                Assert.True(TablesRead.Sorted(connection, sent).All(line => line.EndsWith("FOR LAST TERM OF ORDER BY", StringComparison.Ordinal))
                    || sent.Text.Contains("json_each", StringComparison.Ordinal), sent.Text);
            });
        }
    }

    [SqliteTheory(Why)]
    [MemberData(nameof(Filters))]
    public async Task No_filter_reads_a_whole_table(string filter)
    {
        kinds.Statements.Take();
        foreach (var limits in new[] { KindsOfVersions.Sorted, KindsOfVersions.Known, KindsOfVersions.Asked })
        {
            await kinds.WalkAsync(filter, "metrics.accuracy desc", limits, pageSize: 20);
            await kinds.WalkAsync(filter, "tags.team, metrics.accuracy desc", limits, pageSize: 20);
        }

        await EachAsync((connection, sent) => Assert.Empty(TablesRead.Whole(connection, sent)));
    }

    [SqliteTheory(Why)]
    [MemberData(nameof(Served))]
    public async Task What_finds_few_is_found_by_its_index(string filter, string index)
    {
        kinds.Statements.Take();
        await using var db = kinds.Registry.OpenDatabase();
        await new FewVersions(db, kinds.Row, new VersionWords(), KindsOfVersions.Sorted).ReadAsync(VersionFilter.Read(filter), default);

        var plans = new List<string>();
        await EachAsync((connection, sent) => plans.AddRange(SqliteStatement.Plan(connection, sent)));
        Assert.Contains(plans, line => line.Contains(index, StringComparison.Ordinal));
    }

    /// <summary>Of many that match each is asked by itself, not by how many have the value.</summary>
    [SqliteTheory(Why)]
    [InlineData("framework = 'framework 1'", "(ModelId=? AND Number=?)")]
    [InlineData("created > '2026-03-02'", "(ModelId=? AND Number=?)")]
    [InlineData("metrics.accuracy > 0.25", "IX_Metrics_OfVersion (ListedIn=? AND Name=? AND VersionNumber=?)")]
    public async Task What_finds_many_is_asked_by_the_number_of_each(string filter, string index)
    {
        kinds.Statements.Take();
        await kinds.WalkAsync(filter, "size", KindsOfVersions.Asked, pageSize: 50);

        var plans = new List<string>();
        await EachAsync((connection, sent) => plans.AddRange(SqliteStatement.Plan(connection, sent)));
        Assert.Contains(plans, line => line.Contains(index, StringComparison.Ordinal));
    }

    /// <summary>The list as it opens is read along the numbers, whatever index the filter could be read along.</summary>
    [SqliteTheory(Why)]
    [InlineData("created > '2026-03-02'")]
    [InlineData("createdBy = 'somebody'")]
    [InlineData("framework = 'framework 1' or label like '2.%'")]
    [InlineData("created > '2026-03-02' and metrics.accuracy > 0.25")]
    public async Task What_a_version_itself_holds_sorts_nothing(string filter)
    {
        kinds.Statements.Take();
        await kinds.WalkAsync(filter, null, KindsOfVersions.Asked, pageSize: 5);

        await EachAsync((connection, sent) => Assert.Empty(TablesRead.Sorted(connection, sent)));
    }

    /// <summary>What other tables hold is looked up for each version along the index of the numbers, which is not sought again.</summary>
    [SqliteTheory(Why)]
    [InlineData("metrics.accuracy > 0.25")]
    [InlineData("tags.team like 'team%' or params.depth = '5'")]
    [InlineData("not (params.depth in ('1', '2') and metrics.accuracy > 0.25)")]
    [InlineData("stage = 'production' or metrics.accuracy > 0.25")]
    public async Task What_other_tables_hold_is_asked_along_the_numbers(string filter)
    {
        kinds.Statements.Take();
        await kinds.WalkAsync(filter, null, KindsOfVersions.Asked, pageSize: 5);

        var walked = 0;
        await EachAsync((connection, sent) =>
        {
            if (sent.Text.StartsWith("SELECT \"v\".\"Number\" AS \"Value\"", StringComparison.Ordinal))
            {
                walked++;
                var plan = SqliteStatement.Plan(connection, sent);
                Assert.StartsWith("SEARCH v USING", plan[0], StringComparison.Ordinal);
                Assert.DoesNotContain(plan, line => line.Contains("TEMP B-TREE", StringComparison.Ordinal));
                Assert.DoesNotContain(plan.Skip(1), line => line.Contains("IX_Versions", StringComparison.Ordinal));
            }
        });
        Assert.True(walked > 1, "Several pages are read.");
    }

    /// <summary>Of the models and their tags all may be looked at; of their versions and what these hold only what an index finds.</summary>
    [SqliteTheory(Why)]
    [InlineData(null, "name desc")]
    [InlineData(null, "updatedAt desc")]
    [InlineData(null, "createdAt")]
    [InlineData(null, "metrics.accuracy desc")]
    [InlineData("name like 'k%'", "metrics.accuracy, name")]
    [InlineData("owner = 'admin@example.test' and description ilike '%kinds%'", null)]
    [InlineData("created > '2026-01-01' and updated > '2026-01-01'", null)]
    [InlineData("stage = 'production' or alias = 'champion'", null)]
    [InlineData("tags.team = 'risk' and tags.team like 'r%'", null)]
    [InlineData("label like '2.%' and status = 'READY' and framework = 'framework 1'", null)]
    [InlineData("dataset = 'claims' and digest like 'sha256:0%'", null)]
    [InlineData("params.depth = '5' and metrics.accuracy > 0.5", null)]
    [InlineData("two words", null)]
    public async Task A_list_of_models_reads_no_other_table_as_a_whole(string? filter, string? order)
    {
        kinds.Statements.Take();
        await kinds.Registry.Get<ModelQueries>().ListAsync(new ModelSearch(filter, order), kinds.Admin, default);

        await EachAsync((connection, sent) => Assert.Empty(TablesRead.Whole(connection, sent).Except(["Models", "ModelTags"])));
    }

    [SqliteTheory(Why)]
    [InlineData("kinds")]
    [InlineData("kinds v3")]
    [InlineData("kinds 2.95")]
    [InlineData("sha256:abcdef")]
    [InlineData("compare kinds 3 4")]
    public async Task Searching_reads_no_other_table_as_a_whole(string text)
    {
        kinds.Statements.Take();
        await kinds.Registry.Get<SearchQueries>().FindAsync(text, kinds.Admin, default);

        // Names are looked through, those of runs among the last 10,000 (RunHits).
        await EachAsync((connection, sent) => Assert.Empty(TablesRead.Whole(connection, sent).Except(["Models", "ModelTags", "Experiments", "Runs"])));
    }

    [SqliteTheory(Why)]
    [InlineData("acc")]
    [InlineData("tags.")]
    [InlineData("tags.team = 'te")]
    [InlineData("params.depth = ")]
    [InlineData("framework = '")]
    [InlineData("dataset = ")]
    [InlineData("createdBy = ")]
    [InlineData("label = '2")]
    [InlineData("stage = ")]
    [InlineData("alias = ")]
    public async Task Completing_reads_no_table_of_versions_as_a_whole(string text)
    {
        kinds.Statements.Take();
        var completions = kinds.Registry.Get<CompletionQueries>();
        await completions.SuggestAsync(new CompletionAsk(Model: KindsOfVersions.Name, Text: text), kinds.Admin, default);
        await EachAsync((connection, sent) => Assert.Empty(TablesRead.Whole(connection, sent).Except(["Stages"])));

        await completions.SuggestAsync(new CompletionAsk(Text: text), kinds.Admin, default);
        await completions.ColumnsAsync(null, kinds.Admin, default);
        await EachAsync((connection, sent) => Assert.Empty(TablesRead.Whole(connection, sent).Except(["Models", "ModelTags", "Stages"])));
    }

    [SqliteFact(Why)]
    public async Task Comparing_charting_and_narrowing_down_read_no_table_as_a_whole()
    {
        kinds.Statements.Take();
        await kinds.Registry.Get<CompareQueries>().CompareAsync(KindsOfVersions.Name, [2, 3, 4], null, kinds.Admin, default);
        await kinds.Registry.Get<FacetQueries>().OfVersionsAsync(KindsOfVersions.Name, "metrics.accuracy > 0.25", archived: false, kinds.Admin, default);
        await kinds.Registry.Get<MetricQueries>().OverVersionsAsync(KindsOfVersions.Name, "accuracy", kinds.Admin, default);
        await kinds.Registry.Get<MetricQueries>().OverVersionsAsync(KindsOfVersions.Name, "accuracy", true, new VersionSpan(3, 9), kinds.Admin, default);
        await kinds.Registry.Get<MetricQueries>().SparksAsync(KindsOfVersions.Name, ["accuracy"], kinds.Admin, default);
        await EachAsync((connection, sent) => Assert.Empty(TablesRead.Whole(connection, sent)));

        await kinds.Registry.Get<FacetQueries>().OfModelsAsync("metrics.accuracy > 0.25", kinds.Admin, default);
        await kinds.Registry.Get<ModelQueries>().SparksAsync([KindsOfVersions.Name], kinds.Admin, default);
        await EachAsync((connection, sent) => Assert.Empty(TablesRead.Whole(connection, sent).Except(["Models", "ModelTags"])));
    }

    /// <summary>Grouped by the database they would be counted along an index of every version of the model.</summary>
    [SqliteFact(Why)]
    public async Task Narrowing_down_counts_no_versions_but_those_that_were_found()
    {
        kinds.Statements.Take();
        await kinds.Registry.Get<FacetQueries>().OfVersionsAsync(KindsOfVersions.Name, "metrics.accuracy > 0.25", archived: false, kinds.Admin, default);

        var counted = 0;
        await EachAsync((connection, sent) =>
        {
            if (sent.Text.StartsWith("SELECT \"v\".\"Status\", \"v\".\"Framework\"", StringComparison.Ordinal))
            {
                counted++;
                Assert.Contains(SqliteStatement.Plan(connection, sent), line => line.Contains("(ModelId=? AND Number=?)", StringComparison.Ordinal));
            }
        });
        Assert.Equal(1, counted);
    }

    private async Task EachAsync(Action<SqliteConnection, SentStatement> look)
    {
        await using var db = kinds.Registry.OpenDatabase();
        await db.Database.OpenConnectionAsync();
        // "WHERE 0" asks for the rows of nothing, and reads none.
        var sent = kinds.Statements.Take().Where(statement => !statement.Text.Contains("WHERE 0", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(sent);
        Assert.All(sent, statement => look((SqliteConnection)db.Database.GetDbConnection(), statement));
    }
}
