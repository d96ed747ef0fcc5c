using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Policies;

/// <summary>Reads what gates and subjects are made of, for many versions at once in a fixed number of queries.</summary>
internal static class FactsReader
{
    /// <summary>Results of checks and stays in slots are read only where one of <paramref name="gates"/> asks for them.</summary>
    public static Task<IReadOnlyDictionary<Guid, VersionFacts>> ReadAsync(RegistryDbContext db, IReadOnlyCollection<Guid> versionIds,
        IEnumerable<Gate> gates, CancellationToken ct) => ReadAsync(db, versionIds, [.. gates], forSubject: true, ct);

    /// <summary>Only what the gates ask for: enough to judge by them, and not for a subject.</summary>
    public static Task<IReadOnlyDictionary<Guid, VersionFacts>> ForGatesAsync(RegistryDbContext db, IReadOnlyCollection<Guid> versionIds,
        IEnumerable<Gate> gates, CancellationToken ct) => ReadAsync(db, versionIds, [.. gates], forSubject: false, ct);

    private static async Task<IReadOnlyDictionary<Guid, VersionFacts>> ReadAsync(RegistryDbContext db, IReadOnlyCollection<Guid> versionIds,
        List<Gate> gates, bool forSubject, CancellationToken ct)
    {
        var ids = versionIds.Distinct().ToArray();
        if (ids.Length == 0)
        {
            return new Dictionary<Guid, VersionFacts>();
        }

        var asked = gates.Exists(gate => gate is BaselineGate);
        var rows = await db.Judged(db.Versions.Where(version => ids.Contains(version.Id)))
            .Join(db.Models, judged => judged.Version.ModelId, model => model.Id, (judged, model) => new { Judged = judged, Model = model })
            .Join(db.Users, pair => pair.Model.OwnerId, user => user.Id, (pair, owner) => new
            {
                pair.Judged,
                pair.Model,
                Owner = owner.Email!,
                CardApproved = db.WrittenCards.Any(card => card.ModelId == pair.Model.Id && card.Number == pair.Model.CardVersion && card.ApprovedAt != null),
                Results = asked ? db.VersionResults.Where(results => results.VersionId == pair.Judged.Version.Id).Select(results => results.Json)
                    .SingleOrDefault() : null,
            })
            .AsNoTracking().ToListAsync(ct);
        var children = await ChildrenAsync(db, ids, gates, forSubject, ct);
        return rows.ToDictionary(row => row.Judged.Version.Id,
            row => Facts(new FactsRow(row.Judged, row.Model, row.Owner, row.CardApproved, row.Results), children));
    }

    private static async Task<Children> ChildrenAsync(RegistryDbContext db, Guid[] ids, List<Gate> gates, bool forSubject, CancellationToken ct)
    {
        var pairs = forSubject || gates.Exists(gate => gate is EvidenceGate { Tag: not null }) ? await NamedValues.ReadAsync(db, ids, ct) : NamedValues.None;
        var metrics = forSubject || gates.Exists(gate => gate is MetricGate or BaselineGate or WorstSliceGate)
            ? await db.Metrics.AsNoTracking().Where(row => ids.Contains(row.VersionId) && row.IsCurrent).ToListAsync(ct)
            : [];
        var checks = gates.Exists(gate => gate is CheckGate)
            ? await db.VersionChecks.AsNoTracking().Where(row => ids.Contains(row.VersionId) && row.IsCurrent).ToListAsync(ct)
            : [];
        var stays = gates.Exists(gate => gate is SequenceGate)
            ? await db.SlotIntervals.AsNoTracking().Where(stay => ids.Contains(stay.VersionId))
                .Join(db.Slots, stay => stay.SlotId, slot => slot.Id,
                    (stay, slot) => new OfVersion(stay.VersionId, new StageStay(slot.NormalizedName, stay.From, stay.Until)))
                .ToListAsync(ct)
            : [];
        return new Children(pairs, metrics.ToLookup(row => row.VersionId), checks.ToLookup(row => row.VersionId),
            stays.ToLookup(row => row.VersionId, row => row.Stay));
    }

    private static VersionFacts Facts(FactsRow row, Children children)
    {
        var (version, model, owner) = (row.Judged.Version, row.Model, row.Owner);
        return new VersionFacts
        {
            Model = model.Name,
            Number = version.Number,
            Digest = version.Digest,
            Status = version.Status,
            Archived = version.ArchivedAt is not null,
            Quarantined = row.Judged.Quarantined,
            Metrics = [.. children.Metrics[version.Id].OrderBy(metric => metric.Name, StringComparer.Ordinal)
                .ThenBy(metric => metric.DatasetDigest, StringComparer.Ordinal).Select(MetricView.Of)],
            Results = row.Results is { } results ? MetricResultsFile.Read(results) : [],
            Parameters = children.Pairs.Parameters(version.Id).OrderBy(pair => pair.Name, StringComparer.Ordinal)
                .ToDictionary(pair => pair.Name, pair => pair.Value),
            Tags = children.Pairs.Tags(version.Id).OrderBy(tag => tag.Name, StringComparer.Ordinal).ToDictionary(tag => tag.Name, tag => tag.Value),
            Dataset = version.DatasetName is null && version.DatasetDigest is null ? null
                : new VersionDataset(version.DatasetName, version.DatasetDigest, version.DatasetUri),
            Signature = version.SignatureDigest is { } signature ? $"sha256:{signature}" : null,
            CodeRevision = version.SourceGitCommit,
            Framework = version.Framework,
            Description = version.Description,
            Owner = owner,
            Card = model.Card,
            CardVersion = model.CardVersion,
            CardApproved = row.CardApproved,
            Checks = [.. children.Checks[version.Id]
                .OrderBy(check => check.Name, StringComparer.Ordinal)
                .Select(check => new CheckView(check.Name, check.State, check.Url, check.Summary, check.At, check.ByName))],
            VerifiedAt = version.VerifiedAt,
            VerifiedOk = version.VerifiedOk,
            Stays = [.. children.Stays[version.Id].OrderBy(stay => stay.From)],
        };
    }

    private sealed record FactsRow(JudgedVersion Judged, Model Model, string Owner, bool CardApproved, string? Results);

    private sealed record OfVersion(Guid VersionId, StageStay Stay);

    private sealed record Children(NamedValues Pairs, ILookup<Guid, Metric> Metrics, ILookup<Guid, VersionCheck> Checks, ILookup<Guid, StageStay> Stays);
}
