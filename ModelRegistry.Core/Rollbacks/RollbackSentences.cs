using ModelRegistry.Core.Audit;
using static ModelRegistry.Core.Audit.AuditSentence;

namespace ModelRegistry.Core.Rollbacks;

/// <summary>Tells what a rollback proved and how it was recorded (that the slot moved is told beside it), and how ready a stage is for one.</summary>
internal static class RollbackSentences
{
    public static EventSentences All { get; } = new EventSentences()
        .Say<RollbackExecuted>((entry, executed) => Executed(entry, executed.After))
        .Say<ReadinessChanged>((entry, changed) =>
            new AuditSentence($"{changed.After.Slot} of ", entry.Model, $" {State(changed.After.State)}{Because(entry)}"));

    private static AuditSentence Executed(AuditEntry entry, RollbackExecuted.Became now) => now.Version is null
        ? About(entry, $"took out of {now.Slot}, by rollback #{now.Number},", Because(entry))
        : About(entry, $"proved {Count(now.Verified.Files, "file")} for rollback #{now.Number} of {now.Slot} to", Because(entry));

    private static string State(Readiness state) => state switch
    {
        Readiness.Green => "is ready to be rolled back",
        Readiness.Amber => "can be rolled back, with a warning",
        _ => "cannot be rolled back now",
    };
}
