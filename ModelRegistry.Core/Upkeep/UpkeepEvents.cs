using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Upkeep;

[Event(EventSubject.Store, "store.swept", "Unreferenced files swept")]
public sealed record StoreSwept(StoreSwept.Result After) : RegistryEvent
{
    public sealed record Result(long Files, long Bytes, long UnreferencedFiles, long UnreferencedBytes, long RemovedFiles, long RemovedBytes, int Leftovers,
        Removed Batch);

    /// <summary>What this event removed; a large sweep makes one for each part of it.</summary>
    public sealed record Removed(int Files, long Bytes);
}

/// <summary>The registry goes on from a backup, whose trail ended with the event and hash that are named.</summary>
[Event(EventSubject.Upkeep, "registry.restored", "Restored from a backup", Checkpointed = true)]
public sealed record RegistryRestored(RegistryRestored.Backup After) : RegistryEvent
{
    public sealed record Backup(DateTimeOffset BackupAt, long Seq, string Hash, int SessionsEnded, int FilesLacking);
}
