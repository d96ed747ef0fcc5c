using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Policies;

/// <summary>Finds metric gates that no number can satisfy together: accuracy ≥ 0.95 and accuracy &lt; 0.9.</summary>
internal static class PolicyContradictions
{
    public static void Refuse(IReadOnlyList<Gate> gates)
    {
        var bounds = gates.Select((gate, index) => (Gate: gate as MetricGate, Index: index)).Where(pair => pair.Gate is not null)
            .Select(pair => (Gate: pair.Gate!, pair.Index)).ToList();
        foreach (var (lower, lowerIndex) in bounds.Where(pair => IsLower(pair.Gate)))
        {
            foreach (var (upper, upperIndex) in bounds.Where(pair => !IsLower(pair.Gate) && SameNumber(lower, pair.Gate)))
            {
                if (lower.Value > upper.Value || (lower.Value == upper.Value && (lower.Op == GateOperator.MoreThan || upper.Op == GateOperator.LessThan)))
                {
                    throw RegistryException.Invalid(PolicyCheck.Field(Math.Max(lowerIndex, upperIndex)), "gates_contradict",
                        $"No version can satisfy both {GateText.Expression(lower)} and {GateText.Expression(upper)}. Change or remove one of them.");
                }
            }
        }
    }

    private static bool IsLower(MetricGate gate) => gate.Op is GateOperator.AtLeast or GateOperator.MoreThan;

    // A gate without a data set asks for the only one there is, so it is about the same number as one that names it.
    private static bool SameNumber(MetricGate one, MetricGate other) =>
        one.Metric == other.Metric && (one.Dataset == other.Dataset || one.Dataset is null || other.Dataset is null);
}
