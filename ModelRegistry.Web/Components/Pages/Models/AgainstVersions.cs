using System.Globalization;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Web.Components.Pages.Compare;

namespace ModelRegistry.Web.Components.Pages.Models;

/// <summary>A metric of all versions of a model against another one, and what the best version costs.</summary>
public static class AgainstVersions
{
    /// <summary>Only versions on the data set of the newest point: the others' numbers are not comparable.</summary>
    public static ScatterChart Of(MetricSeries up, MetricSeries across, MetricDefinitions definitions)
    {
        var newest = up.Points.LastOrDefault(point => double.IsFinite(point.Value))?.DatasetDigest;
        var others = across.Points.Where(point => point.DatasetDigest == newest).ToDictionary(point => point.Version, point => point.Value);
        return new ScatterChart(definitions.For(across.Metric!), definitions.For(up.Metric!),
            [.. up.Points.Where(point => point.DatasetDigest == newest).Select(point => new ScatterPoint(VersionMark.OfVersion(point.Version),
                others.TryGetValue(point.Version, out var x) ? x : null, point.Value))]);
    }

    /// <summary>"v15, best by accuracy, costs 15.4 µs inference_us_per_row and 120 KB model_size_kb."; null when no cost was measured.</summary>
    public static string? Costs(ChartSheet sheet, MetricDefinitions definitions)
    {
        var said = TradeOff.Costs.Where(cost => cost != sheet.Series.Metric && sheet.Costs.ContainsKey(cost))
            .Select(cost => $"{MetricValue.Show(sheet.Costs[cost], definitions.For(cost))} {cost}").ToList();
        return said.Count == 0 || new MetricOverVersions(sheet.Series, definitions).Best is not { } best ? null
            : string.Create(CultureInfo.InvariantCulture, $"v{best.Version}, best by {sheet.Series.Metric}, costs {Listed(said)}.");
    }

    private static string Listed(List<string> words) => words.Count == 1 ? words[0] : $"{string.Join(", ", words.SkipLast(1))} and {words[^1]}";
}
