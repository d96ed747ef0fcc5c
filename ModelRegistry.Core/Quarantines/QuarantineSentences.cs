using ModelRegistry.Core.Audit;
using static ModelRegistry.Core.Audit.AuditSentence;

namespace ModelRegistry.Core.Quarantines;

/// <summary>Tells which versions were kept out of stages, and which were let in again.</summary>
internal static class QuarantineSentences
{
    public static EventSentences All { get; } = new EventSentences()
        .Say<VersionQuarantined>((entry, set) =>
            About(entry, "quarantined", $"{(set.After.Rollback is { } number ? $" by rollback #{number}" : "")}{Because(entry)}"))
        .Say<VersionReleased>((entry, _) => About(entry, "released", $" from quarantine{Because(entry)}"));
}
