using ModelRegistry.Core.Audit;
using static ModelRegistry.Core.Audit.AuditSentence;

namespace ModelRegistry.Core.Upkeep;

/// <summary>Tells what happened to the store of files and to the registry as a whole.</summary>
internal static class UpkeepSentences
{
    public static EventSentences All { get; } = new EventSentences()
        .Say<StoreSwept>((entry, swept) => Plainly($"{entry.Actor} {Swept(swept.After.RemovedFiles)}"))
        .Say<RegistryRestored>((_, restored) => Plainly(
            $"The registry was restored from the backup of {AuditBody.TimeText(restored.After.BackupAt)}, whose trail ended with event {restored.After.Seq}"));

    private static string Swept(long removed) =>
        removed == 0 ? "swept the store and found nothing to remove" : $"removed {Count(removed, "file")} that nothing lists";
}
