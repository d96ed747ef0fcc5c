using ModelRegistry.Core.Audit;
using static ModelRegistry.Core.Audit.AuditSentence;

namespace ModelRegistry.Core.Retirement;

/// <summary>Tells what was taken out of use, and what came back.</summary>
internal static class RetirementSentences
{
    public static EventSentences All { get; } = new EventSentences()
        .Say<ModelDeleted>((entry, _) => About(entry, "deleted the model", Because(entry)))
        .Say<ModelRestored>((entry, _) => About(entry, "restored the model", Because(entry)))
        .Say<VersionArchived>((entry, _) => About(entry, "archived", Because(entry)))
        .Say<VersionUnarchived>((entry, _) => About(entry, "took", $" out of the archive{Because(entry)}"))
        .Say<VersionDeleted>((entry, _) => About(entry, "deleted", Because(entry)))
        .Say<VersionRestored>((entry, _) => About(entry, "restored", Because(entry)))
        .Say<VersionPurged>((entry, _) => About(entry, "purged the files and evidence of", Because(entry)))
        .Say<VersionHeld>((entry, _) => About(entry, "put a hold on", Because(entry)))
        .Say<HoldReleased>((entry, _) => About(entry, "released the hold on", Because(entry)));
}
