using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Rollbacks;

/// <summary>A slot's past with everything that can be said of its candidates without reading their files.</summary>
internal sealed record CandidateList(SlotPast Past, QuickFileChecks Looks, IReadOnlyDictionary<Guid, string> Signatures)
{
    public FormerOccupant? Proposed => Past.Proposed(Looks.Unfit);

    public static async Task<CandidateList> ReadAsync(RegistryDbContext db, ArtifactStore artifacts, SlotPast past, CancellationToken ct) =>
        new(past, await QuickFileChecks.ReadAsync(db, artifacts, past, ct), await DifferingSignaturesAsync(db, past, ct));

    /// <summary>Without what is only shown: for whoever rolls back and does not look.</summary>
    public static async Task<CandidateList> PlanAsync(RegistryDbContext db, ArtifactStore artifacts, SlotPast past, CancellationToken ct) =>
        new(past, await QuickFileChecks.ReadAsync(db, artifacts, past, ct), new Dictionary<Guid, string>());

    public RollbackCandidate View(FormerOccupant former, Rehash? rehash, Func<long, long> estimate)
    {
        var checks = CandidateChecks.Of(Past, former, Looks.Of(former.Version), rehash, Signatures.GetValueOrDefault(former.Version.Id));
        var (version, stay) = (former.Version, former.Stay);
        return new RollbackCandidate(version.Number, stay.From, stay.Until!.Value, stay.By, stay.Via, stay.RequestNumber, Proposed?.Version.Id == version.Id,
            former.NotProposed,
            former.NeedsEmergency, checks, checks.All(check => check.Ok), version.FileCount, version.TotalSize,
                rehash?.Milliseconds ?? estimate(version.TotalSize));
    }

    /// <summary>A sentence for each candidate whose inputs or outputs are others than those of the occupant.</summary>
    private static async Task<Dictionary<Guid, string>> DifferingSignaturesAsync(RegistryDbContext db, SlotPast past, CancellationToken ct)
    {
        var ids = past.Former.Select(former => former.Version.Id).Append(past.Occupant?.Id ?? Guid.Empty).ToArray();
        var declared = await db.Versions.Where(version => ids.Contains(version.Id) && version.SignatureDigest != null)
            .ToDictionaryAsync(version => version.Id, version => version.SignatureDigest, ct);
        var present = past.Occupant is null ? null : declared.GetValueOrDefault(past.Occupant.Id);
        return past.Former.Select(former => (former.Version.Id, Sentence: Difference(declared.GetValueOrDefault(former.Version.Id), present)))
            .Where(pair => past.Occupant is not null && pair.Sentence is not null).ToDictionary(pair => pair.Id, pair => pair.Sentence!);
    }

    private static string? Difference(string? candidate, string? occupant) => (candidate, occupant) switch
    {
        _ when candidate == occupant => null,
        (null, _) => "It declares no inputs and outputs; the version that is there now does.",
        (_, null) => "It declares inputs and outputs; the version that is there now does not.",
        _ => "Its inputs, outputs or params differ from those of the version that is there now: check what calls it.",
    };
}

/// <summary>The pre-checks of one candidate, each with a sentence: a pure function of what was read and, where it was done, of the re-hash.</summary>
internal static class CandidateChecks
{
    private const int MostNamed = 5;

    public static IReadOnlyList<PreCheck> Of(SlotPast past, FormerOccupant candidate, IReadOnlyList<VerificationFinding>? looked, Rehash? rehash,
        string? signature) =>
    [
        Files(candidate.Version, looked, rehash),
        Hashes(candidate.Version, rehash),
        Quarantine(past, candidate),
        Archived(candidate.Version),
        signature is null
            ? new PreCheck(PreCheckNames.Signature, CheckOutcome.Ok, "Inputs and outputs are those of the version that is there now.")
            : new PreCheck(PreCheckNames.Signature, CheckOutcome.Warning, signature),
    ];

    /// <summary>What is wrong with the files, as one sentence that names the first few.</summary>
    public static string Sentence(IReadOnlyList<VerificationFinding> findings)
    {
        var named = string.Join(", ", findings.Take(MostNamed).Select(finding => $"{finding.Path} {Words(finding.Problem)}"));
        return findings.Count > MostNamed ? string.Create(CultureInfo.InvariantCulture, $"{named} and {findings.Count - MostNamed} more.") : $"{named}.";
    }

    private static PreCheck Files(VersionState version, IReadOnlyList<VerificationFinding>? looked, Rehash? rehash)
    {
        if (version.Status != VersionStatus.Ready)
        {
            return new PreCheck(PreCheckNames.Files, CheckOutcome.Failed, $"v{version.Number.Text()} is not sealed.");
        }

        var missing = (rehash?.Findings ?? looked)?.Where(finding => finding.Problem != BlobProblem.Changed).ToList();
        return missing switch
        {
            null => new PreCheck(PreCheckNames.Files, CheckOutcome.Warning,
                $"{Count(version.FileCount)}: too many to look at now. All are read before anything moves."),
            [] => new PreCheck(PreCheckNames.Files, CheckOutcome.Ok, $"{Count(version.FileCount)} there, with the right size."),
            _ => new PreCheck(PreCheckNames.Files, CheckOutcome.Failed, Sentence(missing)),
        };
    }

    private static PreCheck Hashes(VersionState version, Rehash? rehash)
    {
        if (rehash is null)
        {
            return version switch
            {
                { VerifiedOk: false, VerifiedAt: { } at } =>
                    new PreCheck(PreCheckNames.Hashes, CheckOutcome.Failed,
                    string.Create(CultureInfo.InvariantCulture,
                    $"The verification of {at:d MMMM yyyy HH:mm} UTC found files that are not as they were sealed.")),
                { VerifiedOk: true, VerifiedAt: { } at } =>
                    new PreCheck(PreCheckNames.Hashes, CheckOutcome.Ok,
                    string.Create(CultureInfo.InvariantCulture,
                    $"Every SHA-256 was right on {at:d MMMM yyyy HH:mm} UTC; all are recomputed before anything moves.")),
                _ => new PreCheck(PreCheckNames.Hashes, CheckOutcome.Ok, "Every SHA-256 is recomputed before anything moves."),
            };
        }

        var changed = rehash.Findings.Where(finding => finding.Problem == BlobProblem.Changed).ToList();
        return (changed.Count, rehash.ManifestHolds) switch
        {
            ( > 0, _) => new PreCheck(PreCheckNames.Hashes, CheckOutcome.Failed, Sentence(changed)),
            (_, false) => new PreCheck(PreCheckNames.Hashes, CheckOutcome.Failed, "The list of files is not the one that was sealed."),
            _ when rehash.Findings.Count > 0 => new PreCheck(PreCheckNames.Hashes, CheckOutcome.Failed, "Not every file could be read."),
            _ => new PreCheck(PreCheckNames.Hashes, CheckOutcome.Ok, $"Every SHA-256 was recomputed and is right: {Count(rehash.Files)}."),
        };
    }

    private static PreCheck Quarantine(SlotPast past, FormerOccupant candidate) => candidate.Version switch
    {
        { Quarantined: true } when candidate.Version.Id == past.Undone?.FromVersionId =>
            new PreCheck(PreCheckNames.Quarantine,
                CheckOutcome.Failed, $"The files of v{candidate.Number.Text()} are quarantined. A roll forward by a reviewer who had no hand in it can "
                + "release them."),
        { Quarantined: true } => new PreCheck(PreCheckNames.Quarantine, CheckOutcome.Failed, EntryRules.QuarantinedSentence(candidate.Number)),
        var version when past.Occupant is { } occupant && version.HasBytesOf(occupant) =>
            new PreCheck(PreCheckNames.Quarantine, CheckOutcome.Warning,
                $"It has the same files as v{occupant.Number.Text()}: only without the quarantine of that."),
        _ => new PreCheck(PreCheckNames.Quarantine, CheckOutcome.Ok, "Not quarantined."),
    };

    private static PreCheck Archived(VersionState version) => version.Archived
        ? new PreCheck(PreCheckNames.Archived, CheckOutcome.Failed, EntryRules.ArchivedSentence(version.Number))
        : new PreCheck(PreCheckNames.Archived, CheckOutcome.Ok, "Not archived.");

    private static string Words(BlobProblem problem) => problem switch
    {
        BlobProblem.Missing => "is missing",
        BlobProblem.Changed => "has changed",
        BlobProblem.Size => "has another size",
        BlobProblem.Unreadable => "cannot be read",
    };

    private static string Count(int files) => string.Create(CultureInfo.InvariantCulture, $"{files} file{(files == 1 ? "" : "s")}");
}

/// <summary>
/// Whether the files of candidates stand in the store with the right size, found without reading them. Versions with very many files are
/// left out: those are looked at when one of them is chosen.
/// </summary>
internal sealed class QuickFileChecks
{
    // What a page may cost, however many files former occupants have.
    private const int MostFiles = 5_000;

    private readonly HashSet<Guid> _seen;
    private readonly ILookup<Guid, VerificationFinding> _findings;

    private QuickFileChecks(IEnumerable<Guid> seen, ILookup<Guid, VerificationFinding> findings) => (_seen, _findings) = ([.. seen], findings);

    public IReadOnlySet<Guid> Unfit => _findings.Select(found => found.Key).ToHashSet();

    public static async Task<QuickFileChecks> ReadAsync(RegistryDbContext db, ArtifactStore artifacts, SlotPast past, CancellationToken ct)
    {
        var room = MostFiles;
        var seen = past.Former.Select(former => former.Version).Where(version => (room -= version.FileCount) >= 0).Select(version => version.Id).ToArray();
        var files = await db.VersionFiles.Where(file => seen.Contains(file.VersionId))
            .OrderBy(file => file.VersionId).ThenBy(file => file.Path).Select(file => new { file.VersionId, file.Path, file.Sha256, file.Size })
                .ToListAsync(ct);
        var findings = files.Select(file => (file.VersionId, file.Path, Finding: artifacts.Look(file.Sha256, file.Size)))
            .Where(look => look.Finding is not null)
            .ToLookup(look => look.VersionId, look => new VerificationFinding(look.Path, look.Finding!.Problem));
        return new QuickFileChecks(seen, findings);
    }

    /// <summary>What is wrong; null when nobody looked.</summary>
    public IReadOnlyList<VerificationFinding>? Of(VersionState version) => _seen.Contains(version.Id) ? [.. _findings[version.Id]] : null;
}
