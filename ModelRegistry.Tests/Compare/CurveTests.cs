using ModelRegistry.Core.Compare;
using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Tests.Compare;

public sealed class CurveTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 26, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_average_is_TensorBoards()
    {
        // By hand: 1; (0.5·0.5·1 + 0.5·3) / 0.75; (0.5·1.75 + 0.5·2) / 0.875.
        Assert.Equal([1, 1.75 / 0.75, 1.875 / 0.875], CurveSmoothing.ExponentialMovingAverage([1, 3, 2], 0.5));
        Assert.Equal([1.0, 3, 2], CurveSmoothing.ExponentialMovingAverage([1.0, 3, 2], 0));
    }

    [Fact]
    public void The_beginning_is_not_drawn_towards_zero_and_a_constant_stays_constant()
    {
        Assert.Equal(100.0, CurveSmoothing.ExponentialMovingAverage([100.0, 101], 0.999)[0], 9);
        Assert.Equal([0.1, 0.1, 0.1, double.NaN, 0.1], CurveSmoothing.ExponentialMovingAverage([0.1, 0.1, 0.1, double.NaN, 0.1], 0.9));
    }

    [Fact]
    public void What_is_not_finite_stays_and_spoils_nothing()
    {
        var smooth = CurveSmoothing.ExponentialMovingAverage([double.NaN, 1, double.PositiveInfinity, 3, double.NaN, 2], 0.5);

        Assert.Equal([double.NaN, 1, double.PositiveInfinity, 1.75 / 0.75, double.NaN, 1.875 / 0.875], smooth);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_weight_is_below_one(double weight) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CurveSmoothing.ExponentialMovingAverage([1.0, 2], weight));

    [Fact]
    public void A_smoothed_line_keeps_its_steps() =>
        Assert.Equal([new(5, 1), new(9, 1.75 / 0.75)], CurveSmoothing.ExponentialMovingAverage([new SeriesPoint(5, 1), new(9, 3)], 0.5));

    [Fact]
    public void Curves_lie_over_each_other_by_step_elapsed_time_or_clock()
    {
        TimedPoint[] first = [new(2, Start.AddSeconds(30), 3), new(1, Start, 2), new(2, Start.AddSeconds(90), 4)];
        TimedPoint[] second = [new(10, Start.AddDays(1), 7), new(20, Start.AddDays(1).AddSeconds(5), 8)];

        Assert.Equal("1:2 2:4 | 10:7 20:8", Text(CurveAxis.Step, first, second));
        Assert.Equal("0:2 90:4 | 0:7 5:8", Text(CurveAxis.Elapsed, first, second));
        Assert.Equal("1795680000:2 1795680090:4 | 1795766400:7 1795766405:8", Text(CurveAxis.Clock, first, second));
        Assert.Equal("", Text(CurveAxis.Elapsed, (TimedPoint[])[]));
    }

    [Fact]
    public void A_clock_that_was_set_back_does_not_turn_the_line_around() =>
        Assert.Equal("0:2 60:1 60:3", Text(CurveAxis.Elapsed,
            (TimedPoint[])[new(1, Start.AddMinutes(1), 1), new(2, Start, 2), new(3, Start.AddMinutes(1), 3)]));

    [Fact]
    public void A_table_has_every_x_once_and_tells_no_point_from_NaN()
    {
        var table = CurveAlignment.Table([[new(1, 5), new(3, double.NaN)], [new(2, 6), new(3, 7), new(3, 8)], []]);

        Assert.Equal([1.0, 2, 3], table.Xs);
        Assert.Equal([5, null, double.NaN], table.Values[0]);
        Assert.Equal([null, 6, 8], table.Values[1]);
        Assert.Equal([null, null, null], table.Values[2]);
    }

    private static string Text(CurveAxis axis, params TimedPoint[][] curves) => string.Join(" | ", CurveAlignment.On(axis, curves)
        .Select(curve => string.Join(' ', curve.Select(point => FormattableString.Invariant($"{point.X}:{point.Y}")))));
}
