using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Rollbacks;

/// <summary>A slot's past with everything that can be said of its candidates without reading their files.</summary>
internal sealed record CandidateList(SlotPast Past, FileLooks Looks, IReadOnlyDictionary<Guid, string> Signatures)
{
    public FormerOccupant? Proposed => Past.Proposed(Looks.Unfit);

    public static async Task<CandidateList> ReadAsync(RegistryDbContext db, ArtifactStore artifacts, SlotPast past, CancellationToken ct) =>
        new(past, await FileLooks.ReadAsync(db, artifacts, past, ct), await DifferingSignaturesAsync(db, past, ct));

    /// <summary>Without what is only shown: for whoever rolls back and does not look.</summary>
    public static async Task<CandidateList> PlanAsync(RegistryDbContext db, ArtifactStore artifacts, SlotPast past, CancellationToken ct) =>
        new(past, await FileLooks.ReadAsync(db, artifacts, past, ct), new Dictionary<Guid, string>());

    public RollbackCandidate View(FormerOccupant former, Rehash? rehash, Func<long, long> estimate)
    {
        var checks = CandidateChecks.Of(Past, former, Looks.Of(former.Version), rehash, Signatures.GetValueOrDefault(former.Version.Id));
        var (version, stay) = (former.Version, former.Stay);
        return new RollbackCandidate(version.Number, stay.From, stay.Until!.Value, stay.By, stay.Via, stay.RequestNumber, Proposed?.Version.Id == version.Id, former.NotProposed,
            former.NeedsEmergency, checks, checks.All(check => check.Ok), version.FileCount, version.TotalSize, rehash?.Milliseconds ?? estimate(version.TotalSize));
    }

    /// <summary>A sentence for each candidate whose inputs or outputs are others than those of the occupant.</summary>
    private static async Task<Dictionary<Guid, string>> DifferingSignaturesAsync(RegistryDbContext db, SlotPast past, CancellationToken ct)
    {
        var ids = past.Former.Select(former => former.Version.Id).Append(past.Occupant?.Id ?? Guid.Empty).ToArray();
        var declared = await db.Versions.Where(version => ids.Contains(version.Id) && version.Signature != null).ToDictionaryAsync(version => version.Id, version => version.Signature, ct);
        var present = past.Occupant is null ? null : declared.GetValueOrDefault(past.Occupant.Id);
        return past.Former.Select(former => (former.Version.Id, Sentence: Difference(declared.GetValueOrDefault(former.Version.Id), present)))
            .Where(pair => past.Occupant is not null && pair.Sentence is not null).ToDictionary(pair => pair.Id, pair => pair.Sentence!);
    }

    private static string? Difference(string? candidate, string? occupant) => (candidate, occupant) switch
    {
        _ when candidate == occupant => null,
        (null, _) => "It declares no inputs and outputs; the version that is there now does.",
        (_, null) => "It declares inputs and outputs; the version that is there now does not.",
        _ => "Its inputs or outputs differ from those of the version that is there now: check what calls it.",
    };
}
