using ModelRegistry.Core.Filters;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Web.Components.Pages.Models;

namespace ModelRegistry.Tests.Models;

/// <summary>Which columns a list of versions shows, and which ones a link names that no version has.</summary>
public sealed class ShownColumnsTests
{
    [Theory]
    [InlineData("size,metrics.loss,tags.`cost centre`", "size,metrics.loss,tags.`cost centre`")]
    [InlineData("size,size, framework ,", "size,framework")]
    [InlineData("metrics.`accuracy[country=DE]`,tags.`a b`", "metrics.`accuracy[country=DE]`,tags.`a b`")]
    [InlineData("'; drop,--", null)]
    [InlineData("", null)]
    public void Columns_are_read_and_written_as_fields(string text, string? written) =>
        Assert.Equal(written, ColumnList.Write(ColumnList.Read(text)));

    [Fact]
    public async Task A_column_that_nothing_has_is_named_and_left_out()
    {
        var shown = await ShownColumns.ReadAsync("colour,metrics.gone,size,tags.`cost centre`", [], null, MetricDefinitions.BuiltIn,
            fields => Task.FromResult<IReadOnlyList<string>>([.. fields.Where(field => field == "metrics.gone")]));

        Assert.Equal(["size", "tags.cost centre"], shown.Columns.Select(column => column.Field));
        Assert.Equal(["colour", "metrics.gone"], shown.LeftOut);
    }

    [Fact]
    public void A_head_sorts_by_what_the_list_can_be_sorted_by()
    {
        Assert.Equal("tags.`cost centre`", VersionColumn.Of("tags.cost centre", MetricDefinitions.BuiltIn)!.SortField);
        Assert.Equal("metrics.`loss`", VersionColumn.Of("metrics.loss", MetricDefinitions.BuiltIn)!.SortField);
        Assert.False(VersionColumn.Of("metrics.loss", MetricDefinitions.BuiltIn)!.LargestFirst);
        Assert.Null(VersionColumn.Of("dataset", MetricDefinitions.BuiltIn)!.SortField);
        Assert.Null(VersionColumn.Of("colour", MetricDefinitions.BuiltIn));
    }

    [Theory]
    [InlineData("v1234", 1234)]
    [InlineData(" 7 ", 7)]
    [InlineData("V2", 2)]
    [InlineData("v1.2", null)]
    [InlineData("number = 7", null)]
    [InlineData("99999999999", null)]
    [InlineData(null, null)]
    public void A_number_in_the_box_is_a_jump(string? text, int? number) => Assert.Equal(number, VersionJump.Read(text));

    [Fact]
    public void An_echo_of_an_earlier_tick_undoes_no_later_one()
    {
        var ticks = new Ticks<int>(VersionSelection.Read, VersionSelection.Write);
        ticks.Adopt("3");
        var (first, second) = (ticks.Toggle(5), ticks.Toggle(7));

        ticks.Adopt(first);
        Assert.Equal([3, 5, 7], ticks.Selected);
        ticks.Adopt(second);
        ticks.Adopt("9");
        Assert.Equal([9], ticks.Selected);
    }
}
