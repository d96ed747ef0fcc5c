using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Versions;

/// <summary>
/// The files of a version as they were found before its seal: what is listed, who sent it, of which files the store lacks the bytes, and the
/// signature and the results that they declare. Good while the version is the one that was looked at.
/// </summary>
internal sealed record SealedFiles(Guid ModelId, Guid VersionId, Guid Revision, IReadOnlyList<ManifestEntry> Listed, IReadOnlyList<string> Uploaders,
    string Sent, IReadOnlyList<string> Missing,
    DeclaredSignature Signature, string? Results)
{
    public static async Task<SealedFiles> LookAtAsync(Guid modelId, Guid versionId, Guid revision, IReadOnlyList<VersionFile> rows, ArtifactStore artifacts,
        CancellationToken ct)
    {
        List<ManifestEntry> listed = [.. rows.Select(row => new ManifestEntry(row.Path, row.Sha256, row.Size))];
        return new SealedFiles(
            modelId,
            versionId,
            revision,
            listed,
            [.. rows.Select(row => row.UploadedByName).Distinct().Order(StringComparer.Ordinal)],
            FileEvidence.DigestOf(rows),
            [.. listed.Where(file => !artifacts.Has(file.Sha256)).Select(file => file.Path).Order(StringComparer.Ordinal)],
            await MlmodelFile.ReadAsync(listed, artifacts, ct),
            await ResultsFile.ReadAsync(listed, artifacts, ct));
    }

    /// <summary>Every upload gives the version another revision, also one that puts other bytes under the same name.</summary>
    public void RequireUnchanged(ModelVersion version)
    {
        if (version.Revision != Revision)
        {
            throw RegistryException.Conflict(Sealing.FilesChanged,
                "Files came in while the version was being sealed. Wait for the uploads to end, then seal it.");
        }
    }
}
