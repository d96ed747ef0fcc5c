using ModelRegistry.Core.Common;
using ModelRegistry.Core.Filters;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Tests.Filters;

/// <summary>
/// Every order and filter of versions gives the same rows whether few are sorted or many are read along an index, each once and from page to page. A field
/// that has no line here fails <see cref="Every_field_has_a_line"/>.
/// </summary>
public sealed class ListWalkTests(KindsOfVersions kinds) : IClassFixture<KindsOfVersions>
{
    public static TheoryData<string> Orders => [.. OrdersOf.Keys.SelectMany(order => new[] { order, $"{order} desc" })];

    public static TheoryData<string> Filters => [.. FiltersOf.Values.SelectMany(filters => filters).Concat(Joined)];

    internal static readonly Dictionary<string, Func<KindsOfVersions.Kind, (int Place, IComparable? Value)>> OrdersOf = new()
    {
        ["number"] = kind => (0, kind.Version.Number),
        ["label"] = kind => Text(kind.Version.NormalizedLabel),
        ["created"] = kind => (0, kind.Version.CreatedAt),
        ["status"] = kind => (0, kind.Version.Status switch { VersionStatus.Failed => 0, VersionStatus.Pending => 1, VersionStatus.Ready => 2 }),
        ["framework"] = kind => Text(kind.Version.Framework),
        ["size"] = kind => (0, kind.Version.TotalSize),
        ["metrics.accuracy"] = kind => kind.Accuracy switch
        {
            null => (2, null),
            double.NaN => (1, null),
            { } value => (0, value),
        },
        ["params.depth"] = kind => Text(kind.Version.Parameters.Select(row => row.Value).SingleOrDefault()),
        ["tags.team"] = kind => Text(kind.Version.Tags.Select(tag => IndexedText.StartOf(tag.Value)).SingleOrDefault()),
    };

    internal static readonly Dictionary<string, string[]> FiltersOf = new()
    {
        ["number"] = ["number > 60.5", "number in (3, 2.5, 65)", "number < 5", "number >= 64.5", "number <= 2.5", "number != 7", "number = 7"],
        ["version"] = ["version = 7"],
        ["label"] = ["label = '2.95'", "label like '2.9%'", "label ilike '2.9%'", "label in ('2.95', '2.91')", "label != '2.95'"],
        ["description"] = ["description like 'half%'", "description ilike '%HALF%'"],
        ["status"] = ["status = 'FAILED'", "status in ('PENDING', 'FAILED')", "status != 'READY'"],
        ["framework"] = ["framework = 'framework 1'", "framework like 'framework%'", "framework like '%1'", "framework != 'framework 1'"],
        ["dataset"] = ["dataset = 'claims'", "dataset = 'd3'", "dataset like 'd%'", "dataset like '%3'"],
        ["digest"] = ["digest like 'sha256:%'", "digest like 'sha256:0%'", "digest = 'sha256:00'"],
        ["stage"] = ["stage = 'production'", "stage like 'prod%'", "stage != 'production'"],
        ["alias"] = ["alias = 'champion'"],
        ["created"] = ["created > '2026-03-02T09:10:00Z'", "created <= '2026-03-02T09:02:00Z'", "created = '2026-03-02T09:05:00Z'"],
        ["createdby"] = ["createdBy = 'admin@example.test'", "createdBy like 'other%'"],
        ["archived"] = ["archived = 'true'", "archived = 'false'", "archived != 'true'"],
        ["quarantined"] = ["quarantined = 'true'", "quarantined = 'false'"],
        ["tags"] = ["tags.team = 'team 2'", "tags.team like 'team%'", "tags.team ilike 'TEAM 2'", "tags.team in ('team 2', 'team 3')", "tags.team != 'team 2'",
            $"tags.team = '{new string('r', IndexedText.MaxLength)}12'", $"tags.team like '{new string('r', IndexedText.MaxLength)}1%'"],
        ["params"] = ["params.depth = '5'", "params.depth like '_'", "params.depth in ('5', '6')", "params.`not there` = '1'"],
        ["metrics"] = ["metrics.accuracy > 0.25", "metrics.accuracy >= 0.25", "metrics.accuracy < 0.5", "metrics.accuracy <= 0.25", "metrics.accuracy = 0.5",
            "metrics.accuracy != 0.5", "metrics.accuracy in (0, 0.5)", "metrics.`not there` > 0"],
    };

    private static readonly string[] Joined =
    [
        "number > 10 and tags.team = 'team 2' and metrics.accuracy < 0.5", "status = 'FAILED' or metrics.accuracy > 0.25", "not tags.team = 'team 2'",
        "metrics.accuracy >= 0 and metrics.accuracy < 0.5 and not (params.depth = '5' or label like '2%')", "precision", "half", "team precision", "nothing",
        "created > '2026-03-02T09:10:00Z' and created < '2026-03-02T09:12:00Z'", "params.depth = '1' or number = 2",
    ];

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Lists_walk_every_row_once(string order)
    {
        var descending = order.EndsWith(" desc", StringComparison.Ordinal);
        var of = OrdersOf[order.Split(' ')[0]];
        var rows = kinds.Kinds.Where(kind => kind.Version.ArchivedAt is null).OrderBy(kind => of(kind).Place);
        var expected = (descending
            ? rows.ThenByDescending(kind => of(kind).Value, Ordinal).ThenByDescending(kind => kind.Version.Number)
            : rows.ThenBy(kind => of(kind).Value, Ordinal).ThenBy(kind => kind.Version.Number)).Select(kind => kind.Version.Number).ToList();

        await EachWayAsync(expected, order);
    }

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task Few_that_are_sorted_are_those_of_many_that_are_walked(string filter)
    {
        foreach (var order in new[] { "number desc", "metrics.accuracy desc", "tags.team", "label", "params.depth desc, metrics.accuracy" })
        {
            var sorted = await kinds.WalkAsync(filter, order, KindsOfVersions.Sorted, 20);
            Assert.Equal(sorted, await kinds.WalkAsync(filter, order, KindsOfVersions.Known, 20));
            Assert.Equal(sorted, await kinds.WalkAsync(filter, order, KindsOfVersions.Asked, 20));
        }
    }

    [Theory]
    [InlineData("params.depth, metrics.accuracy desc")]
    [InlineData("metrics.accuracy desc, params.depth, tags.team desc")]
    [InlineData("metrics.accuracy, label")]
    [InlineData("tags.team desc, number")]
    [InlineData("tags.team desc, number desc")]
    [InlineData("number, label")]
    [InlineData("label desc, size")]
    [InlineData("size, size desc")]
    [InlineData("created desc, status")]
    [InlineData("status, framework desc, created")]
    public async Task Several_orders_at_once_are_one_within_the_other(string order)
    {
        var terms = order.Split(", ").Select(term => term.Split(' ')).ToList();
        var rows = kinds.Kinds.Where(kind => kind.Version.ArchivedAt is null).OrderBy(_ => 0);
        foreach (var term in terms.Append(["number", .. terms[^1][1..]]))
        {
            var of = OrdersOf[term[0]];
            rows = rows.ThenBy(kind => of(kind).Place);
            rows = term.Length > 1 ? rows.ThenByDescending(kind => of(kind).Value, Ordinal) : rows.ThenBy(kind => of(kind).Value, Ordinal);
        }

        await EachWayAsync([.. rows.Select(kind => kind.Version.Number)], order);
    }

    [Fact]
    public void Every_field_has_a_line()
    {
        Assert.Equal(VersionOrder.Fields.Replace(" or ", ", ", StringComparison.Ordinal).Split(", ").Select(field => field.Split('.')[0]).Order(),
            OrdersOf.Keys.Select(order => order.Split('.')[0]).Order());
        Assert.Equal(VersionFilter.Attributes.Concat(["tags", "params", "metrics"]).Order(), FiltersOf.Keys.Order());
    }

    private async Task EachWayAsync(List<int> expected, string order)
    {
        foreach (var pageSize in new[] { 2, 7, 100 })
        {
            Assert.Equal(expected, await kinds.WalkAsync("number > 0", order, KindsOfVersions.Sorted, pageSize));
            Assert.Equal(expected, await kinds.WalkAsync("number > 0", order, KindsOfVersions.Known, pageSize));
            Assert.Equal(expected, await kinds.WalkAsync("number > 0", order, KindsOfVersions.Asked, pageSize));
            Assert.Equal(expected, await kinds.WalkAsync(null, order, KindsOfVersions.Asked, pageSize));
        }
    }

    private static readonly IComparer<IComparable?> Ordinal = Comparer<IComparable?>.Create((one, other) =>
        one is string text ? string.CompareOrdinal(text, (string?)other) : Comparer<IComparable?>.Default.Compare(one, other));

    private static (int Place, IComparable? Value) Text(string? text) => text is null ? (1, null) : (0, text);
}
