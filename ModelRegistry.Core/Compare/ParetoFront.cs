namespace ModelRegistry.Core.Compare;

/// <summary>How a point stands among all: nobody is as good on every axis and better on one, or somebody is, or it cannot be said.</summary>
public enum ParetoStanding
{
    OnFront,
    Dominated,

    /// <summary>It has no number on one of the axes, or one that is NaN or infinite; it beats nobody and is beaten by nobody.</summary>
    NotComparable,
}

/// <summary>One point's standing; <see cref="DominatedBy"/> is the index of a point on the front that beats it.</summary>
public readonly record struct ParetoPoint(ParetoStanding Standing, int? DominatedBy = null);

/// <summary>
/// The Pareto front of versions by several metrics (Pareto dominance: at least as good on all axes and better on one). Two points with the same
/// numbers do not beat each other, so both are on the front or neither. Numbers are taken as they are, unrounded.
/// </summary>
public static class ParetoFront
{
    /// <param name="points">One number per axis; null where there is none.</param>
    /// <param name="higherIsBetter">One direction per axis.</param>
    /// <returns>The standing of each point, in the order given.</returns>
    public static IReadOnlyList<ParetoPoint> Of(IReadOnlyList<IReadOnlyList<double?>> points, IReadOnlyList<bool> higherIsBetter)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(higherIsBetter);
        ArgumentOutOfRangeException.ThrowIfZero(higherIsBetter.Count);
        if (points.Any(point => point.Count != higherIsBetter.Count))
        {
            throw new ArgumentException("Every point has one number or null per axis.", nameof(points));
        }

        var result = new ParetoPoint[points.Count];
        Array.Fill(result, new ParetoPoint(ParetoStanding.NotComparable));

        // Lower is better on every axis from here on. In this order only an earlier point can beat a later one.
        var costs = points.Index().Where(point => point.Item.All(value => value is { } number && double.IsFinite(number)))
            .Select(point => (point.Index, Values: point.Item.Select((value, axis) => higherIsBetter[axis] ? -value!.Value : value!.Value).ToArray()))
            .OrderBy(point => point.Values, Comparer<double[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b))).ThenBy(point => point.Index).ToList();
        var front = new List<(int Index, double[] Values)>();
        foreach (var point in costs)
        {
            var better = Dominator(front, point.Values);
            result[point.Index] = better is { } index ? new ParetoPoint(ParetoStanding.Dominated, index) : new ParetoPoint(ParetoStanding.OnFront);
            if (better is null)
            {
                front.Add(point);
            }
        }

        return result;
    }

    /// <summary>The points of a front over two axes in the order of the first, for the line through them; equal points follow each other.</summary>
    public static IReadOnlyList<int> Line(IReadOnlyList<IReadOnlyList<double?>> points, IReadOnlyList<ParetoPoint> standings) =>
        [.. standings.Index().Where(point => point.Item.Standing == ParetoStanding.OnFront).Select(point => point.Index)
            .OrderBy(index => points[index][0]).ThenBy(index => index)];

    // Over two axes the newest of the front is the best on the second one: when it does not beat the point, nobody does.
    private static int? Dominator(List<(int Index, double[] Values)> front, double[] point)
    {
        for (var at = front.Count - 1; at >= 0 && (point.Length > 2 || at == front.Count - 1); at--)
        {
            if (Dominates(front[at].Values, point))
            {
                return front[at].Index;
            }
        }

        return null;
    }

    private static bool Dominates(double[] mine, double[] theirs)
    {
        var better = false;
        for (var axis = 0; axis < mine.Length; axis++)
        {
            if (mine[axis] > theirs[axis])
            {
                return false;
            }

            better |= mine[axis] < theirs[axis];
        }

        return better;
    }
}
