using ModelRegistry.Core.Compare;

namespace ModelRegistry.Tests.Compare;

public sealed class ParetoFrontTests
{
    private static readonly bool[] AccuracyAndLatency = [true, false];

    [Fact]
    public void What_another_beats_on_one_axis_and_equals_on_the_other_is_not_on_the_front() =>
        Assert.Equal(
            [new(ParetoStanding.OnFront), new(ParetoStanding.Dominated, 0), new(ParetoStanding.OnFront), new(ParetoStanding.Dominated, 2)],
            ParetoFront.Of([[0.97, 10], [0.97, 11], [0.90, 2], [0.89, 2]], AccuracyAndLatency));

    [Fact]
    public void Equal_points_are_on_the_front_together_or_not_at_all()
    {
        Assert.Equal([0, 1], Front([[1, 1], [1, 1]], AccuracyAndLatency));
        Assert.Equal([2], Front([[1, 1], [1, 1], [2, 0]], AccuracyAndLatency));
    }

    [Fact]
    public void What_is_missing_NaN_or_infinite_beats_nobody_and_is_beaten_by_nobody()
    {
        var standings = ParetoFront.Of(
            [[0.9, null], [double.NaN, 1], [double.PositiveInfinity, 1], [0.5, double.NegativeInfinity], [0.1, 100]], AccuracyAndLatency);

        Assert.Equal(
            [ParetoStanding.NotComparable, ParetoStanding.NotComparable, ParetoStanding.NotComparable, ParetoStanding.NotComparable, ParetoStanding.OnFront],
            standings.Select(standing => standing.Standing));
        Assert.Empty(ParetoFront.Of([], AccuracyAndLatency));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void On_any_number_of_axes_it_is_what_comparing_each_with_each_gives(int axes)
    {
        var random = new Random(axes);
        bool[] higher = [.. Enumerable.Range(0, axes).Select(_ => random.Next(2) == 0)];
        for (var round = 0; round < 50; round++)
        {
            // Few different numbers, so that there are ties on every axis.
            List<IReadOnlyList<double?>> points = [.. Enumerable.Range(0, 60).Select(_ =>
                (IReadOnlyList<double?>)[.. Enumerable.Range(0, axes).Select(_ => random.Next(20) == 0 ? null : (double?)random.Next(6))])];

            var standings = ParetoFront.Of(points, higher);

            foreach (var (index, point) in points.Index())
            {
                var expected = point.Contains(null) ? ParetoStanding.NotComparable
                    : points.Exists(other => Beats(other, point, higher)) ? ParetoStanding.Dominated
                    : ParetoStanding.OnFront;
                Assert.Equal(expected, standings[index].Standing);
                Assert.True(standings[index].DominatedBy is not { } by
                    || (Beats(points[by], point, higher) && standings[by].Standing == ParetoStanding.OnFront));
            }
        }
    }

    [Fact]
    public void The_line_through_the_front_goes_along_the_first_axis()
    {
        IReadOnlyList<double?>[] points = [[0.97, 10], [0.90, 2], [0.95, 5], [0.5, 50], [0.95, 5]];

        Assert.Equal([1, 2, 4, 0], ParetoFront.Line(points, ParetoFront.Of(points, AccuracyAndLatency)));
    }

    [Fact]
    public void A_point_without_a_number_for_each_axis_is_refused() =>
        Assert.Throws<ArgumentException>(() => ParetoFront.Of([[1]], AccuracyAndLatency));

    private static IEnumerable<int> Front(IReadOnlyList<IReadOnlyList<double?>> points, bool[] higher) =>
        ParetoFront.Of(points, higher).Index().Where(point => point.Item.Standing == ParetoStanding.OnFront).Select(point => point.Index);

    private static bool Beats(IReadOnlyList<double?> mine, IReadOnlyList<double?> theirs, bool[] higher)
    {
        if (mine.Contains(null))
        {
            return false;
        }

        var gains = mine.Zip(theirs, higher).Select(axis => axis.Third ? axis.First - axis.Second : axis.Second - axis.First).ToList();
        return gains.TrueForAll(gain => gain >= 0) && gains.Exists(gain => gain > 0);
    }
}
