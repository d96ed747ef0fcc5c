using System.Globalization;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Web.Components.Pages.Versions;

/// <summary>A metric of a version beside the same metric of the version before it, measured on the same data set.</summary>
public sealed record MetricRow(MetricDefinition Definition, MetricView Metric, double? Before, bool MeasuredBefore)
{
    /// <summary>Null where there is nothing to compare, or no direction is known, or the numbers are equal.</summary>
    public bool? Better => Before is { } before && Definition.HigherIsBetter is { } higher && double.IsFinite(before) && double.IsFinite(Metric.Value)
        && before != Metric.Value
        ? Metric.Value > before == higher
        : null;
}

/// <summary>The current metrics of a version, the most telling first, with the sentence that sums them up.</summary>
public sealed record MetricRows(IReadOnlyList<MetricRow> Rows, string? Answer)
{
    /// <summary>Whether all were measured on the same data set, so that it need not be said in each row.</summary>
    public bool OneDataset => Rows.Select(row => row.Metric.Dataset).Distinct().Count() <= 1;

    public static MetricRows Of(VersionView version, VersionView? before, MetricDefinitions definitions)
    {
        var order = definitions.InOrder(version.Metrics.Select(metric => metric.Name).Distinct(StringComparer.Ordinal)).Index()
            .ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        var earlier = (before?.Metrics ?? []).Where(metric => Digest(metric).Length > 0)
            .ToDictionary(metric => (metric.Name, Digest(metric)), metric => metric.Value);
        var measured = (before?.Metrics ?? []).Select(metric => metric.Name).ToHashSet(StringComparer.Ordinal);
        var rows = version.Metrics.OrderBy(metric => order[metric.Name])
            .Select(metric => new MetricRow(
                definitions.For(metric.Name),
                metric,
                earlier.TryGetValue((metric.Name, Digest(metric)), out var value) ? value : null,
                measured.Contains(metric.Name)))
            .ToList();
        return new MetricRows(rows, before is null ? null : AnswerOf(rows, before));
    }

    private static string? AnswerOf(List<MetricRow> rows, VersionView before)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"v{before.Number}");
        var compared = rows.Where(row => row.Before is not null && row.Definition.HigherIsBetter is not null).ToList();
        if (compared.Count == 0)
        {
            return rows.Count == 0 ? null : $"No metric can be compared with {name}: they were not measured on the same data set.";
        }

        var worse = compared.Where(row => row.Better == false).Select(row => row.Definition.Name).ToList();
        var better = compared.Count(row => row.Better == true);
        var sentence = string.Create(CultureInfo.InvariantCulture, $"Better than {name} on {better} of {compared.Count} metrics");
        return worse.Count switch
        {
            0 => $"{sentence}, worse on none.",
            <= 3 => $"{sentence}, worse on {string.Join(", ", worse)}.",
            _ => string.Create(CultureInfo.InvariantCulture, $"{sentence}, worse on {worse.Count}."),
        };
    }

    private static string Digest(MetricView metric) => metric.Dataset?.Digest ?? "";
}
