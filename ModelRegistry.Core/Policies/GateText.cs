using System.Globalization;
using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Core.Policies;

/// <summary>What a gate asks for, in a few words for people: <c>accuracy ≥ 0.95</c>.</summary>
public static class GateText
{
    /// <summary>The gate's kind as the API spells it.</summary>
    public static string Kind(Gate gate) => gate switch
    {
        MetricGate => "metric",
        BaselineGate => "baseline",
        WorstSliceGate => "worstSlice",
        EvidenceGate => "evidence",
        CheckGate => "check",
        IntegrityGate => "integrity",
        SequenceGate => "sequence",
        _ => throw Unknown(gate),
    };

    public static string Expression(Gate gate) => gate switch
    {
        MetricGate metric => $"{metric.Metric} {Sign(metric.Op)} {Plain(metric.Value)}{On(metric.Dataset)}",
        BaselineGate baseline => $"{baseline.Metric} {Change(baseline)} than the occupant{On(baseline.Dataset)}",
        WorstSliceGate slice => $"{slice.Metric} {Sign(slice.Op)} {Plain(slice.Value)} on the worst slice{On(slice.Dataset)}",
        EvidenceGate evidence => $"{EvidenceField.Words(evidence)} present",
        CheckGate check => $"check {check.Name}{(check.PostedBy is null ? "" : $" by {check.PostedBy}")}",
        IntegrityGate integrity => $"files verified within {Hours(integrity.Within)}",
        SequenceGate sequence => $"at least {Plain(sequence.MinHours)} h in {sequence.Stage}",
        _ => throw Unknown(gate),
    };

    public static string Sign(GateOperator op) => op switch
    {
        GateOperator.AtLeast => "≥",
        GateOperator.MoreThan => ">",
        GateOperator.AtMost => "≤",
        GateOperator.LessThan => "<",
    };

    internal static string Hours(TimeSpan time) => time > TimeSpan.Zero && time < TimeSpan.FromHours(1)
        ? $"{Math.Max(1, (int)time.TotalMinutes).ToString(CultureInfo.InvariantCulture)} min"
        : $"{time.TotalHours.ToString("0.#", CultureInfo.InvariantCulture)} h";

    /// <summary>The shortest text that means exactly this number.</summary>
    internal static string Plain(double value) => ShownNumber.Exact(value);

    /// <summary>
    /// In the metric's built-in format and unit, so that the same facts always read the same; with more digits, where rounding would make it look
    /// like <paramref name="beside"/>.
    /// </summary>
    internal static string Value(string metric, double value, double beside)
    {
        var definition = MetricDefinitions.BuiltIn.For(metric);
        return ShownNumber.Beside(value, beside, definition.Format, definition.Unit);
    }

    internal static InvalidOperationException Unknown(Gate gate) => new($"A gate of an unknown kind: {gate.GetType().Name}.");

    private static string Change(BaselineGate gate) => gate.Superior == true ? "better beyond chance"
        : gate.NotInferior is { } margin ? $"not worse by {Share(margin, gate.Relative)} or more beyond chance"
        : gate.MaxRegression is { } most
        ? most == 0 ? "not worse" : $"no more than {Share(most, gate.Relative)} worse"
        : $"at least {Share(gate.MinImprovement ?? 0, gate.Relative)} better";

    // 0.07 * 100 is 7.000000000000001: ten digits are more than anybody writes.
    private static string Share(double value, bool relative) =>
        relative ? ShownNumber.Of(value, "0.########## %") : Plain(value);

    private static string On(string? dataset) => dataset is null ? "" : $" on {dataset}";
}
