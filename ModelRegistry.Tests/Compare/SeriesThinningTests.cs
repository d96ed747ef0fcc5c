using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Tests.Compare;

public sealed class SeriesThinningTests
{
    [Fact]
    public void M4_keeps_first_lowest_highest_and_last_of_each_column() =>
        Assert.Equal(
            [new(0, 5), new(2, 1), new(4, 9), new(5, 4), new(6, 3), new(8, 0), new(9, 8), new(11, 2)],
            SeriesThinning.M4(Line(5, 6, 1, 2, 9, 4, 3, 4, 0, 8, 5, 2), 2));

    [Fact]
    public void Min_max_keeps_the_extremes_of_each_column_and_the_ends_of_the_line() =>
        Assert.Equal(
            [new(0, 5), new(2, 1), new(4, 9), new(8, 0), new(9, 8), new(11, 2)],
            SeriesThinning.MinMax(Line(5, 6, 1, 2, 9, 4, 3, 4, 0, 8, 5, 2), 2));

    [Fact]
    public void Of_equal_extremes_the_earliest_stays() =>
        Assert.Equal([0.0, 1, 2, 7], SeriesThinning.M4(Line(1, 0, 2, 0, 2, 0, 2, 1), 1).Select(point => point.X));

    [Fact]
    public void A_line_that_fits_is_left_as_it_is()
    {
        var line = Line(1, 2, 3, 4, 5, 6, 7, 8);

        Assert.Equal(line, SeriesThinning.M4(line, 2));
        Assert.Equal(line, SeriesThinning.MinMax(line, 4));
        Assert.Empty(SeriesThinning.M4([], 2));
        Assert.Equal(Line(1), SeriesThinning.M4(Line(1), 2));
    }

    [Fact]
    public void Columns_are_cut_by_x_and_not_by_index()
    {
        // Nine points in the first tenth, one at the end.
        SeriesPoint[] line = [.. Enumerable.Range(0, 9).Select(step => new SeriesPoint(step, step)), new(100, 0)];

        Assert.Equal([0.0, 8, 100], SeriesThinning.MinMax(line, 3).Select(point => point.X));
    }

    [Fact]
    public void Every_gap_begins_and_ends_where_it_did()
    {
        var line = Line(1, 2, double.NaN, double.NaN, double.NaN, 3, 4, 5, 6, 7, 8, double.NaN, double.NaN, 1, 2, 3);

        var thin = SeriesThinning.M4(line, 2);

        Assert.Equal(
            [new(0, 1), new(1, 2), new(2, double.NaN), new(4, double.NaN), new(5, 3), new(7, 5), new(8, 6), new(10, 8), new(11, double.NaN),
                new(12, double.NaN), new(13, 1), new(15, 3)],
            thin);
    }

    [Fact]
    public void Infinities_stay_and_push_no_extreme_out()
    {
        var line = Line(1, 5, double.PositiveInfinity, -3, double.NegativeInfinity, 2, double.PositiveInfinity, 4, 4, 4, 4, 4);

        var thin = SeriesThinning.M4(line, 1);

        Assert.Equal([0.0, 1, 2, 3, 4, 6, 7, 11], thin.Select(point => point.X));
        Assert.Equal([0.0, 1, 2, 3, 4, 6, 7, 11], SeriesThinning.MinMax(line, 1).Select(point => point.X));
    }

    [Fact]
    public void A_line_of_nothing_but_NaN_keeps_its_ends() =>
        Assert.Equal([0.0, 4, 5, 9], SeriesThinning.M4(Line([.. Enumerable.Repeat(double.NaN, 10)]), 2).Select(point => point.X));

    [Fact]
    public void Of_a_part_the_nearest_points_on_either_side_stay_so_that_the_line_reaches_the_border()
    {
        var line = Line([.. Enumerable.Range(0, 1_000).Select(step => (double)(step % 10))]);

        var thin = SeriesThinning.MinMax(line, 10, from: 400.5, to: 499.5);

        Assert.Equal((400, 500), (thin[0].X, thin[^1].X));
        Assert.InRange(thin.Count, 20, 24);
        Assert.Equal(line[400..405], SeriesThinning.M4(line, 10, from: 400.5, to: 403.5));
    }

    [Fact]
    public void A_part_without_points_shows_the_line_that_passes()
    {
        Assert.Equal([new(0, 1), new(10, 2)], SeriesThinning.M4([new(0, 1), new(10, 2)], 5, from: 4, to: 6));
        Assert.Equal([new(1, 2)], SeriesThinning.M4(Line(1, 2), 5, from: 4, to: 6));
        Assert.Equal([new(0, 1)], SeriesThinning.M4(Line(1, 2), 5, from: -6, to: -4));
    }

    [Fact]
    public void Points_at_one_x_and_numbers_as_large_as_they_get_have_a_column()
    {
        SeriesPoint[] same = [.. Enumerable.Range(0, 20).Select(y => new SeriesPoint(3, y))];
        SeriesPoint[] far = [.. Enumerable.Range(0, 21).Select(step => new SeriesPoint(((step / 10.0) - 1) * double.MaxValue, step % 2))];

        Assert.Equal([0.0, 19], SeriesThinning.M4(same, 4).Select(point => point.Y));
        Assert.Equal((-double.MaxValue, double.MaxValue), (SeriesThinning.MinMax(far, 4)[0].X, SeriesThinning.MinMax(far, 4)[^1].X));
    }

    [Fact]
    public void A_line_out_of_order_or_without_columns_is_refused()
    {
        Assert.Throws<ArgumentException>(() => SeriesThinning.M4([new(2, 0), new(1, 0)], 4));
        Assert.Throws<ArgumentException>(() => SeriesThinning.M4([new(double.NaN, 0)], 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => SeriesThinning.MinMax([], 0));
    }

    /// <summary>A million points: each column of the picture has the extremes it had, and the two lone spikes are there.</summary>
    [Fact]
    public void A_million_points_look_the_same_in_every_column()
    {
        var random = new Random(5);
        SeriesPoint[] line = [.. Enumerable.Range(0, 1_000_000).Select(step => new SeriesPoint(step, Math.Sin(step / 1e5) + (0.1 * random.NextDouble())))];
        (line[123_456], line[777_777]) = (line[123_456] with { Y = 50 }, line[777_777] with { Y = -50 });

        var (m4, minMax) = (SeriesThinning.M4(line, 1_000), SeriesThinning.MinMax(line, 1_000));

        Assert.InRange(m4.Count, 2_000, 4_000);
        Assert.InRange(minMax.Count, 1_000, 2_002);
        var wanted = Extremes(line);
        Assert.Equal(wanted, Extremes(m4));
        Assert.Equal(wanted, Extremes(minMax));
        Assert.Equal(m4, SeriesThinning.M4(line, 1_000));

        static List<(int, double, double)> Extremes(IReadOnlyList<SeriesPoint> points) =>
            [.. points.GroupBy(point => (int)Math.Min(point.X / 999_999 * 1_000, 999))
                .Select(column => (column.Key, column.Min(point => point.Y), column.Max(point => point.Y)))];
    }

    private static SeriesPoint[] Line(params double[] values) => [.. values.Index().Select(value => new SeriesPoint(value.Index, value.Item))];
}
