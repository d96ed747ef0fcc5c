using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Models;
using static ModelRegistry.Core.Audit.AuditSentence;

namespace ModelRegistry.Core.Versions;

/// <summary>Tells what happened to versions and what belongs to them.</summary>
internal static class VersionSentences
{
    public static EventSentences All { get; } = new EventSentences()
        .Say<VersionCreated>((entry, _) => About(entry, "began to register"))
        .Say<VersionSealed>((entry, done) => About(entry, "registered", $" with {Count(done.After.Files, "file")}"))
        .Say<VersionEdited>((entry, edited) => About(entry, $"changed {ModelSentences.Changes(edited.Before, edited.After)} of"))
        .Say<VersionVerified>((entry, verified) => About(entry, "verified", Verified(verified.After)))
        .Say<VersionFailed>((entry, _) => About(entry, "marked", $" as failed{Because(entry)}"))
        .Say<MetricsLogged>((entry, logged) => About(entry, $"logged {(logged.After is [var one] ? one.Name : Count(logged.After.Count, "metric"))} of"))
        .Say<CheckPosted>((entry, posted) => About(entry, $"posted the check '{posted.After.Name}' of"));

    private static string Verified(VersionVerified.Result result) => result switch
    {
        { Ok: true } => ": every file is as it was sealed",
        { Findings.Count: > 0 and var damaged } => $": {Count(damaged, "file")} damaged or missing",
        _ => ": it does not hold what was sealed",
    };
}
