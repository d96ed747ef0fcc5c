using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Models;

public sealed class ModelQueriesTests(StaffedRegistry staff) : IClassFixture<StaffedRegistry>
{
    [Theory]
    [InlineData(null, "a b c d e")]
    [InlineData("", "a b c d e")]
    [InlineData("name desc", "e d c b a")]
    [InlineData("createdAt", "e d c a b")]
    [InlineData("createdAt desc", "b a c d e")]
    [InlineData("updatedAt asc", "e c a b d")]
    [InlineData("updatedAt desc", "d b a c e")]
    public async Task Every_order_pages_through_all_models_once(string? order, string expected)
    {
        await using var registry = await TestRegistry.StartAsync();
        var scientist = await registry.PersonAsync("scientist", Core.Access.Roles.DataScientist);
        foreach (var name in "edcba")
        {
            await registry.AModelAsync(scientist, name.ToString());
            registry.Clock.Advance(TimeSpan.FromSeconds(name == 'b' ? 0 : 1)); // b and a at one instant: the name decides
        }

        await registry.Get<ModelWorkflow>().EditAsync("d", new ModelEdit(Description: "newest"), scientist, default);

        var names = new List<string>();
        string? token = null;
        do
        {
            var page = await registry.Get<ModelQueries>().ListAsync(new ModelSearch(OrderBy: order, PageSize: 1, PageToken: token), scientist, default);
            names.AddRange(page.Items.Select(model => model.Name));
            token = page.NextPageToken;
        }
        while (token is not null);

        Assert.Equal(expected, string.Join(' ', names));
    }

    [Theory]
    [InlineData("rank")]
    [InlineData("name up")]
    [InlineData("name desc extra")]
    [InlineData("name;DROP TABLE Models")]
    public async Task An_unknown_order_is_refused(string order) =>
        await Refused.ByAsync("order_invalid", () => staff.Get<ModelQueries>().ListAsync(new ModelSearch(OrderBy: order), staff.Viewer, default));

    [Fact]
    public async Task A_spark_line_covers_the_latest_24_versions_on_their_own_data_set()
    {
        var model = await staff.AModelAsync();
        for (var i = 1; i <= 25; i++)
        {
            await staff.Registry.APendingVersionAsync(staff.Scientist, model, new NewVersion(Dataset: new VersionDataset("mine", "d1"),
                Metrics: [new("accuracy", i), new("accuracy", -1, Dataset: new("other", "d2"))]));
        }

        var sparks = await staff.Get<ModelQueries>().SparksAsync([model, "no such model"], staff.Viewer, default);

        Assert.Equal([model], sparks.Keys);
        Assert.Equal(Enumerable.Range(2, 24).Select(i => (i, (double)i)), sparks[model].Select(point => (point.Version, point.Value)));
    }

    [Fact]
    public async Task The_page_size_is_one_to_two_hundred()
    {
        Assert.Equal(RefusalKind.Invalid,
            (await Refused.ByAsync("page_size_invalid", () => staff.Get<ModelQueries>().ListAsync(new ModelSearch(PageSize: 0), staff.Viewer, default))).Kind);
        Assert.Equal(200, PageToken.Size(int.MaxValue));
    }
}
