using System.Globalization;
using ModelRegistry.Core.Common;
using ModelRegistry.Web.Components;

namespace ModelRegistry.Tests.Components;

/// <summary>What was read on of a list stays shown when the list is read again.</summary>
public sealed class ReadingOnTests
{
    private const int PageSize = 2;

    [Theory]
    [InlineData(0, 2)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(4, 4)]
    [InlineData(9, 7)]
    public async Task It_is_read_again_as_far_as_one_has_read(int shown, int read)
    {
        var before = shown == 0 ? null : new Page<int>([.. Enumerable.Range(0, shown)], "somewhere");

        var page = await before.AgainAsync(Read(all: 7));

        Assert.Equal(Enumerable.Range(0, read), page.Items);
        Assert.Equal(read == 7 ? null : read.ToString(CultureInfo.InvariantCulture), page.NextPageToken);
    }

    [Fact]
    public async Task The_next_page_is_put_behind_what_is_shown()
    {
        var read = Read(all: 5);
        Page<int>? page = await ReadingOn.AgainAsync(null, read);
        page = await (await page.OnAsync(read)).OnAsync(read);

        Assert.Equal([0, 1, 2, 3, 4], page.Items);
        Assert.Null(page.NextPageToken);
    }

    private static Func<string?, Task<Page<int>>> Read(int all) => token =>
    {
        var first = int.Parse(token ?? "0", CultureInfo.InvariantCulture);
        var end = Math.Min(first + PageSize, all);
        return Task.FromResult(new Page<int>([.. Enumerable.Range(first, end - first)], end == all ? null : end.ToString(CultureInfo.InvariantCulture)));
    };
}
