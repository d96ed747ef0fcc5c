using System.Buffers.Text;
using System.Text;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Common;

public sealed class PageTokenTests(StaffedRegistry staff) : IClassFixture<StaffedRegistry>
{
    public static TheoryData<string> Forged => new(
        "x", "!!!!", "====", "null", Token("null"), Token("{}"), Token("[]"), Token("[null]"), Token("[1]"), Token("[\"a\""), Token("[\"\\ud800\"]"),
        Token("[\"1\",\"2\",\"3\"]"), Token("[\"x\",\"y\"]"), Token("[\"-1\",\"y\"]"), Token("[\"9223372036854775807\",\"y\"]"),
            Token("[\"99999999999999999999\",\"1\"]"),
        Token("[" + new string('[', 200) + "]"), Base64Url.EncodeToString([0xff, 0xfe, 0xfd]), new string('A', 100_000));

    [Theory]
    [MemberData(nameof(Forged))]
    public async Task A_forged_page_token_is_refused_as_malformed_by_every_list(string token)
    {
        var model = await staff.AModelAsync();
        await staff.Registry.APendingVersionAsync(staff.Scientist, model);
        List<Func<Task>> lists =
        [
            () => staff.Get<ModelQueries>().ListAsync(new ModelSearch(OrderBy: "updatedAt", PageToken: token), staff.Viewer, default),
            () => staff.Get<ModelQueries>().ListAsync(new ModelSearch(OrderBy: "createdAt desc", PageToken: token), staff.Viewer, default),
            () => staff.Get<VersionQueries>().ListAsync(model, null, token, staff.Viewer, default),
            () => staff.Get<VersionQueries>().MetricHistoryAsync(model, "1", "accuracy", null, token, staff.Viewer, default),
            () => staff.Get<AccessTokens>().ListAsync(new TokenSearch(PageToken: token), staff.Viewer, default),
        ];

        foreach (var list in lists)
        {
            var refusal = await Refused.ByAsync("page_token_invalid", list);
            Assert.Equal((RefusalKind.Malformed, "pageToken"), (refusal.Kind, refusal.Field));
        }
    }

    [Fact]
    public void A_token_gives_back_its_keys()
    {
        Assert.Equal("größe 7", string.Join(" ", PageToken.Decode(PageToken.Encode("größe", "7"), 2)!));
        Assert.Equal(-5, PageToken.DecodeLong(PageToken.Encode(-5)));
        Assert.Null(PageToken.Decode(null, 1));
        Assert.Null(PageToken.Decode("", 1));
    }

    private static string Token(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
