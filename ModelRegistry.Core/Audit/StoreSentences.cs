using static ModelRegistry.Core.Audit.AuditMembers;

namespace ModelRegistry.Core.Audit;

/// <summary>Tells what happened to the store of files as a whole.</summary>
internal static class StoreSentences
{
    public static AuditSentence Of(AuditEntry entry) => new(entry.Action switch
    {
        "store.swept" => $"{entry.Actor} {Swept(entry.After.Number("removedFiles"))}",
        _ => $"{entry.Actor}: {AuditSentence.Plain(entry.Action)}",
    }, null, "");

    private static string Swept(long? removed) => removed is null or 0 ? "swept the store and found nothing to remove" : $"removed {Count(removed, "file")} that no version lists";
}
