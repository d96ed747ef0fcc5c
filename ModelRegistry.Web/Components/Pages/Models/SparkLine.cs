using System.Globalization;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Web.Components.Pages.Models;

/// <summary>
/// A metric over versions as a line of words size: its points in a box, and the same in words. The dot is the version whose number stands beside
/// it; null when that is not on the line. What is in production is marked too.
/// </summary>
public sealed record SparkLine(string Points, SparkDot? Dot, SparkDot? Production, string Label)
{
    public const int Width = 96;
    public const int Height = 24;

    // Room for the dot at the end and half a line's width.
    private const double Inset = 3;

    /// <summary>Null for fewer than two points: a line needs two.</summary>
    public static SparkLine? Of(IReadOnlyList<SparkPoint> points, MetricDefinition metric, int? shown = null, int? production = null)
    {
        if (points.Count < 2)
        {
            return null;
        }

        var (first, last) = (points[0], points[^1]);
        var (low, high) = (points.Min(point => point.Value), points.Max(point => point.Value));
        double X(SparkPoint point) => Inset + ((Width - (2 * Inset)) * (point.Version - first.Version) / (last.Version - first.Version));
        double Y(SparkPoint point) => low == high ? Height / 2.0 : Inset + ((Height - (2 * Inset)) * ((high - point.Value) / (high - low)));
        SparkDot? DotOf(int? version) => points.FirstOrDefault(point => point.Version == version) is { } point ? new SparkDot(X(point), Y(point)) : null;
        return new SparkLine(
            string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point):0.#},{Y(point):0.#}"))),
            DotOf(shown ?? last.Version),
            production == (shown ?? last.Version) ? null : DotOf(production),
            string.Join(", ", new[] { first.Version, shown, production, last.Version }.OfType<int>().Distinct().Order()
                .SelectMany(version => points.Where(point => point.Version == version))
                .Select(point => Say(point, metric, production))).Insert(0, $"{metric.Name}: "));
    }

    private static string Say(SparkPoint point, MetricDefinition metric, int? production) => string.Create(CultureInfo.InvariantCulture,
        $"v{point.Version} {MetricValue.Show(point.Value, metric)}{(point.Version == production ? " (in production)" : "")}");
}

/// <summary>Where a version stands on the line.</summary>
public sealed record SparkDot(double X, double Y);
