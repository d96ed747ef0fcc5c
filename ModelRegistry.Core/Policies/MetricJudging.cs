using ModelRegistry.Core.Common;
using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Core.Policies;

/// <summary>Judges a metric against a fixed number.</summary>
internal static class MetricJudging
{
    public static GateVerdict Judge(MetricGate gate, VersionFacts version)
    {
        var rows = Rows(version, gate.Metric, gate.Dataset);
        return rows switch
        {
            [] => Say(gate, Verdict.Missing, NotLogged(version, gate.Metric, gate.Dataset)),
            [var row] => Compare(gate, row),
            _ => Say(gate, Verdict.Missing, Several(gate.Metric, gate.Dataset, rows)),
        };
    }

    /// <summary>The current rows of a metric, on the data set of that digest or name if one is named.</summary>
    public static List<MetricView> Rows(VersionFacts version, string metric, string? dataset) =>
    [
        .. version.Metrics.Where(row => row.Name == metric
            && (dataset is null || row.Dataset?.Digest == dataset || row.Dataset?.Name == dataset)),
    ];

    public static string NotLogged(VersionFacts version, string metric, string? dataset)
    {
        var others = dataset is null ? [] : Rows(version, metric, null);
        return others.Count == 0
            ? $"Version {version.Number.Text()} did not log {metric}."
            : $"Version {version.Number.Text()} did not log {metric} on {dataset}; it was measured on {Sets(others)}.";
    }

    public static string Several(string metric, string? dataset, IReadOnlyList<MetricView> rows) => dataset is null
        ? $"{metric} was measured on {Sets(rows)}, and the gate names no data set."
        : $"{metric} was measured on several data sets called {dataset}: {Sets(rows)}. The gate must name a digest.";

    /// <summary>Why a value passes no gate: what broke while it was measured may look better than every limit.</summary>
    public static string NoMeasurement(string metric, double value) => $"{metric} is {GateText.Plain(value)}, which passes no gate.";

    public static string Sets(IEnumerable<MetricView> rows) => string.Join(" and ", rows.Select(row => Set(row.Dataset)).Distinct());

    public static string Set(MetricDataset? dataset)
    {
        var digest = dataset?.Digest is { Length: > 0 } text ? text[..Math.Min(text.Length, 12)] : null;
        return (dataset?.Name, digest) switch
        {
            (null, null) => "an unknown data set",
            (null, _) => digest,
            (var name, null) => $"{name} (digest unknown)",
            var (name, _) => $"{name} ({digest})",
        };
    }

    private static GateVerdict Compare(MetricGate gate, MetricView row)
    {
        if (!double.IsFinite(row.Value))
        {
            return Say(gate, Verdict.Fail, NoMeasurement(gate.Metric, row.Value), Measured.Of(row.Value));
        }

        var passes = gate.Op switch
        {
            GateOperator.AtLeast => row.Value >= gate.Value,
            GateOperator.MoreThan => row.Value > gate.Value,
            GateOperator.AtMost => row.Value <= gate.Value,
            GateOperator.LessThan => row.Value < gate.Value,
        };
        var where = row.Dataset is null ? "" : $" on {Set(row.Dataset)}";
        return Say(gate, passes ? Verdict.Pass : Verdict.Fail,
            $"{gate.Metric} is {GateText.Value(gate.Metric, row.Value, gate.Value)}{where}"
                + (passes ? "." : $", not {GateText.Sign(gate.Op)} {GateText.Plain(gate.Value)}."),
            Measured.Of(row.Value));
    }

    private static GateVerdict Say(MetricGate gate, Verdict verdict, string detail, Measured? measured = null) =>
        GateEvaluation.Say(gate, verdict, detail, measured) with { Metric = gate.Metric, Bound = gate.Value };
}
