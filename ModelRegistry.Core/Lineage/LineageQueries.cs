using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Consumers;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Registrations;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Lineage;

/// <summary>Tells where versions come from and what became of them, of what the reader sees.</summary>
public sealed class LineageQueries(RegistryStore store, TimeProvider time)
{
    /// <summary>Most slots and hosts that are named.</summary>
    public const int Shown = 20;

    public Task<VersionLineage> OfVersionAsync(string modelName, string selector, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var (model, version) = await db.FindVersionAsync(actor, modelName, selector, ct);
            var stays = await db.SlotIntervals.Where(stay => stay.VersionId == version.Id).OrderByDescending(stay => stay.From)
                .Join(db.Slots, stay => stay.SlotId, slot => slot.Id, (stay, slot) => new { slot.Name, stay.From, stay.Until })
                .OrderByDescending(stay => stay.From).Take(Shown).ToListAsync(ct);
            var told = Told(db, model, version);
            var hosts = await told.OrderByDescending(host => host.LastAt).ThenBy(host => host.Name).Take(Shown).ToListAsync(ct);
            return new VersionLineage(model.Name, version.Number,
                version.DatasetName is null && version.DatasetDigest is null ? null
                    : new VersionDataset(version.DatasetName, version.DatasetDigest, version.DatasetUri),
                await UsesAsync(db, version.DatasetDigest, actor, ct),
                VersionSource.Of(version),
                [.. stays.DistinctBy(stay => stay.Name).Select(stay => new LineageStay(stay.Name, stay.From, stay.Until))],
                hosts.ConvertAll(host => new ConsumerView(host.Slot, host.Name, host.Owner, version.Number, host.Current, host.FirstAt, host.LastAt)),
                hosts.Count < Shown ? hosts.Count : await told.CountAsync(ct))
            {
                Run = await SourceRun.FindAsync(db, version.SourceRunId, actor, ct),
            };
        }, ct);

    /// <summary>The versions that used the data set of this digest, the last registered first.</summary>
    public Task<Page<DatasetUse>> OfDatasetAsync(string? digest, int? pageSize, string? pageToken, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var wanted = DatasetQuarantine.CheckDigest(digest);
            var size = PageToken.Size(pageSize);
            var versions = db.Versions.Where(version => version.DatasetDigest == wanted);
            if (PageToken.Decode(pageToken, 2) is [var instant, var key])
            {
                var (at, id) = (PageToken.Instant(instant), PageToken.Id(key));
                versions = versions.Where(version => version.CreatedAt < at || (version.CreatedAt == at && version.Id.CompareTo(id) < 0));
            }

            var rows = await db.Judged(versions)
                .Join(db.Models.VisibleTo(actor), judged => judged.Version.ModelId, model => model.Id, (judged, model) => new
                {
                    judged.Version,
                    judged.Quarantined,
                    Own = db.Quarantines.Any(own => own.VersionId == judged.Version.Id && own.ReleasedAt == null),
                    Model = model.Name,
                    ModelId = model.Id,
                    model.OwnerId,
                    model.CollectionId,
                    model.Closed,
                })
                .OrderByDescending(row => row.Version.CreatedAt).ThenByDescending(row => row.Version.Id).Take(size + 1).AsNoTracking().ToListAsync(ct);
            var page = rows.Take(size).ToList();
            var ids = page.ConvertAll(row => row.Version.Id).ToArray();
            var slots = (await db.Slots.Where(slot => slot.VersionId != null && ids.Contains(slot.VersionId!.Value))
                .Select(slot => new { Version = slot.VersionId!.Value, slot.Name }).ToListAsync(ct)).ToLookup(slot => slot.Version, slot => slot.Name);
            return new Page<DatasetUse>(
                page.ConvertAll(row => new DatasetUse(row.Model, row.Version.Number, row.Version.Label, row.Version.DatasetName, row.Version.Status,
                    row.Version.CreatedAt, row.Version.CreatedByName, [.. slots[row.Version.Id].Order(StringComparer.Ordinal)], row.Quarantined,
                    row.Own ? "It is quarantined already." : Rights.WhyNot(actor, Right.Quarantine, new Place(row.ModelId, row.OwnerId, row.CollectionId,
                        row.Closed)))),
                rows.Count > size ? PlaceAfter(page[^1].Version) : null);
        }, ct);

    private static string PlaceAfter(ModelVersion last) => PageToken.Encode(last.CreatedAt.UtcTicks.ToString(PageToken.Culture), last.Id.ToString());

    private static async Task<OtherUses?> UsesAsync(RegistryDbContext db, string? digest, Actor actor, CancellationToken ct) => digest is null ? null
        : new OtherUses(await db.Versions.Where(version => version.DatasetDigest == digest)
            .Join(db.Models.VisibleTo(actor), version => version.ModelId, model => model.Id, (version, _) => version.CreatedAt)
            .OrderBy(at => at).Take(OtherUses.Most + 1).CountAsync(ct));

    /// <summary>Hosts that were told this version last, for whatever slot of its model.</summary>
    private IQueryable<Host> Told(RegistryDbContext db, Model model, ModelVersion version)
    {
        var now = time.Now();
        return from slot in db.Slots
               where slot.ModelId == model.Id
               join row in db.Consumptions on slot.Id equals row.SlotId
               where row.VersionNumber == version.Number
               join token in db.AccessTokens on row.TokenId equals token.Id
               where token.RevokedAt == null && token.ExpiresAt > now
               join owner in db.Users on token.OwnerId equals owner.Id
               where owner.DisabledAt == null
               select new Host
               {
                   Slot = slot.Name,
                   Name = token.Name,
                   Owner = owner.Email!,
                   Current = slot.VersionNumber == row.VersionNumber,
                   FirstAt = row.FirstAt,
                   LastAt = row.LastAt,
               };
    }

    private sealed class Host
    {
        public required string Slot { get; init; }

        public required string Name { get; init; }

        public required string Owner { get; init; }

        public bool Current { get; init; }

        public DateTimeOffset FirstAt { get; init; }

        public DateTimeOffset LastAt { get; init; }
    }
}
