using ModelRegistry.Core.Common;
using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Core.Policies;

/// <summary>Judges the worst slice of a metric against a fixed number: good on the whole is not good for everybody.</summary>
internal static class WorstSliceJudging
{
    public static GateVerdict Judge(WorstSliceGate gate, VersionFacts version)
    {
        var rows = version.Metrics.Where(row => SlicedMetric.Read(row.Name)?.Metric == gate.Metric
            && (gate.Dataset is null || row.Dataset?.Digest == gate.Dataset || row.Dataset?.Name == gate.Dataset)).ToList();
        if (rows.Count == 0)
        {
            return Say(gate, Verdict.Missing, $"Version {version.Number.Text()} did not log {gate.Metric} on any slice{(gate.Dataset is null ? "" : $" of "
                + gate.Dataset)}. A slice is called {gate.Metric}[country=DE].", null);
        }

        if (rows.Find(row => !double.IsFinite(row.Value)) is { } broken)
        {
            return Say(gate, Verdict.Fail, MetricJudging.NoMeasurement(broken.Name, broken.Value), broken);
        }

        var sets = rows.Select(row => row.Dataset?.Digest ?? "").Distinct().ToList();
        if (sets.Count > 1)
        {
            return Say(gate, Verdict.Missing, MetricJudging.Several(gate.Metric, gate.Dataset, rows), null);
        }

        var worst = gate.Op is GateOperator.AtLeast or GateOperator.MoreThan ? rows.MinBy(row => row.Value)! : rows.MaxBy(row => row.Value)!;
        var passes = gate.Op switch
        {
            GateOperator.AtLeast => worst.Value >= gate.Value,
            GateOperator.MoreThan => worst.Value > gate.Value,
            GateOperator.AtMost => worst.Value <= gate.Value,
            GateOperator.LessThan => worst.Value < gate.Value,
        };
        return Say(gate, passes ? Verdict.Pass : Verdict.Fail,
            $"Worst of {rows.Count.Text()} slices: {SlicedMetric.Read(worst.Name)!.Slice} with {GateText.Value(gate.Metric, worst.Value, gate.Value)}.", worst);
    }

    private static GateVerdict Say(WorstSliceGate gate, Verdict verdict, string detail, MetricView? row) =>
        GateEvaluation.Say(gate, verdict, detail, row is null ? null : Measured.Of(row.Value)) with { Metric = gate.Metric, Bound = gate.Value };
}
