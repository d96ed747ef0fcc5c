using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Accounts;

/// <summary>When and from where each token was last used: kept in memory and written every few seconds, so that reading costs no write.</summary>
public sealed class TokenUse
{
    private readonly ConcurrentDictionary<Guid, Stamp> _used = new();

    internal void Used(Guid tokenId, DateTimeOffset at, string? address) => _used[tokenId] = new Stamp(at, address);

    public async Task FlushAsync(RegistryStore store, CancellationToken ct)
    {
        var stamps = _used.Keys.Select(id => (id, stamp: _used.TryRemove(id, out var stamp) ? stamp : null)).Where(used => used.stamp is not null).ToList();
        if (stamps.Count == 0)
        {
            return;
        }

        await store.WriteAsync(Actor.System, async transaction =>
        {
            transaction.AllowUnaudited();
            foreach (var (id, stamp) in stamps)
            {
                var (at, from) = (stamp!.At, NetworkList.Shown(stamp.Address) is { Length: <= UserSession.AddressMaxLength } address ? address : null);
                await transaction.Db.AccessTokens.Where(token => token.Id == id).ExecuteUpdateAsync(
                    set => set.SetProperty(token => token.LastUsedAt, at).SetProperty(token => token.LastUsedFrom, from), ct);
            }
        }, ct);
    }

    private sealed record Stamp(DateTimeOffset At, string? Address);
}
