using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Versions;

/// <summary>How far a re-hash has come.</summary>
public sealed record VerificationProgress(int FilesDone, int Files, long BytesDone, long Bytes);

/// <summary>
/// What a re-hash of every file of a version found at <see cref="At"/>, and how long it took; nothing is written by it.
/// </summary>
internal sealed record Rehash(
    string Model, Guid VersionId, int Number, DateTimeOffset At, int Files, long Bytes, long Milliseconds, bool ManifestHolds,
        IReadOnlyList<VerificationFinding> Findings)
{
    public bool Ok => ManifestHolds && Findings.Count == 0;
}

/// <summary>Re-hashes every file of a sealed version against its manifest and keeps the result as evidence.</summary>
public sealed class VersionVerification(RegistryStore store, ArtifactStore artifacts, HeavyWork work, TimeProvider time)
{
    // Until the first measurement: half of what one core hashes.
    private const double UsualBytesPerMillisecond = 500_000;

    private const long LeastMeasured = 8 << 20;

    private double _bytesPerMillisecond = UsualBytesPerMillisecond;

    public async Task<Verification> VerifyAsync(string modelName, string selector, Actor actor, IProgress<VerificationProgress>? progress, CancellationToken ct)
    {
        await store.ReadAsync(actor, _ =>
        {
            Rights.Require(actor, Right.Browse);
            return Task.FromResult(true);
        }, ct);
        using var underWay = work.Begin(actor);
        return await RehashAsync(modelName, selector, actor, progress, ct);
    }

    /// <summary>The same as a part of another act, whose own right was asked for.</summary>
    internal async Task<Verification> RehashAsync(string modelName, string selector, Actor actor, IProgress<VerificationProgress>? progress,
        CancellationToken ct) =>
        await RecordAsync(await HashAsync(modelName, selector, actor, progress, ct), actor, ct);

    /// <summary>Reads and hashes; writes nothing.</summary>
    internal async Task<Rehash> HashAsync(string modelName, string selector, Actor actor, IProgress<VerificationProgress>? progress, CancellationToken ct)
    {
        var (version, files) = await store.ReadAsync(actor, async db =>
        {
            var rows = await (
                from model in db.Named(actor, modelName)
                join found in db.Versions.Called(selector) on model.Id equals found.ModelId
                join file in db.VersionFiles on found.Id equals file.VersionId into listed
                from file in listed.DefaultIfEmpty()
                select new
                {
                    Version = new VersionToHash(model.Name, found.Id, found.Number, found.Status, found.Digest),
                    file.Path,
                    file.Sha256,
                    Size = (long?)file.Size
                }).ToListAsync(ct);
            if (rows.Count == 0)
            {
                throw VersionAccess.NotFound(await db.FindModelAsync(actor, modelName, ct), selector);
            }

            if (!actor.IsSystem) // which has just read the name: a rename meanwhile holds up no rollback
            {
                ModelAccess.RequirePresent(modelName, rows[0].Version.Model);
            }

            RequireSealed(rows[0].Version);
            return (rows[0].Version, Manifest.Sort(rows.Where(row => row.Size is not null)
                .Select(row => new ManifestEntry(row.Path, row.Sha256, row.Size!.Value))).ToList());
        }, ct);
        var start = time.GetTimestamp();
        var findings = await FileHashing.CheckAsync(artifacts, files, progress, ct);
        var (bytes, took) = (files.Sum(file => file.Size), time.GetElapsedTime(start).TotalMilliseconds);
        Measure(bytes, took);
        return new Rehash(version.Model, version.Id, version.Number, time.Now(), files.Count, bytes, (long)took, Manifest.DigestOf(files) == version.Digest,
            findings);
    }

    /// <summary>Keeps what a re-hash found as the version's last verification.</summary>
    internal Task<Verification> RecordAsync(Rehash rehash, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var (model, version) = await transaction.Db.FindVersionAsync(actor, rehash.Model, rehash.Number.Text(), ct);
            await transaction.Db.LockAsync(version, ct);
            var result = new Verification(rehash.Ok, transaction.Now, rehash.Files, rehash.Bytes, rehash.Findings);
            version.Verified(result.Ok, transaction.Now);
            transaction.Record(new VersionVerified(model.Ref, version.Number, new(result.Ok, result.Files, result.Bytes,
                rehash.ManifestHolds ? VersionVerified.ManifestState.Holds : VersionVerified.ManifestState.Differs,
                    [.. rehash.Findings.Take(VersionVerified.MostFindings)])));
            return result;
        }, ct);

    /// <summary>How long a re-hash of so many bytes would take, by the last one that was long enough to measure.</summary>
    internal long EstimateMilliseconds(long bytes) => (long)(bytes / Volatile.Read(ref _bytesPerMillisecond));

    private void Measure(long bytes, double milliseconds)
    {
        if (bytes >= LeastMeasured && milliseconds > 0)
        {
            Volatile.Write(ref _bytesPerMillisecond, bytes / milliseconds);
        }
    }

    private static void RequireSealed(VersionToHash version)
    {
        if (version.Status != VersionStatus.Ready)
        {
            throw RegistryException.Conflict("version_not_ready",
                $"Version {version.Number.Text()} is not sealed, so there is no manifest to verify against. Seal it first.");
        }
    }

    private sealed record VersionToHash(string Model, Guid Id, int Number, VersionStatus Status, string? Digest);
}
