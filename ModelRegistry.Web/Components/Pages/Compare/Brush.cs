using System.Globalization;
using ModelRegistry.Web.Components.Shared;

namespace ModelRegistry.Web.Components.Pages.Compare;

/// <summary>What is selected on axes of parallel coordinates, as the address keeps it: <c>0:100-550,2:0-1000</c>, axis and thousandths of it.</summary>
public sealed record Brush(IReadOnlyDictionary<int, (int From, int To)> Thousandths)
{
    private const int Whole = 1_000;

    public static readonly Brush None = new(new Dictionary<int, (int, int)>());

    public bool IsEmpty => Thousandths.Count == 0;

    public IReadOnlyDictionary<int, (double From, double To)> Shares =>
        Thousandths.OrderBy(axis => axis.Key).ToDictionary(axis => axis.Key, axis => (axis.Value.From / (double)Whole, axis.Value.To / (double)Whole));

    /// <summary>What cannot be read selects nothing.</summary>
    public static Brush Read(string? text)
    {
        var axes = new Dictionary<int, (int, int)>();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split(':', '-') is [var axis, var from, var to] && Count(axis) is { } place && Count(from) is { } low && Count(to) is { } high)
            {
                axes[place] = (Math.Min(low, high), Math.Max(low, high));
            }
        }

        return new Brush(axes);
    }

    /// <summary>What a box over the chart covers: on each axis from the lowest to the highest point in it.</summary>
    public static Brush Of(IEnumerable<PlotPoint> points) => new(points
        .Where(point => double.TryParse(point.X, CultureInfo.InvariantCulture, out _) && double.TryParse(point.Y, CultureInfo.InvariantCulture, out _))
        .Select(point => (Axis: (int)Math.Round(double.Parse(point.X!, CultureInfo.InvariantCulture)), Y: double.Parse(point.Y!, CultureInfo.InvariantCulture)))
        .GroupBy(point => point.Axis)
        .ToDictionary(axis => axis.Key, axis => ((int)Math.Floor(axis.Min(point => point.Y) * Whole), (int)Math.Ceiling(axis.Max(point => point.Y) * Whole))));

    public Brush With(int axis, int from, int to) =>
        new(new Dictionary<int, (int, int)>(Thousandths) { [axis] = (Math.Min(from, to), Math.Max(from, to)) });

    public Brush Within(int axes) => new(Thousandths.Where(axis => axis.Key < axes).ToDictionary());

    public string? Write() => IsEmpty ? null : string.Join(',', Thousandths.OrderBy(axis => axis.Key)
        .Select(axis => string.Create(CultureInfo.InvariantCulture, $"{axis.Key}:{axis.Value.From}-{axis.Value.To}")));

    private static int? Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= Whole ? number : null;
}
