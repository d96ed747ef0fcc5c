using ModelRegistry.Core.Audit;
using static ModelRegistry.Core.Audit.AuditSentence;

namespace ModelRegistry.Core.Activity;

/// <summary>Tells who read the whole trail.</summary>
internal static class TrailSentences
{
    public static EventSentences All { get; } = new EventSentences()
        .Say<TrailExported>((entry, _) => Plainly($"{entry.Actor} exported the audit trail"))
        .Say<CheckpointsMissed>((_, missed) => Plainly($"The registry started and found: {string.Join(" ", missed.After.Faults).TrimEnd('.')}"))
        .Say<CheckpointsAcknowledged>((entry, _) => Plainly($"{entry.Actor} acknowledged that checkpoints or keys were not as they had been left"))
        .Say<TrailVerified>((entry, verified) => Plainly(
            $"{entry.Actor} had the audit trail verified: {(verified.After.Ok ? "as it was recorded" : Count(verified.After.Findings, "finding"))}"));
}
