namespace ModelRegistry.Core.Upkeep;

/// <summary>A stored file that nothing lists: since when that is known (null: only now), and from when on it is removed.</summary>
public sealed record UnreferencedView(string Sha256, long Size, DateTimeOffset? Since, DateTimeOffset RemovableAt);

/// <summary>
/// What a sweep of the store found and did. In a dry run nothing is done and <see cref="RemovedFiles"/> counts what would be
/// removed now. <see cref="Leftovers"/> are parts of uploads that never ended. Sizes in bytes.
/// </summary>
public sealed record SweepResult(
    bool DryRun,
    DateTimeOffset At,
    long Files,
    long Bytes,
    long UnreferencedFiles,
    long UnreferencedBytes,
    long RemovedFiles,
    long RemovedBytes,
    int Leftovers,
    IReadOnlyList<UnreferencedView> First);

/// <summary>The last sweep that removed what was due, as its audit event tells it.</summary>
public sealed record LastSweep(DateTimeOffset At, string By, long Files, long Bytes, long UnreferencedFiles, long UnreferencedBytes, long RemovedFiles,
    long RemovedBytes);
