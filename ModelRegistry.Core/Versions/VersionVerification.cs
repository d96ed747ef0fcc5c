using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Versions;

/// <summary>How far a re-hash has come.</summary>
public sealed record VerificationProgress(int FilesDone, int Files, long BytesDone, long Bytes);

/// <summary>Re-hashes every file of a sealed version against its manifest and keeps the result as evidence.</summary>
public sealed class VersionVerification(RegistryStore store, ArtifactStore artifacts)
{
    public async Task<Verification> VerifyAsync(string modelName, string selector, Actor actor, IProgress<VerificationProgress>? progress, CancellationToken ct)
    {
        await store.ReadAsync(actor, _ =>
        {
            Rights.Require(actor, Right.Browse);
            return Task.FromResult(true);
        }, ct);
        return await RehashAsync(modelName, selector, actor, progress, ct);
    }

    /// <summary>The same as a part of another act, whose own right was asked for.</summary>
    internal async Task<Verification> RehashAsync(string modelName, string selector, Actor actor, IProgress<VerificationProgress>? progress, CancellationToken ct)
    {
        var (digest, files) = await store.ReadAsync(actor, async db =>
        {
            var (_, version) = await db.FindVersionAsync(actor, modelName, selector, ct);
            RequireSealed(version);
            var rows = await db.VersionFiles.Where(file => file.VersionId == version.Id)
                .Select(file => new ManifestEntry(file.Path, file.Sha256, file.Size)).ToListAsync(ct);
            return (version.Digest, Manifest.Sort(rows).ToList());
        }, ct);

        var findings = await CheckAsync(files, progress, ct);
        return await store.WriteAsync(actor, async transaction =>
        {
            var (model, version) = await transaction.Db.FindVersionAsync(actor, modelName, selector, ct);
            await transaction.Db.LockAsync(version, ct);
            var manifestHolds = Manifest.DigestOf(files) == digest;
            var result = new Verification(findings.Count == 0 && manifestHolds, transaction.Now, files.Count, files.Sum(file => file.Size), findings);
            version.Verified(result.Ok, transaction.Now);
            transaction.Record(new AuditFact("version.verified", model.Name, version.Number, null,
                new { result.Ok, result.Files, result.Bytes, manifest = manifestHolds ? "holds" : "differs", findings = findings.Take(100) }, null));
            return result;
        }, ct);
    }

    private async Task<List<VerificationFinding>> CheckAsync(List<ManifestEntry> files, IProgress<VerificationProgress>? progress, CancellationToken ct)
    {
        var findings = new List<VerificationFinding>();
        var (total, before) = (files.Sum(file => file.Size), 0L);
        for (var i = 0; i < files.Count; i++)
        {
            var (file, done, start) = (files[i], i, before);
            var bytes = progress is null ? null : new Relay(read => progress.Report(new VerificationProgress(done, files.Count, start + read, total)));
            if (await artifacts.CheckAsync(file.Sha256, file.Size, bytes, ct) is { } finding)
            {
                findings.Add(new VerificationFinding(file.Path, finding.Problem));
            }

            before += file.Size;
        }

        progress?.Report(new VerificationProgress(files.Count, files.Count, total, total));
        return findings;
    }

    private static void RequireSealed(ModelVersion version)
    {
        if (version.Status != VersionStatus.Ready)
        {
            throw RegistryException.Conflict("version_not_ready", $"Version {version.Number.Text()} is not sealed, so there is no manifest to verify against. Seal it first.");
        }
    }

    private sealed class Relay(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
