using System.Globalization;
using ModelRegistry.Core.Compare;
using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Tests.Compare;

public sealed class SliceTests
{
    [Theory]
    [InlineData("accuracy[country=DE]", "accuracy", "country=DE")]
    [InlineData("val/f1 macro[country=DE,age=18-25]", "val/f1 macro", "age=18-25, country=DE")]
    [InlineData("accuracy [ country = DE , age = ]", "accuracy", "age=, country=DE")]
    [InlineData("rmse[rule=a=b]", "rmse", "rule=a=b")]
    [InlineData("rmse[größe=<script>]", "rmse", "größe=<script>")]
    public void A_name_is_a_metric_and_a_slice(string name, string metric, string slice)
    {
        var sliced = SlicedMetric.Read(name)!;

        Assert.Equal((metric, slice), (sliced.Metric, sliced.Slice));
    }

    [Theory]
    [InlineData("")]
    [InlineData("accuracy")]
    [InlineData("[country=DE]")]
    [InlineData(" [country=DE]")]
    [InlineData("accuracy[]")]
    [InlineData("accuracy[country]")]
    [InlineData("accuracy[=DE]")]
    [InlineData("accuracy[country=DE")]
    [InlineData("accuracy[country=DE]_val")]
    [InlineData("accuracy[country=DE,]")]
    [InlineData("accuracy[country=DE,country=FR]")]
    [InlineData("accuracy[country=[DE]]")]
    [InlineData("accuracy[a=1][b=2]")]
    [InlineData("accuracy]country=DE[")]
    public void Any_other_name_is_an_ordinary_metric(string name) => Assert.Null(SlicedMetric.Read(name));

    [Fact]
    public void The_order_of_conditions_makes_no_other_slice() =>
        Assert.Equal(SlicedMetric.Read("a[x=1,y=2]"), SlicedMetric.Read("a[y=2, x=1]"));

    [Fact]
    public void Slices_and_versions_make_a_map_with_the_worst_of_each_version()
    {
        var map = Assert.Single(SliceHeatMap.Of(
        [
            new Dictionary<string, double> { ["accuracy"] = 0.9, ["accuracy[age=100+]"] = 0.5, ["accuracy[age=18-25]"] = 0.8, ["accuracy[age=9-17]"] = 0.9,
                ["loss"] = 1 },
            new Dictionary<string, double> { ["accuracy[age=18-25]"] = 0.7, ["accuracy[age=18-25,country=DE]"] = 0.7, ["accuracy[age=9-17]"] = double.NaN },
            new Dictionary<string, double> { ["accuracy"] = 0.9 },
        ], _ => true));

        Assert.Equal("accuracy", map.Metric);
        Assert.Equal([0.9, null, 0.9], map.Whole);
        Assert.Equal(
            ["age=9-17: 0.9/1 NaN/- -/-", "age=18-25: 0.8/0.75 0.7/0.5 -/-", "age=100+: 0.5/0 -/- -/-", "age=18-25, country=DE: -/- 0.7/0.5 -/-"],
            map.Rows.Select(row => $"{row.Slice}: {string.Join(' ', row.Cells.Select(cell => $"{Text(cell.Value)}/{Text(cell.Shade)}"))}"));
        Assert.Equal([new("age=100+", 0.5, 0.4), new("age=18-25", 0.7, null), null], map.Worst);
        Assert.Equal("Worst of v3: age=100+ with 0.5, 0.4 worse than the whole. Of 4 slices 1 have no number.", map.Sentence(0, "v3", Show));
        Assert.Null(map.Sentence(2, "v5", Show));
    }

    [Fact]
    public void Where_lower_is_better_the_largest_number_is_the_worst()
    {
        var map = Map(false, 1, 3, 2);

        Assert.Equal(new WorstSlice("s=1", 3, 2), map.Worst[0]);
        Assert.Equal([1, 0, 0.5], map.Rows.Select(row => row.Cells[0].Shade));
        Assert.Equal("Worst of v1: s=1 with 3, 2 worse than the whole.", map.Sentence(0, "v1", Show));
    }

    [Fact]
    public void Without_a_direction_no_slice_is_the_worst()
    {
        var map = Map(null, 1, 3, 2);

        Assert.Null(map.Worst[0]);
        Assert.Equal([0, 1, 0.5], map.Rows.Select(row => row.Cells[0].Shade));
    }

    [Fact]
    public void Of_equal_slices_the_first_is_named_and_all_have_the_middle_shade()
    {
        var map = Map(true, 1, 1);

        Assert.Equal("s=0", map.Worst[0]!.Slice);
        Assert.Equal([0.5, 0.5], map.Rows.Select(row => row.Cells[0].Shade));
        Assert.Equal("Worst of v1: s=0 with 1, the same as the whole.", map.Sentence(0, "v1", Show));
    }

    [Fact]
    public void Numbers_that_are_not_finite_have_no_shade_and_are_not_the_worst()
    {
        var map = Map(true, double.NaN, double.NegativeInfinity);

        Assert.Null(map.Worst[0]);
        Assert.All(map.Rows, row => Assert.Null(row.Cells[0].Shade));
        Assert.Empty(SliceHeatMap.Of([new Dictionary<string, double> { ["accuracy"] = 1 }], _ => true));
    }

    [Fact]
    public void Each_metric_with_slices_has_a_map_of_its_own_direction() =>
        Assert.Equal(
            [("acc", true), ("loss", false)],
            SliceHeatMap.Of([new Dictionary<string, double> { ["loss[a=1]"] = 1, ["acc[a=1]"] = 1, ["loss"] = 1 }], name => name == "acc")
                .Select(map => (map.Metric, map.HigherIsBetter!.Value)));

    [Theory]
    [InlineData("v2", "v10")]
    [InlineData("9-17", "18-25")]
    [InlineData("", "a")]
    [InlineData("a", "a1")]
    [InlineData("007", "7")]
    [InlineData("a007b", "a8")]
    [InlineData("10", "a")]
    [InlineData("1.9", "1.10")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567891")]
    public void Texts_with_numbers_are_in_the_order_of_people(string first, string second)
    {
        Assert.True(NaturalOrder.Comparer.Compare(first, second) < 0);
        Assert.True(NaturalOrder.Comparer.Compare(second, first) > 0);
        Assert.Equal(0, NaturalOrder.Comparer.Compare(first, first));
    }

    private static SliceHeatMap Map(bool? higherIsBetter, params double[] slices) => Assert.Single(SliceHeatMap.Of(
        [slices.Index().ToDictionary(slice => $"m[s={slice.Index}]", slice => slice.Item).Append(new("m", 1)).ToDictionary()], _ => higherIsBetter));

    private static string Text(double? value) => value is { } number ? Show(number) : "-";

    private static string Show(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
