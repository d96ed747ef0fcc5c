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
public sealed class ConsumptionLog(TimeProvider time)
{
    private const int Batch = 500;

    private readonly ConcurrentDictionary<(Guid Token, Guid Slot), Seen> _seen = new();
    private readonly ConcurrentDictionary<(Guid Token, Guid Slot), long> _written = new();

    internal Seen Of(Guid token, Guid slot, int version) => _seen.AddOrUpdate((token, slot), _ => new Seen(version, time),
        (_, seen) => seen.Version == version ? seen : new Seen(version, time));

    /// <summary>Writes what was answered since the last time.</summary>
    public async Task FlushAsync(RegistryStore store, CancellationToken ct)
    {
        var news = _seen.Select(pair => new Stamp(pair.Key.Token, pair.Key.Slot, pair.Value.Version, pair.Value.LastTicks))
            .Where(stamp => stamp.Ticks > _written.GetValueOrDefault((stamp.Token, stamp.Slot))).ToList();
        foreach (var batch in news.Chunk(Batch))
        {
            await store.WriteAsync(Actor.System, transaction => WriteAsync(transaction, batch, ct), ct);
            foreach (var stamp in batch)
            {
                _written[(stamp.Token, stamp.Slot)] = stamp.Ticks;
            }
        }
    }

    private static async Task WriteAsync(RegistryTransaction transaction, Stamp[] batch, CancellationToken ct)
    {
        transaction.AllowUnaudited();
        var db = transaction.Db;
        var (tokens, slots) = (batch.Select(stamp => stamp.Token).Distinct().ToArray(), batch.Select(stamp => stamp.Slot).Distinct().ToArray());
        var rows = await db.Consumptions.AsTracking().Where(row => tokens.Contains(row.TokenId) && slots.Contains(row.SlotId)).ToDictionaryAsync(row => (row.TokenId, row.SlotId), ct);
        foreach (var stamp in batch)
        {
            var at = new DateTimeOffset(stamp.Ticks, TimeSpan.Zero).ToMilliseconds();
            if (!rows.TryGetValue((stamp.Token, stamp.Slot), out var row))
            {
                row = db.Consumptions.Add(new Consumption { TokenId = stamp.Token, SlotId = stamp.Slot, VersionNumber = stamp.Version, FirstAt = at }).Entity;
            }

            row.FirstAt = row.VersionNumber == stamp.Version ? row.FirstAt : at;
            (row.VersionNumber, row.LastAt) = (stamp.Version, at);
        }
    }

    private readonly record struct Stamp(Guid Token, Guid Slot, int Version, long Ticks);
}
