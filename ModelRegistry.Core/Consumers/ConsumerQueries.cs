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

    /// <summary>Counts for each slot that hosts ask for, and the first hosts: those behind come first, then those seen last.</summary>
    public Task<ConsumerSummary> SummaryAsync(string modelName, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            var rows = await HostsAsync(db, modelName, actor, ct);
            var slots = await rows.GroupBy(row => new { row.SlotName, row.Occupant })
                .Select(group => new SlotConsumers(group.Key.SlotName, group.Key.Occupant, group.Count(), group.Count(row => row.Occupant == row.Version)))
                .ToListAsync(ct);
            if (slots.Count == 0)
            {
                return new ConsumerSummary([], []);
            }

            var hosts = await rows.OrderBy(row => row.Occupant == row.Version ? 1 : 0).ThenByDescending(row => row.LastAt).ThenBy(row => row.TokenId)
                .Take(Shown).ToListAsync(ct);
            return new ConsumerSummary([.. slots.OrderByDescending(slot => slot.Hosts).ThenBy(slot => slot.Slot, StringComparer.Ordinal)],
                [.. hosts.Select(View)]);
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

    private sealed class Host
    {
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
