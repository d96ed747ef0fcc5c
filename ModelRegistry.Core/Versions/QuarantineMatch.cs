using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Versions;

/// <summary>
/// Which versions a quarantine holds (rule 12): those with an equal digest, those whose file hashes are equal apart from
/// <c>MLmodel</c> and environment files, and the version itself. The one place that compares.
/// </summary>
internal static class QuarantineMatch
{
    private const int MostAsked = 200;

    /// <summary>Whether the bytes of a version are quarantined now.</summary>
    public static Expression<Func<ModelVersion, bool>> Quarantined(this RegistryDbContext db) => version => db.Quarantines.Any(quarantine =>
        quarantine.ReleasedAt == null
            && (quarantine.VersionId == version.Id
                || (version.Digest != null && quarantine.Digest == version.Digest)
                || (version.ContentDigest != null && quarantine.ContentDigest == version.ContentDigest)));

    /// <summary>These versions, each with whether its bytes are quarantined now.</summary>
    public static IQueryable<JudgedVersion> Judged(this RegistryDbContext db, IQueryable<ModelVersion> versions)
    {
        var quarantined = db.Quarantined();
        var version = quarantined.Parameters[0];
        return versions.Select(Expression.Lambda<Func<ModelVersion, JudgedVersion>>(Expression.MemberInit(Expression.New(typeof(JudgedVersion)),
            Expression.Bind(typeof(JudgedVersion).GetProperty(nameof(JudgedVersion.Version))!, version),
            Expression.Bind(typeof(JudgedVersion).GetProperty(nameof(JudgedVersion.Quarantined))!, quarantined.Body)), version));
    }

    /// <summary>The numbers of the versions of a model whose bytes are quarantined now; null where there may be more than <paramref name="most"/>.</summary>
    public static async Task<IReadOnlyList<int>?> FewQuarantinedAsync(this RegistryDbContext db, Guid modelId, int most, CancellationToken ct)
    {
        var quarantines = await db.Quarantines.Where(quarantine => quarantine.ReleasedAt == null).OrderBy(quarantine => quarantine.Number)
            .Take(MostAsked + 1).ToListAsync(ct);
        if (quarantines.Count > MostAsked)
        {
            return null;
        }

        // Of all models, because it is the digest that an index finds; each holds a version or a few.
        var held = quarantines.Count == 0 ? [] : await db.VersionsHeldBy(quarantines).OrderBy(version => version.Id).Take(most + 1)
            .Select(version => new { version.ModelId, version.Number }).ToListAsync(ct);
        return held.Count > most ? null : [.. held.Where(version => version.ModelId == modelId).Select(version => version.Number)];
    }

    /// <summary>Those of the given versions whose bytes are quarantined now.</summary>
    public static async Task<IReadOnlySet<Guid>> QuarantinedAsync(this RegistryDbContext db, Guid[] versionIds, CancellationToken ct)
    {
        if (db.Memory is { } memory)
        {
            return await memory.EachAsync(versionIds, asked => ReadAsync(db, asked, ct));
        }

        return versionIds.Length == 0 ? new HashSet<Guid>() : await ReadAsync(db, versionIds, ct);
    }

    private static async Task<IReadOnlySet<Guid>> ReadAsync(RegistryDbContext db, Guid[] versionIds, CancellationToken ct)
    {
        return await db.Judged(db.Versions.Where(version => versionIds.Contains(version.Id))).Where(judged => judged.Quarantined)
            .Select(judged => judged.Version.Id).ToHashSetAsync(ct);
    }

    public static async Task<bool> IsQuarantinedAsync(this RegistryDbContext db, ModelVersion version, CancellationToken ct) =>
        (await db.QuarantinedAsync([version.Id], ct)).Count > 0;

    /// <summary>The quarantines that hold a version now, in whatever model they were set.</summary>
    public static IQueryable<Quarantine> QuarantinesHolding(this RegistryDbContext db, ModelVersion version)
    {
        var (id, digest, content) = (version.Id, version.Digest, version.ContentDigest);
        return db.Quarantines.Where(quarantine => quarantine.ReleasedAt == null
            && (quarantine.VersionId == id
                || (digest != null && quarantine.Digest == digest)
                || (content != null && quarantine.ContentDigest == content)));
    }

    /// <summary>The versions that one of these quarantines holds, in whatever model, deleted ones too.</summary>
    public static IQueryable<ModelVersion> VersionsHeldBy(this RegistryDbContext db, IReadOnlyCollection<Quarantine> quarantines)
    {
        var ids = quarantines.Select(quarantine => quarantine.VersionId).Distinct().ToArray();
        var digests = quarantines.Select(quarantine => quarantine.Digest).OfType<string>().Distinct().ToArray();
        var contents = quarantines.Select(quarantine => quarantine.ContentDigest).OfType<string>().Distinct().ToArray();
        return db.Versions.IgnoreQueryFilters(Deletion.Filters)
            .Where(version => ids.Contains(version.Id) || digests.Contains(version.Digest!) || contents.Contains(version.ContentDigest!));
    }
}

/// <summary>A version, and whether its bytes are quarantined.</summary>
internal sealed class JudgedVersion
{
    public required ModelVersion Version { get; init; }

    public required bool Quarantined { get; init; }
}
