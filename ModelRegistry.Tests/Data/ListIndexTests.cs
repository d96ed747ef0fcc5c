using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Filters;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Data;

/// <summary>What a list of versions or models is filtered and sorted by has an index on both databases, and its statement is served by it on SQLite.</summary>
public sealed class ListIndexTests(StaffedRegistry staff) : IClassFixture<StaffedRegistry>
{
    /// <summary>The table, and what an index of it must begin with.</summary>
    public static TheoryData<Type, string> Needed => new()
    {
        { typeof(ModelVersion), "ModelId Number" },
        { typeof(ModelVersion), "ModelId NormalizedLabel" },
        { typeof(ModelVersion), "ModelId CreatedAt Number" },
        { typeof(ModelVersion), "ModelId Status Number" },
        { typeof(ModelVersion), "ModelId Framework Number" },
        { typeof(ModelVersion), "ModelId DatasetName Number" },
        { typeof(ModelVersion), "ModelId CreatedByName Number" },
        { typeof(ModelVersion), "DatasetDigest" },
        { typeof(ModelVersion), "ModelId TouchedAt" },
        { typeof(ModelVersion), "Digest" },
        { typeof(ModelVersion), "ModelId DatasetDigest Number" },
        { typeof(ModelVersion), "ModelId TotalSize Number" },
        { typeof(ModelVersion), "ModelId Number ArchivedAt DeletedAt SearchText" },
        { typeof(VersionTag), "ModelId Key ValueStart VersionNumber" },
        { typeof(VersionTag), "VersionId Key" },
        { typeof(VersionParameter), "ModelId Name ValueStart VersionNumber" },
        { typeof(VersionParameter), "VersionId Name" },
        { typeof(Metric), "ListedIn Name Kind Stored VersionNumber" },
        { typeof(Metric), "ListedIn Name VersionNumber" },
        { typeof(Model), "NormalizedName" },
        { typeof(Model), "UpdatedAt NormalizedName" },
        { typeof(Model), "CreatedAt NormalizedName" },
        { typeof(Model), "OwnerId NormalizedName" },
        { typeof(ModelTag), "Key ValueStart ModelId" },
    };

    [Theory]
    [MemberData(nameof(Needed))]
    public void Each_filter_and_order_has_an_index_on_both_databases(Type table, string columns)
    {
        foreach (var provider in new[] { "Sqlite", "SqlServer" })
        {
            using var db = Contexts.Of(provider);
            var type = db.Model.FindEntityType(table)!;
            var starts = type.GetIndexes().Select(index => index.Properties).Concat(type.GetKeys().Select(key => key.Properties))
                .Select(properties => string.Join(' ', properties.Select(property => property.Name)));

            Assert.Contains(starts, start => $"{start} ".StartsWith($"{columns} ", StringComparison.Ordinal));
        }
    }

    /// <summary>What is indexed of a long value is its start; the rest is compared in full.</summary>
    [Fact]
    public async Task A_long_value_is_indexed_by_its_start()
    {
        var (model, value) = (await staff.AModelAsync(), new string('x', IndexedText.MaxLength) + "rest");
        await staff.Registry.APendingVersionAsync(staff.Scientist, model, new NewVersion(
            Tags: new Dictionary<string, string> { ["team"] = value }, Parameters: new Dictionary<string, string> { ["rate"] = value }));
        var edit = new VersionEdit(Tags: new Dictionary<string, string?> { ["team"] = value + "!", ["new"] = "a" });
        await staff.Get<VersionWorkflow>().EditAsync(model, "1", edit, staff.Scientist, default);

        await using var db = staff.Registry.OpenDatabase();
        var id = await db.Models.Where(found => found.Name == model).Select(found => found.Id).SingleAsync();
        var start = value[..IndexedText.MaxLength];
        Assert.Equal([("new", "a"), ("team", start)],
            (await db.VersionTags.Where(tag => tag.ModelId == id).ToListAsync()).Select(tag => (tag.Key, tag.ValueStart)).Order());
        Assert.Equal(start, (await db.VersionParameters.SingleAsync(row => row.ModelId == id)).ValueStart);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(100, 100)]
    [InlineData(101, 100)]
    public void The_start_of_a_text_is_bounded(int length, int start) =>
        Assert.Equal(new string('a', start), IndexedText.StartOf(new string('a', length)));

    [Fact]
    public void The_start_of_a_text_never_ends_in_half_a_character() =>
        Assert.Equal(new string('a', 99), IndexedText.StartOf($"{new string('a', 99)}😀b"));

    [SqliteFact("it asks that database for its plans.")]
    public async Task Names_and_values_that_complete_a_filter_are_sought_in_an_index()
    {
        await using var db = staff.Registry.OpenDatabase();
        var model = Guid.NewGuid();
        foreach (var (query, index) in new[]
                 {
                     (DistinctTexts.Beyond(db.VersionTags.Where(tag => tag.ModelId == model), tag => tag.Key, "a", false), "(ModelId=? AND Key>?)"),
                     (DistinctTexts.Beyond(db.VersionTags.Where(tag => tag.ModelId == model && tag.Key == "a"), tag => tag.ValueStart, "a", false),
                         "(ModelId=? AND Key=? AND ValueStart>?)"),
                     (DistinctTexts.Beyond(db.VersionParameters.Where(row => row.ModelId == model), row => row.Name, "a", false), "(ModelId=? AND Name>?)"),
                     (DistinctTexts.Beyond(db.Metrics.Where(metric => metric.ListedIn == model), metric => metric.Name, "a", false), "(ListedIn=? AND Name>?)"),
                     (DistinctTexts.Beyond(db.Versions.Where(version => version.ModelId == model), version => version.Framework, "a", false),
                         "(ModelId=? AND Framework>?)"),
                     (DistinctTexts.Beyond(db.ModelTags.Where(tag => tag.Key == "a"), tag => tag.ValueStart, "a", false), "(Key=? AND ValueStart>?)"),
                 })
        {
            var plan = await PlanAsync(query.Take(1));

            Assert.Contains(plan, line => line.Contains(index, StringComparison.Ordinal));
            Assert.DoesNotContain(plan, line => line.Contains("TEMP B-TREE", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_long_value_is_compared_in_full()
    {
        var model = await staff.AModelAsync();
        var start = new string('x', IndexedText.MaxLength);
        foreach (var rest in new[] { "a", "b" })
        {
            await staff.Registry.APendingVersionAsync(staff.Scientist, model, new NewVersion(Tags: new Dictionary<string, string> { ["team"] = start + rest }));
        }

        var found = await staff.Get<VersionQueries>().ListAsync(model, new VersionSearch($"tags.team = '{start}b'"), staff.Viewer, default);

        Assert.Equal([2], found.Items.Select(version => version.Number));
    }

    private static async Task<List<string>> PlanAsync<T>(IQueryable<T> query)
    {
        await using var command = query.CreateDbCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
        await command.Connection!.OpenAsync();
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(3));
        }

        return lines;
    }
}
