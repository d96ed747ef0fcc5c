using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Upkeep;

/// <summary>Where a version is, for checking what points at it.</summary>
internal sealed record VersionPlace(Guid Id, Guid ModelId, int Number);

/// <summary>A request as far as a stay needs to agree with it.</summary>
internal sealed record RequestPlace(long Number, Guid ModelId, string NormalizedSlot, Guid? VersionId, RequestState State, string? Incident);

/// <summary>A rollback as far as a stay needs to agree with it.</summary>
internal sealed record RollbackPlace(long Number, Guid ModelId, string NormalizedSlot, Guid? ToVersionId);

/// <summary>A stay together with what it refers to; null where that is not there.</summary>
internal sealed record ReferredStay(SlotInterval Stay, VersionPlace? Version, RequestPlace? Request, RollbackPlace? Rollback);

/// <summary>The stays of one slot, oldest first, a few at a time.</summary>
internal sealed class StayCursor(RegistryDbContext db, Guid slotId)
{
    private const int Batch = 200;

    private readonly Queue<ReferredStay> _read = [];
    private SlotInterval? _last;
    private bool _end;

    public async Task<ReferredStay?> PeekAsync(CancellationToken ct)
    {
        if (_read.Count == 0 && !_end)
        {
            await ReadAsync(ct);
        }

        return _read.TryPeek(out var next) ? next : null;
    }

    public async Task<ReferredStay?> TakeAsync(CancellationToken ct) => await PeekAsync(ct) is null ? null : _read.Dequeue();

    private async Task ReadAsync(CancellationToken ct)
    {
        var stays = db.SlotIntervals.Where(stay => stay.SlotId == slotId);
        if (_last is { From: var from, Id: var id })
        {
            stays = stays.Where(stay => stay.From > from || (stay.From == from && stay.Id > id));
        }

        var rows = await stays.OrderBy(stay => stay.From).ThenBy(stay => stay.Id).Take(Batch).ToListAsync(ct);
        (_last, _end) = (rows.LastOrDefault() ?? _last, rows.Count < Batch);
        foreach (var row in await ReferAsync(rows, ct))
        {
            _read.Enqueue(row);
        }
    }

    private async Task<IEnumerable<ReferredStay>> ReferAsync(List<SlotInterval> stays, CancellationToken ct)
    {
        var versionIds = stays.Select(stay => stay.VersionId).Distinct().ToArray();
        var requestNumbers = stays.Select(stay => stay.RequestNumber).OfType<long>().Distinct().ToArray();
        var rollbackNumbers = stays.Select(stay => stay.RollbackNumber).OfType<long>().Distinct().ToArray();
        var versions = await db.Versions.IgnoreQueryFilters(Deletion.Filters).Where(version => versionIds.Contains(version.Id))
            .Select(version => new VersionPlace(version.Id, version.ModelId, version.Number)).ToDictionaryAsync(version => version.Id, ct);
        var requests = requestNumbers.Length == 0 ? [] : await db.PromotionRequests.Where(request => requestNumbers.Contains(request.Number))
            .Select(request => new RequestPlace(request.Number, request.ModelId, request.NormalizedSlot, request.VersionId, request.State, request.Incident))
                .ToDictionaryAsync(request => request.Number, ct);
        var rollbacks = rollbackNumbers.Length == 0 ? [] : await db.Rollbacks.Where(rollback => rollbackNumbers.Contains(rollback.Number))
            .Select(rollback => new RollbackPlace(rollback.Number, rollback.ModelId, rollback.NormalizedSlot, rollback.ToVersionId))
                .ToDictionaryAsync(rollback => rollback.Number, ct);
        return stays.Select(stay => new ReferredStay(stay, versions.GetValueOrDefault(stay.VersionId),
            stay.RequestNumber is { } request ? requests.GetValueOrDefault(request) : null,
            stay.RollbackNumber is { } rollback ? rollbacks.GetValueOrDefault(rollback) : null));
    }
}
