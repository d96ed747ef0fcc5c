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
        var column = new Column(points, ends);
        for (var index = first; index <= last; index++)
        {
            var at = ColumnOf(points[index].X, left, right, columns);
            if (at != column.Number)
            {
                column.MoveTo(kept);
                column.Number = at;
            }

            column.Add(index, always: index == first || index == last);
        }

        column.MoveTo(kept);
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

    /// <summary>What is worth keeping of one column of pixels, as indexes into the line.</summary>
    private sealed class Column(SeriesPoint[] points, bool ends)
    {
        private const int None = -1;
        private readonly int[] _kept = new int[14];
        private int _lowest = None;
        private int _highest = None;
        private int _first = None;
        private int _last = None;
        private (int First, int Last) _nan = (None, None);
        private (int First, int Last) _above = (None, None);
        private (int First, int Last) _below = (None, None);
        private (int Before, int After) _gap = (None, None);
        private (int First, int Last) _always = (None, None);
        private int _previous = None;
        private bool _broken;

        public int Number { get; set; } = int.MinValue;

        public void Add(int index, bool always)
        {
            var y = points[index].Y;
            if (double.IsFinite(y))
            {
                _lowest = _lowest == None || y < points[_lowest].Y ? index : _lowest;
                _highest = _highest == None || y > points[_highest].Y ? index : _highest;
                (_first, _last) = (_first == None ? index : _first, index);
                _gap.After = _previous != None && !double.IsFinite(points[_previous].Y) ? index : _gap.After;
            }
            else if (double.IsNaN(y))
            {
                _nan = (_nan.First == None ? index : _nan.First, index);
            }
            else if (y > 0)
            {
                _above = (_above.First == None ? index : _above.First, index);
            }
            else
            {
                _below = (_below.First == None ? index : _below.First, index);
            }

            if (!double.IsFinite(y))
            {
                _gap = (_broken ? _gap.Before : _previous, None);
                _broken = true;
            }

            _previous = index;
            _always = always ? (_always.First == None ? index : _always.First, index) : _always;
        }

        /// <summary>Appends what stays, each point once and in its order, and begins anew.</summary>
        public void MoveTo(List<SeriesPoint> kept)
        {
            (_first, _last) = ends ? (_first, _last) : (None, None);
            (_kept[0], _kept[1], _kept[2], _kept[3]) = (_lowest, _highest, _first, _last);
            (_kept[4], _kept[5], _kept[6], _kept[7]) = (_nan.First, _nan.Last, _above.First, _above.Last);
            (_kept[8], _kept[9], _kept[10], _kept[11]) = (_below.First, _below.Last, _always.First, _always.Last);
            (_kept[12], _kept[13]) = _gap;
            Array.Sort(_kept);
            for (var place = 0; place < _kept.Length; place++)
            {
                if (_kept[place] != None && (place == 0 || _kept[place] != _kept[place - 1]))
                {
                    kept.Add(points[_kept[place]]);
                }
            }

            (_lowest, _highest, _first, _last, _previous, _broken) = (None, None, None, None, None, false);
            (_nan, _above, _below, _gap, _always) = ((None, None), (None, None), (None, None), (None, None), (None, None));
        }
    }
}
