using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Rollbacks;

/// <summary>
/// Whether the files of candidates stand in the store with the right size, found without reading them. Versions with very many files are
/// left out: those are looked at when one of them is chosen.
/// </summary>
internal sealed class FileLooks
{
    // What a page may cost, however many files former occupants have.
    private const int MostFiles = 5_000;

    private readonly HashSet<Guid> _seen;
    private readonly ILookup<Guid, VerificationFinding> _findings;

    private FileLooks(IEnumerable<Guid> seen, ILookup<Guid, VerificationFinding> findings) => (_seen, _findings) = ([.. seen], findings);

    public IReadOnlySet<Guid> Unfit => _findings.Select(found => found.Key).ToHashSet();

    public static async Task<FileLooks> ReadAsync(RegistryDbContext db, ArtifactStore artifacts, SlotPast past, CancellationToken ct)
    {
        var room = MostFiles;
        var seen = past.Former.Select(former => former.Version).Where(version => (room -= version.FileCount) >= 0).Select(version => version.Id).ToArray();
        var files = await db.VersionFiles.Where(file => seen.Contains(file.VersionId))
            .OrderBy(file => file.VersionId).ThenBy(file => file.Path).Select(file => new { file.VersionId, file.Path, file.Sha256, file.Size }).ToListAsync(ct);
        var findings = files.Select(file => (file.VersionId, file.Path, Finding: artifacts.Look(file.Sha256, file.Size))).Where(look => look.Finding is not null)
            .ToLookup(look => look.VersionId, look => new VerificationFinding(look.Path, look.Finding!.Problem));
        return new FileLooks(seen, findings);
    }

    /// <summary>What is wrong; null when nobody looked.</summary>
    public IReadOnlyList<VerificationFinding>? Of(VersionState version) => _seen.Contains(version.Id) ? [.. _findings[version.Id]] : null;
}
