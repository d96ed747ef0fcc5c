using ModelRegistry.Core.Metrics;
using ModelRegistry.Web.Components.Pages.Models;

namespace ModelRegistry.Tests.Models;

public sealed class VersionSortTests
{
    [Theory]
    [InlineData(null, "size", true, "size desc")]
    [InlineData("size desc", "size", true, "size")]
    [InlineData("size", "size", true, "size desc")]
    [InlineData("metrics.`loss`", "metrics.`loss`", false, "metrics.`loss` desc")]
    [InlineData("size desc", "framework", false, "framework")]
    [InlineData(null, "number", true, "number")] // newest first is there without asking
    [InlineData("number", "number", true, null)]
    [InlineData("size", "number", true, null)]
    public void A_click_on_a_head_brings_the_best_up_and_a_second_one_turns_it_round(string? order, string field, bool largestFirst, string? next) =>
        Assert.Equal(next, VersionSort.List.Next(order, field, largestFirst));

    [Fact]
    public void The_best_is_the_smallest_where_lower_is_better()
    {
        Assert.False(VersionSort.LargestFirst(MetricDefinitions.BuiltIn.For("log_loss")));
        Assert.True(VersionSort.LargestFirst(MetricDefinitions.BuiltIn.For("accuracy")));
        Assert.True(VersionSort.LargestFirst(MetricDefinitions.BuiltIn.For("of no known direction")));
    }

    [Fact]
    public void The_head_of_the_order_says_so()
    {
        Assert.Equal("descending", VersionSort.List.Aria(null, "number"));
        Assert.Equal("ascending", VersionSort.List.Aria("size", "size"));
        Assert.Null(VersionSort.List.Aria("size", "framework"));
    }
}
