using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Consumers;

/// <summary>Tells which hosts run which version of a model, by what each access token was told last. Revoked and expired tokens are hosts no more.</summary>
public sealed class ConsumerQueries(RegistryStore store, TimeProvider time)
{
    /// <summary>Most hosts that a summary names.</summary>
    public const int Shown = 20;

    /// <summary>Of how many slots, those with the most hosts, the hosts that are behind are named, and how many of each.</summary>
    public const int Slots = 3;

    private const int MostBehind = 2;

    /// <summary>Counts for each slot that hosts ask for, and the first hosts: those behind come first, then those seen last.</summary>
    public Task<ConsumerSummary> SummaryAsync(string modelName, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            var rows = await HostsAsync(db, modelName, actor, ct);
            var slots = await rows.GroupBy(row => new { row.SlotId, row.SlotName, row.Occupant })
                .Select(group => new Asked(group.Key.SlotId, group.Key.SlotName, group.Key.Occupant, group.Count(),
                    group.Count(row => row.Occupant == row.Version)))
                .ToListAsync(ct);
            if (slots.Count == 0)
            {
                return new ConsumerSummary([], []);
            }

            var hosts = await rows.OrderBy(row => row.Occupant == row.Version ? 1 : 0).ThenByDescending(row => row.LastAt).ThenBy(row => row.TokenId)
                .Take(Shown).ToListAsync(ct);
            slots = [.. slots.OrderByDescending(slot => slot.Hosts).ThenBy(slot => slot.Name, StringComparer.Ordinal)];
            var behind = await BehindAsync(db, rows, slots, ct);
            return new ConsumerSummary([.. slots.Select(slot => new SlotConsumers(slot.Name, slot.Occupant, slot.Hosts, slot.Current)
            {
                Behind = [.. behind[slot.Id].Select(View)],
            })], [.. hosts.Select(View)]);
        }, ct);

    /// <summary>Every host of a model, by slot.</summary>
    public Task<Page<ConsumerView>> ListAsync(string modelName, int? pageSize, string? pageToken, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            var size = PageToken.Size(pageSize);
            var rows = await HostsAsync(db, modelName, actor, ct);
            if (PageToken.Decode(pageToken, 2) is [var slotKey, var tokenKey])
            {
                var token = PageToken.Id(tokenKey);
                rows = rows.Where(row => string.Compare(row.NormalizedSlot, slotKey) > 0
                    || (row.NormalizedSlot == slotKey && row.TokenId.CompareTo(token) > 0));
            }

            var page = await rows.OrderBy(row => row.NormalizedSlot).ThenBy(row => row.TokenId).Take(size + 1).ToListAsync(ct);
            return new Page<ConsumerView>([.. page.Take(size).Select(View)],
                page.Count > size ? PageToken.Encode(page[size - 1].NormalizedSlot, page[size - 1].TokenId.ToString()) : null);
        }, ct);

    /// <summary>Of each slot by itself: the many hosts of one that are behind take no place from those of another.</summary>
    private static async Task<ILookup<Guid, Host>> BehindAsync(RegistryDbContext db, IQueryable<Host> rows, IEnumerable<Asked> slots,
        CancellationToken ct)
    {
        var ids = slots.Take(Slots).Where(slot => slot.Current < slot.Hosts).Select(slot => slot.Id).ToArray();
        var behind =
            from slot in db.Slots.Where(slot => ids.Contains(slot.Id))
            from row in rows.Where(row => row.SlotId == slot.Id && (row.Occupant == null || row.Occupant != row.Version))
                .OrderByDescending(row => row.LastAt).ThenBy(row => row.TokenId).Take(MostBehind)
            select row;
        return (ids.Length == 0 ? [] : await behind.ToListAsync(ct)).OrderByDescending(row => row.LastAt).ToLookup(row => row.SlotId);
    }

    private async Task<IQueryable<Host>> HostsAsync(RegistryDbContext db, string modelName, Actor actor, CancellationToken ct)
    {
        Rights.Require(actor, Right.Browse);
        var (model, now) = (await db.FindModelAsync(actor, modelName, ct), time.Now());
        return from slot in db.Slots
               where slot.ModelId == model.Id
               join row in db.Consumptions on slot.Id equals row.SlotId
               join token in db.AccessTokens on row.TokenId equals token.Id
               where token.RevokedAt == null && token.ExpiresAt > now
               join owner in db.Users on token.OwnerId equals owner.Id
               where owner.DisabledAt == null
               select new Host
               {
                   SlotId = slot.Id,
                   SlotName = slot.Name,
                   NormalizedSlot = slot.NormalizedName,
                   Occupant = slot.VersionNumber,
                   TokenId = token.Id,
                   Name = token.Name,
                   Owner = owner.Email!,
                   Version = row.VersionNumber,
                   FirstAt = row.FirstAt,
                   LastAt = row.LastAt,
               };
    }

    private static ConsumerView View(Host host) =>
        new(host.SlotName, host.Name, host.Owner, host.Version, host.Version == host.Occupant, host.FirstAt, host.LastAt);

    private sealed record Asked(Guid Id, string Name, int? Occupant, int Hosts, int Current);

    private sealed class Host
    {
        public Guid SlotId { get; init; }

        public required string SlotName { get; init; }

        public required string NormalizedSlot { get; init; }

        public int? Occupant { get; init; }

        public Guid TokenId { get; init; }

        public required string Name { get; init; }

        public required string Owner { get; init; }

        public int Version { get; init; }

        public DateTimeOffset FirstAt { get; init; }

        public DateTimeOffset LastAt { get; init; }
    }
}
