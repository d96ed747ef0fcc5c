using ModelRegistry.Core.Common;
using ModelRegistry.Core.Compare;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Compare;

public sealed class CompareQueriesTests(StaffedRegistry staff) : IClassFixture<StaffedRegistry>
{
    [Fact]
    public async Task Versions_are_compared_in_the_order_asked_for_against_the_first_or_the_named_base()
    {
        var model = await ModelAsync(3);

        var first = await CompareAsync(model, [3, 1], null);
        var named = await CompareAsync(model, [3, 1], 2);

        Assert.Equal((3, "3 1"), (first.Base, string.Join(' ', first.Versions.Select(version => version.Number))));
        Assert.Equal((2, "3 1 2"), (named.Base, string.Join(' ', named.Versions.Select(version => version.Number))));
        Assert.Equal("model/model.pkl", first.Files.Single().Name);
    }

    [Theory]
    [InlineData("1", null, "versions_invalid")]
    [InlineData("1,1", null, "versions_invalid")]
    [InlineData("", null, "versions_invalid")]
    [InlineData("1,2,3,4,5,6,7,8,9,10,11", null, "versions_invalid")]
    [InlineData("1,2,3,4,5,6,7,8,9,10", 11, "versions_invalid")]
    [InlineData("1,99", null, "version_not_found")]
    [InlineData("1,-1", null, "version_not_found")]
    public async Task Two_to_ten_versions_that_exist_are_compared(string versions, int? baseVersion, string code)
    {
        var model = await ModelAsync(1);

        await Refused.ByAsync(code, () =>
            CompareAsync(model, [.. versions.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(text => int.Parse(text, PageToken.Culture))],
            baseVersion));
    }

    private Task<Comparison> CompareAsync(string model, int[] versions, int? baseVersion) =>
        staff.Get<CompareQueries>().CompareAsync(model, versions, baseVersion, staff.Viewer, default);

    private async Task<string> ModelAsync(int versions)
    {
        var model = await staff.AModelAsync();
        for (var i = 0; i < versions; i++)
        {
            await staff.Registry.ASealedVersionAsync(staff.Scientist, model, content: $"weights {i}");
        }

        return model;
    }
}
