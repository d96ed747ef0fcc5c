using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Consumers;

/// <summary>That a token was told a version of a slot: stamped at every answer, without a lock.</summary>
internal sealed class Seen(int version, TimeProvider time)
{
    private long _last;

    public int Version => version;

    public long LastTicks => Volatile.Read(ref _last);

    public void Again() => Volatile.Write(ref _last, time.GetUtcNow().UtcTicks);
}

/// <summary>What each token was told last, kept in memory and written every few seconds, so that resolving costs no write (rule 16).</summary>
public sealed class ConsumptionLog(RegistrySettings settings, TimeProvider time, ChangeFeed feed)
{
    private const int Batch = 500;

    private readonly ConcurrentDictionary<(Guid Token, Guid Slot), Seen> _seen = new();
    private readonly ConcurrentDictionary<(Guid Token, Guid Slot), Stamp> _written = new();

    internal Seen Of(Guid token, Guid slot, int version) => _seen.AddOrUpdate((token, slot), _ => new Seen(version, time),
        (_, seen) => seen.Version == version ? seen : new Seen(version, time));

    /// <summary>Writes what was answered since the last time.</summary>
    public async Task FlushAsync(RegistryStore store, CancellationToken ct)
    {
        var news = _seen.Select(pair => new Stamp(pair.Key.Token, pair.Key.Slot, pair.Value.Version, pair.Value.LastTicks))
            .Where(stamp => stamp.Ticks > 0 && stamp != _written.GetValueOrDefault((stamp.Token, stamp.Slot))).ToList();
        foreach (var batch in news.Chunk(Batch))
        {
            var models = await store.WriteAsync(Actor.System, transaction => WriteAsync(transaction, batch, ct), ct);
            foreach (var stamp in batch)
            {
                _written[(stamp.Token, stamp.Slot)] = stamp;
            }

            feed.Publish(models.Select(model => new HostTold(model)));
        }
    }

    /// <summary>
    /// Removes stamps that were not renewed for long, but for the latest of each host that may still come: one whose token is
    /// neither revoked nor expired. Returns how many.
    /// </summary>
    public async Task<int> PruneAsync(RegistryStore store, CancellationToken ct)
    {
        var (now, before) = (time.Now(), time.Now() - settings.Retention.UnseenHosts);
        var removed = await store.PruneAsync(db => db.Consumptions.Where(stamp => stamp.LastAt <= before
            && (!db.AccessTokens.Any(token => token.Id == stamp.TokenId && token.RevokedAt == null && token.ExpiresAt > now)
                || db.Consumptions.Any(later => later.TokenId == stamp.TokenId
                    && (later.LastAt > stamp.LastAt || (later.LastAt == stamp.LastAt && later.SlotId.CompareTo(stamp.SlotId) > 0)))))
            .OrderBy(stamp => stamp.LastAt), ct);
        foreach (var batch in _seen.Keys.Select(key => key.Token).Distinct().Chunk(Batch))
        {
            var living = await store.ReadAsync(Actor.System, db => db.AccessTokens
                .Where(token => batch.Contains(token.Id) && token.RevokedAt == null && token.ExpiresAt > now)
                .Select(token => token.Id).ToListAsync(ct), ct);
            Forget(batch.Except(living).ToHashSet());
        }

        return removed;
    }

    /// <summary>What these tokens were told; they are dead and ask no more.</summary>
    private void Forget(HashSet<Guid> tokens)
    {
        foreach (var key in _seen.Keys.Where(key => tokens.Contains(key.Token)))
        {
            _seen.TryRemove(key, out _);
            _written.TryRemove(key, out _);
        }
    }

    /// <summary>Writes the stamps; returns the models of which a host has another version than before.</summary>
    private static async Task<List<ModelRef>> WriteAsync(RegistryTransaction transaction, Stamp[] batch, CancellationToken ct)
    {
        transaction.AllowUnaudited();
        var db = transaction.Db;
        var (tokens, slots) = (batch.Select(stamp => stamp.Token).Distinct().ToArray(), batch.Select(stamp => stamp.Slot).Distinct().ToArray());
        var rows = await db.Consumptions.AsTracking().Where(row => tokens.Contains(row.TokenId) && slots.Contains(row.SlotId))
            .ToDictionaryAsync(row => (row.TokenId, row.SlotId), ct);
        var moved = batch.Where(stamp => Apply(db, stamp, rows.GetValueOrDefault((stamp.Token, stamp.Slot)))).Select(stamp => stamp.Slot).ToHashSet();
        return moved.Count == 0 ? [] : await db.Slots.Where(slot => moved.Contains(slot.Id))
            .Join(db.Models, slot => slot.ModelId, model => model.Id, (_, model) => new { model.Id, model.Name }).Distinct()
            .Select(model => new ModelRef(model.Id, model.Name)).ToListAsync(ct);
    }

    /// <summary>True when the host has another version than before, or was not known.</summary>
    private static bool Apply(RegistryDbContext db, Stamp stamp, Consumption? row)
    {
        var at = new DateTimeOffset(stamp.Ticks, TimeSpan.Zero).ToMilliseconds();
        var other = row?.VersionNumber != stamp.Version;
        row ??= db.Consumptions.Add(new Consumption { TokenId = stamp.Token, SlotId = stamp.Slot }).Entity;
        row.FirstAt = other ? at : row.FirstAt;
        (row.VersionNumber, row.LastAt) = (stamp.Version, at);
        return other;
    }

    private readonly record struct Stamp(Guid Token, Guid Slot, int Version, long Ticks);
}
