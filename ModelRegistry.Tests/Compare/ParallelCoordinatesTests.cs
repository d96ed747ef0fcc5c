using ModelRegistry.Core.Compare;

namespace ModelRegistry.Tests.Compare;

public sealed class ParallelCoordinatesTests
{
    [Fact]
    public void A_parameter_of_numbers_is_a_numeric_axis()
    {
        var axis = Axis("10", "20", null, " 12.5 ");

        Assert.True(axis is { IsNumeric: true, Low: 10, High: 20, IsLogarithmic: false });
        Assert.Equal(
            [new(ParallelValueKind.Value, 0, "10"), new(ParallelValueKind.Value, 1, "20"), new(ParallelValueKind.Missing, null, ""),
                new(ParallelValueKind.Value, 0.25, " 12.5 ")],
            axis.Values);
    }

    [Theory]
    [InlineData("1", "None", "10", "1 10 None")]
    [InlineData("gini", "entropy", "gini", "entropy gini")]
    [InlineData("True", "False", "True", "False True")]
    [InlineData("1,5", "2", "10", "1,5 2 10")]
    [InlineData("1 000", "", "1", " 1 1 000")]
    public void Any_text_makes_an_axis_of_categories_as_people_count(string a, string b, string c, string categories)
    {
        var axis = Axis(a, b, c, null);

        Assert.False(axis.IsNumeric);
        Assert.Equal(categories, string.Join(' ', axis.Categories));
        Assert.Equal((0, 1, null), (axis.Values.Min(value => value.Position), axis.Values.Max(value => value.Position), axis.Values[3].Position));
    }

    [Fact]
    public void Numbers_that_span_thousands_are_drawn_by_their_logarithm()
    {
        var axis = Axis("1e-5", "0.001", "1E-1");

        Assert.True(axis.IsLogarithmic);
        Assert.Equal(0.5, axis.Values[1].Position!.Value, 12);
        Assert.False(Axis("0", "1", "100000").IsLogarithmic);
        Assert.False(Axis("-1", "1", "100000").IsLogarithmic);
    }

    [Fact]
    public void What_is_not_finite_was_measured_and_has_no_place()
    {
        var axis = new ParallelCoordinates([], [new("loss", false, [1, double.NaN, double.NegativeInfinity, null, 3])]).Axes[0];

        Assert.True(axis is { IsMetric: true, HigherIsBetter: false, Low: 1, High: 3 });
        Assert.Equal(
            [new(ParallelValueKind.Value, 0, "1"), new(ParallelValueKind.NotFinite, null, "NaN"), new(ParallelValueKind.NotFinite, null, "-Infinity"),
                new(ParallelValueKind.Missing, null, ""), new(ParallelValueKind.Value, 1, "3")],
            axis.Values);
        Assert.Equal(ParallelValueKind.NotFinite, Axis("1", "-inf", "nan").Values[1].Kind);
    }

    [Fact]
    public void Equal_values_lie_in_the_middle_and_an_axis_without_any_has_no_ends()
    {
        Assert.Equal([0.5, 0.5], Axis("3", "3").Values.Select(value => value.Position));
        Assert.Equal([0.5, 0.5], Axis("a", "a").Values.Select(value => value.Position));
        Assert.True(new ParallelCoordinates([], [new("m", true, [null, double.NaN])]).Axes[0] is { IsNumeric: true, Low: null, High: null });
        Assert.Equal(0.5, Axis("-1.7976931348623157E+308", "0", "1.7976931348623157E+308").Values[1].Position);
        Assert.Empty(Axis(null, null).Categories);
    }

    [Fact]
    public void Brushes_choose_the_rows_that_lie_in_all_of_them()
    {
        var lines = new ParallelCoordinates([new("depth", ["2", "4", "6", null])], [new("f1", true, [0.5, 0.75, 1.0, 1.0])]);

        Assert.Equal([1, 2], lines.Brushed(new Dictionary<int, (double, double)> { [0] = (0.5, 1) }));
        Assert.Equal([1], lines.Brushed(new Dictionary<int, (double, double)> { [0] = (1, 0.5), [1] = (0, 0.5) }));
        Assert.Equal([0, 1, 2, 3], lines.Brushed(new Dictionary<int, (double, double)>()));
    }

    [Fact]
    public void Columns_of_different_lengths_are_refused() =>
        Assert.Throws<ArgumentException>(() => new ParallelCoordinates([new("a", ["1"])], [new("m", null, [1, 2])]));

    private static ParallelAxis Axis(params string?[] values) => new ParallelCoordinates([new("p", values)], []).Axes[0];
}
