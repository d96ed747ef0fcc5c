using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Accounts;

/// <summary>When each token was last used: kept in memory and written every few seconds, so that reading costs no write.</summary>
public sealed class TokenUse
{
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _used = new();

    internal void Used(Guid tokenId, DateTimeOffset at) => _used[tokenId] = at;

    public async Task FlushAsync(RegistryStore store, CancellationToken ct)
    {
        var stamps = _used.Keys.Select(id => (id, at: _used.TryRemove(id, out var at) ? at : default)).Where(stamp => stamp.at != default).ToList();
        if (stamps.Count == 0)
        {
            return;
        }

        await store.WriteAsync(Actor.System, async transaction =>
        {
            transaction.AllowUnaudited();
            foreach (var (id, at) in stamps)
            {
                await transaction.Db.AccessTokens.Where(token => token.Id == id).ExecuteUpdateAsync(set => set.SetProperty(token => token.LastUsedAt, at), ct);
            }
        }, ct);
    }
}
