using ModelRegistry.Core.Audit;
using static ModelRegistry.Core.Audit.AuditSentence;

namespace ModelRegistry.Core.Collections;

/// <summary>Tells what happened to collections.</summary>
internal static class CollectionSentences
{
    public static EventSentences All { get; } = new EventSentences()
        .Say<CollectionCreated>((entry, made) =>
            Plainly($"{entry.Actor} made the collection {made.After.Path}{(made.After.Restricted == true ? ", restricted" : "")}"))
        .Say<CollectionEdited>((entry, edited) => Plainly($"{entry.Actor} {What(edited)} the collection {edited.After.Path}"))
        .Say<CollectionDeleted>((entry, deleted) => Plainly($"{entry.Actor} deleted the collection {deleted.Before.Path}"));

    private static string What(CollectionEdited edited) => (edited.Before.Restricted, edited.After.Restricted) switch
    {
        (not true, true) => "restricted",
        (true, not true) => "no longer restricts",
        _ => "changed",
    };
}
