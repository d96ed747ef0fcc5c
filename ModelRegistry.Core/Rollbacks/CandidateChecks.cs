using System.Globalization;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Rollbacks;

/// <summary>The pre-checks of one candidate, each with a sentence: a pure function of what was read and, where it was done, of the re-hash.</summary>
internal static class CandidateChecks
{
    private const int MostNamed = 5;

    public static IReadOnlyList<RollbackCheck> Of(SlotPast past, FormerOccupant candidate, IReadOnlyList<VerificationFinding>? looked, Rehash? rehash, string? signature) =>
    [
        Files(candidate.Version, looked, rehash),
        Hashes(candidate.Version, rehash),
        Quarantine(past, candidate),
        Archived(candidate.Version),
        signature is null
            ? new RollbackCheck(RollbackChecks.Signature, CheckOutcome.Ok, "Inputs and outputs are those of the version that is there now.")
            : new RollbackCheck(RollbackChecks.Signature, CheckOutcome.Warning, signature),
    ];

    /// <summary>What is wrong with the files, as one sentence that names the first few.</summary>
    public static string Sentence(IReadOnlyList<VerificationFinding> findings)
    {
        var named = string.Join(", ", findings.Take(MostNamed).Select(finding => $"{finding.Path} {Words(finding.Problem)}"));
        return findings.Count > MostNamed ? string.Create(CultureInfo.InvariantCulture, $"{named} and {findings.Count - MostNamed} more.") : $"{named}.";
    }

    private static RollbackCheck Files(VersionState version, IReadOnlyList<VerificationFinding>? looked, Rehash? rehash)
    {
        if (version.Status != VersionStatus.Ready)
        {
            return new RollbackCheck(RollbackChecks.Files, CheckOutcome.Failed, $"v{version.Number.Text()} is not sealed.");
        }

        var missing = (rehash?.Findings ?? looked)?.Where(finding => finding.Problem != BlobProblem.Changed).ToList();
        return missing switch
        {
            null => new RollbackCheck(RollbackChecks.Files, CheckOutcome.Warning, $"{Count(version.FileCount)}: too many to look at now. All are read before anything moves."),
            [] => new RollbackCheck(RollbackChecks.Files, CheckOutcome.Ok, $"{Count(version.FileCount)} there, with the right size."),
            _ => new RollbackCheck(RollbackChecks.Files, CheckOutcome.Failed, Sentence(missing)),
        };
    }

    private static RollbackCheck Hashes(VersionState version, Rehash? rehash)
    {
        if (rehash is null)
        {
            return version switch
            {
                { VerifiedOk: false, VerifiedAt: { } at } => new RollbackCheck(RollbackChecks.Hashes, CheckOutcome.Failed, string.Create(CultureInfo.InvariantCulture, $"The verification of {at:d MMMM yyyy HH:mm} UTC found files that are not as they were sealed.")),
                { VerifiedOk: true, VerifiedAt: { } at } => new RollbackCheck(RollbackChecks.Hashes, CheckOutcome.Ok, string.Create(CultureInfo.InvariantCulture, $"Every SHA-256 was right on {at:d MMMM yyyy HH:mm} UTC; all are recomputed before anything moves.")),
                _ => new RollbackCheck(RollbackChecks.Hashes, CheckOutcome.Ok, "Every SHA-256 is recomputed before anything moves."),
            };
        }

        var changed = rehash.Findings.Where(finding => finding.Problem == BlobProblem.Changed).ToList();
        return (changed.Count, rehash.ManifestHolds) switch
        {
            ( > 0, _) => new RollbackCheck(RollbackChecks.Hashes, CheckOutcome.Failed, Sentence(changed)),
            (_, false) => new RollbackCheck(RollbackChecks.Hashes, CheckOutcome.Failed, "The list of files is not the one that was sealed."),
            _ when rehash.Findings.Count > 0 => new RollbackCheck(RollbackChecks.Hashes, CheckOutcome.Failed, "Not every file could be read."),
            _ => new RollbackCheck(RollbackChecks.Hashes, CheckOutcome.Ok, $"Every SHA-256 was recomputed and is right: {Count(rehash.Files)}."),
        };
    }

    private static RollbackCheck Quarantine(SlotPast past, FormerOccupant candidate) => candidate.Version switch
    {
        { Quarantined: true } when candidate.Version.Id == past.Undone?.FromVersionId =>
            new RollbackCheck(RollbackChecks.Quarantine, CheckOutcome.Failed, $"The files of v{candidate.Number.Text()} are quarantined. A roll forward by a reviewer who had no hand in it can release them."),
        { Quarantined: true } => new RollbackCheck(RollbackChecks.Quarantine, CheckOutcome.Failed, EntryRules.QuarantinedSentence(candidate.Number)),
        var version when past.Occupant is { } occupant && version.HasBytesOf(occupant) =>
            new RollbackCheck(RollbackChecks.Quarantine, CheckOutcome.Warning, $"It has the same files as v{occupant.Number.Text()}: only without the quarantine of that."),
        _ => new RollbackCheck(RollbackChecks.Quarantine, CheckOutcome.Ok, "Not quarantined."),
    };

    private static RollbackCheck Archived(VersionState version) => version.Archived
        ? new RollbackCheck(RollbackChecks.Archived, CheckOutcome.Failed, EntryRules.ArchivedSentence(version.Number))
        : new RollbackCheck(RollbackChecks.Archived, CheckOutcome.Ok, "Not archived.");

    private static string Words(BlobProblem problem) => problem switch
    {
        BlobProblem.Missing => "is missing",
        BlobProblem.Changed => "has changed",
        BlobProblem.Size => "has another size",
        BlobProblem.Unreadable => "cannot be read",
    };

    private static string Count(int files) => string.Create(CultureInfo.InvariantCulture, $"{files} file{(files == 1 ? "" : "s")}");
}
