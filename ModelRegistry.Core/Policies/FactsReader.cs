using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Policies;

/// <summary>Reads what gates and subjects are made of, for many versions at once in a fixed number of queries.</summary>
internal static class FactsReader
{
    public static async Task<IReadOnlyDictionary<Guid, VersionFacts>> ReadAsync(RegistryDbContext db, IReadOnlyCollection<Guid> versionIds, CancellationToken ct)
    {
        var ids = versionIds.Distinct().ToArray();
        if (ids.Length == 0)
        {
            return new Dictionary<Guid, VersionFacts>();
        }

        var rows = await db.Versions.AsNoTracking().Where(version => ids.Contains(version.Id))
            .Join(db.Models.AsNoTracking(), version => version.ModelId, model => model.Id, (version, model) => new { version, model })
            .Join(db.Users, pair => pair.model.OwnerId, user => user.Id, (pair, owner) => new FactsRow(pair.version, pair.model, owner.Email!))
            .ToListAsync(ct);
        var children = await ChildrenAsync(db, ids, ct);
        return rows.ToDictionary(row => row.Version.Id, row => Facts(row, children));
    }

    private static async Task<Children> ChildrenAsync(RegistryDbContext db, Guid[] ids, CancellationToken ct)
    {
        var parameters = await db.VersionParameters.AsNoTracking().Where(row => ids.Contains(row.VersionId)).ToListAsync(ct);
        var tags = await db.VersionTags.AsNoTracking().Where(row => ids.Contains(row.VersionId)).ToListAsync(ct);
        var metrics = await db.Metrics.AsNoTracking().Where(row => ids.Contains(row.VersionId) && row.IsCurrent).ToListAsync(ct);
        var checks = await db.VersionChecks.AsNoTracking().Where(row => ids.Contains(row.VersionId) && row.IsCurrent).ToListAsync(ct);
        var stays = await db.SlotIntervals.AsNoTracking().Where(stay => ids.Contains(stay.VersionId))
            .Join(db.Slots, stay => stay.SlotId, slot => slot.Id, (stay, slot) => new { stay.VersionId, Stay = new StageStay(slot.NormalizedName, stay.From, stay.Until) })
            .ToListAsync(ct);
        return new Children(parameters.ToLookup(row => row.VersionId), tags.ToLookup(row => row.VersionId), metrics.ToLookup(row => row.VersionId),
            checks.ToLookup(row => row.VersionId), await db.QuarantinedAsync(ids, ct), stays.ToLookup(row => row.VersionId, row => row.Stay));
    }

    private static VersionFacts Facts(FactsRow row, Children children)
    {
        var (version, model, owner) = row;
        return new VersionFacts
        {
            Model = model.Name,
            Number = version.Number,
            Digest = version.Digest,
            Status = version.Status,
            Archived = version.ArchivedAt is not null,
            Quarantined = children.Quarantined.Contains(version.Id),
            Metrics = [.. children.Metrics[version.Id].OrderBy(metric => metric.Name, StringComparer.Ordinal).ThenBy(metric => metric.DatasetDigest, StringComparer.Ordinal).Select(MetricView.Of)],
            Parameters = children.Parameters[version.Id].OrderBy(pair => pair.Name, StringComparer.Ordinal).ToDictionary(pair => pair.Name, pair => pair.Value),
            Tags = children.Tags[version.Id].OrderBy(tag => tag.Key, StringComparer.Ordinal).ToDictionary(tag => tag.Key, tag => tag.Value),
            Dataset = version.DatasetName is null && version.DatasetDigest is null ? null : new VersionDataset(version.DatasetName, version.DatasetDigest, version.DatasetUri),
            Signature = version.Signature,
            CodeRevision = version.SourceGitCommit,
            Framework = version.Framework,
            Description = version.Description,
            Owner = owner,
            Card = model.Card,
            CardVersion = model.CardVersion,
            Checks = [.. children.Checks[version.Id].OrderBy(check => check.Name, StringComparer.Ordinal).Select(check => new CheckView(check.Name, check.State, check.Url, check.Summary, check.At, check.ByName))],
            VerifiedAt = version.VerifiedAt,
            VerifiedOk = version.VerifiedOk,
            Stays = [.. children.Stays[version.Id].OrderBy(stay => stay.From)],
        };
    }

    private sealed record FactsRow(ModelVersion Version, Model Model, string Owner);

    private sealed record Children(ILookup<Guid, VersionParameter> Parameters, ILookup<Guid, VersionTag> Tags, ILookup<Guid, Metric> Metrics,
        ILookup<Guid, VersionCheck> Checks, IReadOnlySet<Guid> Quarantined, ILookup<Guid, StageStay> Stays);
}
