using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Tests.Promotions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Retirement;

public sealed class BinTests(PromotionScene scene) : IClassFixture<PromotionScene>
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(50)]
    public async Task Models_and_versions_come_in_one_order_the_latest_first_however_it_is_paged(int size)
    {
        var (kept, gone, last) = (await scene.ManyAsync(4), await scene.ManyAsync(1), await scene.ManyAsync(0));
        await scene.DeleteAsync(kept, 1);
        await scene.DeleteAsync(kept, 2); // at the same instant
        await scene.DeleteModelAsync(gone); // and at that, too
        scene.Registry.Clock.Advance(TimeSpan.FromMinutes(1));
        await scene.DeleteAsync(kept, 4);
        scene.Registry.Clock.Advance(TimeSpan.FromMinutes(1));
        await scene.DeleteModelAsync(last);

        var mine = (await WalkAsync(size)).Where(entry => new[] { kept, gone, last }.Contains(entry.Model)).Select(entry => (entry.Model, entry.Version))
            .ToList();

        Assert.Equal([(last, null), (kept, 4), (gone, null)], mine.Take(3));
        Assert.Equal([(kept, 1), (kept, 2)], mine.Skip(3).Order());
        Assert.Equal(await WalkAsync(200), await WalkAsync(size));
    }

    [Fact]
    public async Task Only_admins_see_it()
    {
        foreach (var actor in new[] { scene.Scientist, scene.ReviewerA, scene.Viewer, scene.Auditor, scene.Emergency })
        {
            await Refused.ByAsync("role_missing", () => scene.Get<BinQueries>().ListAsync(null, null, actor, default));
        }

        var token = scene.Admin with { Token = new TokenGrant(Guid.NewGuid(), Scopes.All.ToHashSet(), null) };
        await Refused.ByAsync("scope_missing", () => scene.Get<BinQueries>().ListAsync(null, null, token, default));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("7", "model", "no-id")]
    [InlineData("x", "model", "11111111-0000-0000-0000-000000000001")]
    public Task A_token_of_ones_own_is_refused(params string[] keys) =>
        Refused.ByAsync("page_token_invalid", () => scene.Get<BinQueries>().ListAsync(null, PageToken.Encode(keys), scene.Admin, default));

    private async Task<IReadOnlyList<BinEntry>> WalkAsync(int size)
    {
        var (entries, token) = (new List<BinEntry>(), (string?)null);
        do
        {
            var page = await scene.Get<BinQueries>().ListAsync(size, token, scene.Admin, default);
            Assert.True(page.Items.Count <= size);
            entries.AddRange(page.Items);
            token = page.NextPageToken;
        }
        while (token is not null);
        return entries;
    }
}
