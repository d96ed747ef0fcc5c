using ModelRegistry.Core.Common;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Policies;

/// <summary>
/// Judges a version by gates: pure functions of <see cref="GateFacts"/>, so that a preview, a dry run and the execution say the
/// same of the same facts. Only Pass lets through.
/// </summary>
public static class GateEvaluation
{
    /// <summary>One verdict for each gate, in their order.</summary>
    public static IReadOnlyList<GateVerdict> Evaluate(IReadOnlyList<Gate> gates, GateFacts facts) => [.. gates.Select(gate => Evaluate(gate, facts))];

    /// <summary>The same for a look ahead: what is checked with the approval is taken as checked.</summary>
    public static IReadOnlyList<GateVerdict> Foresee(IReadOnlyList<Gate> gates, GateFacts facts) =>
        [.. Evaluate(gates, facts).Select(verdict => verdict.CheckedWithApproval ? verdict with { Verdict = Verdict.Pass } : verdict)];

    private static GateVerdict Evaluate(Gate gate, GateFacts facts) => gate switch
    {
        MetricGate metric => MetricJudging.Judge(metric, facts.Version),
        BaselineGate baseline => BaselineJudging.Judge(baseline, facts),
        WorstSliceGate slice => WorstSliceJudging.Judge(slice, facts.Version),
        EvidenceGate evidence => Judge(evidence, facts.Version),
        CheckGate check => Judge(check, facts.Version),
        IntegrityGate integrity => Judge(integrity, facts),
        SequenceGate sequence => Judge(sequence, facts),
        _ => throw GateText.Unknown(gate),
    };

    internal static GateVerdict Say(Gate gate, Verdict verdict, string detail, Measured? measured = null, Measured? baseline = null) =>
        new(GateText.Kind(gate), GateText.Expression(gate), verdict, measured, baseline, detail);

    private static GateVerdict Judge(EvidenceGate gate, VersionFacts version)
    {
        var words = EvidenceField.Words(gate);
        return string.IsNullOrWhiteSpace(EvidenceField.Of(version, gate))
            ? Say(gate, Verdict.Missing, gate.Section is { } section
                ? $"The model card has no heading '{section}' with text beneath it."
                : gate.Field == EvidenceField.ApprovedCard ? WhyNoApprovedCard(version)
                : $"Version {version.Number.Text()} has no {words}.")
            : Say(gate, Verdict.Pass, $"The {words} is there.");
    }

    private static string WhyNoApprovedCard(VersionFacts version) => string.IsNullOrWhiteSpace(version.Card)
        ? $"'{version.Model}' has no model card."
        : $"Version {version.CardVersion.Text()} of the model card is a draft: a reviewer who did not write it approves it.";

    private static GateVerdict Judge(CheckGate gate, VersionFacts version)
    {
        var result = version.Checks.FirstOrDefault(check => check.Name == gate.Name);
        if (result is null)
        {
            return Say(gate, Verdict.Missing, $"The check '{gate.Name}' was not posted yet.");
        }

        var state = result.State switch
        {
            CheckState.Success => "success",
            CheckState.Failure => "failure",
            CheckState.Pending => "pending",
        };
        if (gate.PostedBy is { } poster && !string.Equals(poster, result.By, StringComparison.OrdinalIgnoreCase))
        {
            return Say(gate, Verdict.Missing, $"The newest result, {state}, was posted by {result.By}; only one of {poster} counts.", Measured.Of(state));
        }

        return Say(gate, result.State == CheckState.Success ? Verdict.Pass : Verdict.Fail,
            $"{result.By} posted {state}{(string.IsNullOrWhiteSpace(result.Summary) ? "" : $": {result.Summary.TrimEnd('.')}")}.", Measured.Of(state));
    }

    private static GateVerdict Judge(IntegrityGate gate, GateFacts facts)
    {
        var (version, within) = (facts.Version, GateText.Hours(gate.Within));
        if (version.VerifiedAt is not { } at || version.VerifiedOk is not { } ok)
        {
            return Say(gate, Verdict.Missing, "The files were never verified. They are checked with the approval.") with { CheckedWithApproval = true };
        }

        var age = facts.Now - at;
        if (!ok)
        {
            return Say(gate, Verdict.Fail, "The files are not what was sealed: some are damaged or missing.", Measured.Of("damaged"));
        }

        return age <= gate.Within
            ? Say(gate, Verdict.Pass, $"Every file was found as sealed {GateText.Hours(Positive(age))} ago.", Measured.Of("ok"))
            : Say(gate, Verdict.Missing, $"The last verification is {GateText.Hours(age)} old; {within} are allowed. They are checked with the approval.",
                Measured.Of("ok")) with
            { CheckedWithApproval = true };
    }

    private static GateVerdict Judge(SequenceGate gate, GateFacts facts)
    {
        var slot = SlotName.TryNormalize(gate.Stage);
        var stays = facts.Version.Stays.Where(stay => stay.NormalizedSlot == slot).ToList();
        if (stays.Count == 0)
        {
            return Say(gate, Verdict.Missing, $"Version {facts.Version.Number.Text()} was never in {gate.Stage}.");
        }

        // In ticks, so that ten stays of six minutes are one hour.
        var ticks = stays.Sum(stay => Positive((stay.Until ?? facts.Now) - stay.From).Ticks);
        var enough = ticks >= gate.MinHours * TimeSpan.TicksPerHour;
        var hours = TimeSpan.FromTicks(ticks);
        return Say(gate, enough ? Verdict.Pass : Verdict.Fail,
            $"Version {facts.Version.Number.Text()} was in {gate.Stage} for "
                + $"{GateText.Hours(hours)}{(enough ? "" : $" so far; {GateText.Plain(gate.MinHours)} h are needed")}.", Measured.Of(hours.TotalHours));
    }

    private static TimeSpan Positive(TimeSpan time) => time < TimeSpan.Zero ? TimeSpan.Zero : time;
}
