namespace ModelRegistry.Core.Metrics;

/// <summary>
/// Leaves out the points of a long line that nobody can see, one column of pixels after the other and by x, never by index, in one pass. What is
/// not finite is never averaged, invented or lost: of each of NaN and the two infinities the first and the last of a column stay, and the points
/// that the line reaches before and after them, so that every gap begins and ends where it did.
/// </summary>
public static class SeriesThinning
{
    /// <summary>
    /// The first, lowest, highest and last point of each column: a line through them covers the same pixels as the line through all (M4; Jugel,
    /// Jerzak, Hackenbroich and Markl 2014, "M4: A Visualization-Oriented Time Series Data Aggregation"). Of equal ones the earliest.
    /// </summary>
    /// <param name="points">In the order of x.</param>
    /// <param name="columns">The width of the chart in pixels.</param>
    /// <param name="from">Where the visible part begins; the nearest point on either side of it stays, so that the line reaches the border.</param>
    /// <param name="to">Where it ends.</param>
    public static IReadOnlyList<SeriesPoint> M4(IReadOnlyList<SeriesPoint> points, int columns, double? from = null, double? to = null) =>
        Thin(points, columns, from, to, ends: true);

    /// <summary>
    /// The lowest and the highest point of each column, and the ends of the visible line: half as many points as M4 and every extreme exact; only
    /// where the line crosses from one column to the next may it differ by a pixel.
    /// </summary>
    /// <inheritdoc cref="M4" path="/param"/>
    public static IReadOnlyList<SeriesPoint> MinMax(IReadOnlyList<SeriesPoint> points, int columns, double? from = null, double? to = null) =>
        Thin(points, columns, from, to, ends: false);

    /// <summary>
    /// The same of a line that comes point by point and need not fit in memory, each column with as many points: for a part of a line whose
    /// places by x are not known before. Kept are a few points for each column.
    /// </summary>
    /// <param name="line">In the order of x.</param>
    /// <param name="count">About how many will come; what comes beyond it is in the last column.</param>
    /// <param name="columns">The width of the chart in pixels.</param>
    /// <param name="height">The y of a point.</param>
    /// <param name="ct">Cancels the reading.</param>
    public static async Task<(IReadOnlyList<T> Kept, long Read)> MinMaxAsync<T>(IAsyncEnumerable<T> line, long count, int columns,
        Func<T, double> height, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        var (kept, column, index) = (new List<T>(), new Column<T>(height, ends: false), 0L);
        await foreach (var point in line.WithCancellation(ct))
        {
            var at = count <= 2L * columns ? (int)Math.Min(index, int.MaxValue) : (int)Math.Min(index * columns / count, columns - 1);
            if (at != column.Number)
            {
                column.MoveTo(kept, isEnd: false);
                column.Number = at;
            }

            column.Add(index, point, always: index == 0);
            index++;
        }

        column.MoveTo(kept, isEnd: true);
        return (kept, index);
    }

    private static IReadOnlyList<SeriesPoint> Thin(IReadOnlyList<SeriesPoint> line, int columns, double? from, double? to, bool ends)
    {
        ArgumentNullException.ThrowIfNull(line);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        var points = line as SeriesPoint[] ?? [.. line];
        Check(points);
        var (first, last) = Visible(points, from, to);
        if (last - first + 1 <= (ends ? 4 : 2) * (long)columns)
        {
            return points[first..(last + 1)];
        }

        var (left, right) = (from ?? points[first].X, to ?? points[last].X);
        var kept = new List<SeriesPoint>();
        var column = new Column<SeriesPoint>(point => point.Y, ends);
        for (var index = first; index <= last; index++)
        {
            var at = ColumnOf(points[index].X, left, right, columns);
            if (at != column.Number)
            {
                column.MoveTo(kept, isEnd: false);
                column.Number = at;
            }

            column.Add(index, points[index], always: index == first);
        }

        column.MoveTo(kept, isEnd: true);
        return kept;
    }

    // Halved first, because the distance of two doubles may be more than a double. What is left or right of the view has a column of its own.
    private static int ColumnOf(double x, double left, double right, int columns) =>
        x < left ? -1
        : x > right ? columns
        : left == right ? 0
        : Math.Min((int)(((x / 2) - (left / 2)) / ((right / 2) - (left / 2)) * columns), columns - 1);

    private static (int First, int Last) Visible(SeriesPoint[] points, double? from, double? to)
    {
        var (first, last) = (0, points.Length - 1);
        if (from is { } left)
        {
            while (first + 1 < points.Length && points[first + 1].X < left)
            {
                first++;
            }
        }

        if (to is { } right)
        {
            while (last > first && points[last - 1].X > right)
            {
                last--;
            }
        }

        return (first, last);
    }

    private static void Check(SeriesPoint[] points)
    {
        var before = double.NegativeInfinity;
        foreach (var point in points)
        {
            if (!double.IsFinite(point.X) || point.X < before)
            {
                throw new ArgumentException("The points of a line are in the order of their x, which is a number.", nameof(points));
            }

            before = point.X;
        }
    }

    /// <summary>What is worth keeping of one column of pixels.</summary>
    private sealed class Column<T>(Func<T, double> height, bool ends)
    {
        private readonly Place?[] _kept = new Place?[14];
        private Place? _lowest;
        private Place? _highest;
        private Place? _first;
        private Place? _last;
        private (Place? First, Place? Last) _nan;
        private (Place? First, Place? Last) _above;
        private (Place? First, Place? Last) _below;
        private (Place? Before, Place? After) _gap;
        private Place? _always;
        private Place? _previous;
        private bool _broken;

        public int Number { get; set; } = int.MinValue;

        public void Add(long index, T point, bool always)
        {
            var place = new Place(index, point, height(point));
            var y = place.Y;
            if (double.IsFinite(y))
            {
                _lowest = _lowest is { } low && !(y < low.Y) ? low : place;
                _highest = _highest is { } high && !(y > high.Y) ? high : place;
                (_first, _last) = (_first ?? place, place);
                _gap.After = _previous is { } before && !double.IsFinite(before.Y) ? place : _gap.After;
            }
            else if (double.IsNaN(y))
            {
                _nan = (_nan.First ?? place, place);
            }
            else if (y > 0)
            {
                _above = (_above.First ?? place, place);
            }
            else
            {
                _below = (_below.First ?? place, place);
            }

            if (!double.IsFinite(y))
            {
                _gap = (_broken ? _gap.Before : _previous, null);
                _broken = true;
            }

            _previous = place;
            _always = always ? place : _always;
        }

        /// <summary>Appends what stays, each point once and in its order, and begins anew. At the end of the line its last point stays.</summary>
        public void MoveTo(List<T> kept, bool isEnd)
        {
            (_first, _last) = ends ? (_first, _last) : (null, null);
            (_kept[0], _kept[1], _kept[2], _kept[3]) = (_lowest, _highest, _first, _last);
            (_kept[4], _kept[5], _kept[6], _kept[7]) = (_nan.First, _nan.Last, _above.First, _above.Last);
            (_kept[8], _kept[9], _kept[10], _kept[11]) = (_below.First, _below.Last, _always, isEnd ? _previous : null);
            (_kept[12], _kept[13]) = _gap;
            Array.Sort(_kept, (one, other) => (one?.Index ?? -1).CompareTo(other?.Index ?? -1));
            var before = -1L;
            foreach (var place in _kept)
            {
                if (place is { } stays && stays.Index > before)
                {
                    kept.Add(stays.Point);
                    before = stays.Index;
                }
            }

            (_lowest, _highest, _first, _last, _previous, _always, _broken) = (null, null, null, null, null, null, false);
            (_nan, _above, _below, _gap) = ((null, null), (null, null), (null, null), (null, null));
        }

        private readonly record struct Place(long Index, T Point, double Y);
    }
}
