using System.Globalization;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Web.Components.Pages.Models;

/// <summary>A metric over versions as a line of words size: its points in a box, and the same in words.</summary>
public sealed record SparkLine(string Points, double LastX, double LastY, string Label)
{
    public const int Width = 96;
    public const int Height = 24;

    // Room for the dot at the end and half a line's width.
    private const double Inset = 3;

    /// <summary>Null for fewer than two points: a line needs two.</summary>
    public static SparkLine? Of(IReadOnlyList<SparkPoint> points, MetricDefinition metric)
    {
        if (points.Count < 2)
        {
            return null;
        }

        var (first, last) = (points[0], points[^1]);
        var (low, high) = (points.Min(point => point.Value), points.Max(point => point.Value));
        double X(SparkPoint point) => Inset + ((Width - (2 * Inset)) * (point.Version - first.Version) / (last.Version - first.Version));
        double Y(SparkPoint point) => low == high ? Height / 2.0 : Inset + ((Height - (2 * Inset)) * ((high - point.Value) / (high - low)));
        return new SparkLine(
            string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point):0.#},{Y(point):0.#}"))),
            X(last),
            Y(last),
            string.Create(CultureInfo.InvariantCulture,
                $"{metric.Name}: v{first.Version} {MetricValue.Show(first.Value, metric)}, v{last.Version} {MetricValue.Show(last.Value, metric)}"));
    }
}
