using System.Globalization;
using ModelRegistry.Core.Common;
using ModelRegistry.Web.Components.Shared;

namespace ModelRegistry.Tests.Components;

/// <summary>Scrolling over 1,003 rows in pages of 50, of which each only knows the next.</summary>
public sealed class KeysetRowsTests
{
    private const int All = 1_003;

    private readonly List<string?> _read = [];

    [Fact]
    public async Task Every_row_is_found_by_scrolling_down_and_up_again()
    {
        var rows = await StartAsync();

        for (var start = 0; start < All; start += 30)
        {
            Assert.Equal(Enumerable.Range(start, Math.Min(40, All - start)), await rows.GetAsync(start, 40, ReadAsync));
        }

        Assert.Equal((All, All, false), (rows.Known, rows.Length, rows.HasMore));
        for (var start = All - 40; start > 0; start -= 30)
        {
            Assert.Equal(Enumerable.Range(start, 40), await rows.GetAsync(start, 40, ReadAsync));
        }
    }

    [Fact]
    public async Task A_page_is_read_once_on_the_way_and_few_are_held()
    {
        var rows = await StartAsync();

        await rows.GetAsync(0, 500, ReadAsync);

        Assert.Equal(10, _read.Distinct().Count());
        Assert.InRange(rows.Held.Count(), 1, KeysetRows<int>.MostHeld * 50);
    }

    [Fact]
    public async Task What_is_held_is_not_read_again()
    {
        var rows = await StartAsync();
        await rows.GetAsync(40, 40, ReadAsync);
        _read.Clear();

        Assert.True(rows.Holds(20, 40));
        await rows.GetAsync(20, 40, ReadAsync);

        Assert.Empty(_read);
        Assert.False(rows.Holds(80, 40));
    }

    [Fact]
    public async Task The_list_looks_a_page_longer_as_long_as_there_is_more()
    {
        var rows = await StartAsync();

        Assert.Equal((50, 100, true, false), (rows.Known, rows.Length, rows.HasMore, rows.IsWhole));
        var small = new KeysetRows<int>(new Page<int>([1, 2], null));
        Assert.Equal((2, 2, true), (small.Known, small.Length, small.IsWhole));
    }

    [Fact]
    public async Task Two_that_ask_at_once_read_a_page_once()
    {
        var rows = await StartAsync();
        _read.Clear();
        var opened = new TaskCompletionSource();
        async Task<Page<int>> SlowAsync(string? token)
        {
            await opened.Task;
            return await ReadAsync(token);
        }

        var both = Task.WhenAll(rows.GetAsync(40, 40, SlowAsync), rows.GetAsync(45, 40, SlowAsync));
        opened.SetResult();

        Assert.Equal([40, 45], (await both).Select(found => found[0]));
        Assert.Equal(["50"], _read);
    }

    [Fact]
    public async Task Rows_change_in_place()
    {
        var rows = await StartAsync();

        rows.Change(row => row == 3 ? 300 : row);

        Assert.Equal([2, 300, 4], await rows.GetAsync(2, 3, ReadAsync));
    }

    [Fact]
    public async Task What_is_taken_out_lets_the_rest_move_up()
    {
        var rows = await StartAsync();
        await rows.GetAsync(40, 40, ReadAsync);

        rows.Remove(row => row is 3 or 60);

        Assert.Equal([2, 4, 5], await rows.GetAsync(2, 3, ReadAsync));
        Assert.Equal([59, 61], await rows.GetAsync(58, 2, ReadAsync));
        Assert.Equal(98, rows.Known);
    }

    private async Task<KeysetRows<int>> StartAsync() => new(await ReadAsync(null));

    private Task<Page<int>> ReadAsync(string? token)
    {
        _read.Add(token);
        var start = token is null ? 0 : int.Parse(token, CultureInfo.InvariantCulture);
        var end = Math.Min(All, start + 50);
        return Task.FromResult(new Page<int>([.. Enumerable.Range(start, end - start)], end < All ? end.Text() : null));
    }
}
