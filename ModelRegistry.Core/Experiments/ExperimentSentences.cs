using ModelRegistry.Core.Access;
using ModelRegistry.Core.Audit;
using static ModelRegistry.Core.Audit.AuditSentence;

namespace ModelRegistry.Core.Experiments;

/// <summary>Tells what happened to experiments.</summary>
internal static class ExperimentSentences
{
    public static EventSentences All { get; } = new EventSentences()
        .Say<ExperimentCreated>((entry, made) => Plainly($"{entry.Actor} created the experiment '{made.After.Name}'"))
        .Say<ExperimentRenamed>((entry, renamed) => Plainly($"{entry.Actor} renamed the experiment '{renamed.Before.Name}' to '{renamed.After.Name}'"))
        .Say<ExperimentRestricted>((entry, changed) => Plainly(
            $"{entry.Actor} {(changed.After.Restricted ? "restricted" : "opened")} the experiment '{changed.After.Name}' "
                + $"{(changed.After.Restricted ? "to its creator, people with a grant, admins and auditors" : "to everybody")}"))
        .Say<ExperimentMoved>((entry, moved) => Plainly($"{entry.Actor} moved the experiment '{moved.After.Name}' from "
            + $"{moved.Before.Collection ?? Collection.Root} to {moved.After.Collection ?? Collection.Root}"))
        .Say<ExperimentDeleted>((entry, deleted) => Plainly($"{entry.Actor} deleted the experiment '{deleted.Before.Name}' with its runs"))
        .Say<ExperimentRestored>((entry, restored) => Plainly($"{entry.Actor} restored the experiment '{restored.After.Name}' with its runs"));
}
