using ModelRegistry.Core.Audit;
using static ModelRegistry.Core.Audit.AuditSentence;

namespace ModelRegistry.Core.Rollbacks;

/// <summary>Tells what a rollback proved and how it was recorded (that the slot moved is told beside it), and how ready a stage is for one.</summary>
internal static class RollbackSentences
{
    public static EventSentences All { get; } = new EventSentences()
        .Say<RollbackExecuted>((entry, executed) => Executed(entry, executed.After))
        .Say<ReadinessChanged>((entry, changed) =>
            new AuditSentence($"{Capital(changed.After.Slot)} of ", entry.Model, $" {State(changed.After.State)}{Because(entry)}"));

    private static AuditSentence Executed(AuditEntry entry, RollbackExecuted.Became now) => now.Version is null
        ? About(entry, "took", $" out of {now.Slot} by rollback #{now.Number}{Because(entry)}")
        : About(entry, $"read {Count(now.Verified.Files, "file")} of", $" for rollback #{now.Number} and found them as sealed{Because(entry)}");

    private static string State(Readiness state) => state switch
    {
        Readiness.Green => "can go back",
        Readiness.Amber => "can go back, with a warning",
        _ => "cannot go back now",
    };

    private static string Capital(string slot) => slot.Length == 0 ? slot : char.ToUpperInvariant(slot[0]) + slot[1..];
}
