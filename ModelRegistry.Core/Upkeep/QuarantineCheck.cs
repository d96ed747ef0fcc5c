using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Upkeep;

/// <summary>Quarantines against the events that set and released them, and against the bytes of the version that each was set on.</summary>
internal static class QuarantineCheck
{
    private const int Batch = 200;

    private static readonly EventSet Kinds = new(typeof(VersionQuarantined), typeof(VersionReleased));

    public static async Task RunAsync(CheckScope scope, CancellationToken ct)
    {
        for (var after = 0L; ;)
        {
            var rows = await scope.Db.Quarantines.Where(quarantine => quarantine.Number > after).OrderBy(quarantine => quarantine.Number).Take(Batch)
                .ToListAsync(ct);
            await CheckAsync(scope, rows, ct);
            scope.Log.Count("quarantines", rows.Count);
            if (rows.Count < Batch)
            {
                break;
            }

            after = rows[^1].Number;
        }

        await RequireRowsAsync(scope, ct);
    }

    private static async Task CheckAsync(CheckScope scope, List<Quarantine> rows, CancellationToken ct)
    {
        var ids = rows.Select(quarantine => quarantine.VersionId).Distinct().ToArray();
        var digests = await scope.Db.Versions.IgnoreQueryFilters(Deletion.Filters).Where(version => ids.Contains(version.Id))
            .Select(version => new { version.Id, version.Digest, version.ContentDigest })
                .ToDictionaryAsync(version => version.Id, version => (version.Digest, version.ContentDigest), ct);
        var events = await scope.Db.AtAsync(Kinds, rows.Select(quarantine => quarantine.At)
            .Concat(rows.Select(quarantine => quarantine.ReleasedAt).OfType<DateTimeOffset>()), ct);
        foreach (var quarantine in rows)
        {
            var told = events[quarantine.At].FirstOrDefault(found => found.Event is VersionQuarantined && found.Number == quarantine.Number);
            var place = new Place(told?.Body.Model, quarantine.VersionNumber, Seq: told?.Seq);
            if (told is null || told.Body.Version != quarantine.VersionNumber || ((VersionQuarantined)told.Event).After.Rollback != quarantine.RollbackNumber)
            {
                scope.Log.Error("quarantine_unrecorded",
                    $"Quarantine #{quarantine.Number} of v{quarantine.VersionNumber} is not in the audit trail as it is here.", place);
            }

            if (quarantine.ReleasedAt is { } released && !events[released].Any(found => found.Event is VersionReleased && found.Number == quarantine.Number))
            {
                scope.Log.Error("release_unrecorded",
                    $"Quarantine #{quarantine.Number} of v{quarantine.VersionNumber} counts as released, but the audit trail does not say so.", place);
            }

            if (digests.TryGetValue(quarantine.VersionId, out var bytes) && (quarantine.Digest, quarantine.ContentDigest) != bytes)
            {
                scope.Log.Error("quarantine_differs",
                    $"Quarantine #{quarantine.Number} holds other bytes than those of v{quarantine.VersionNumber}, on which it was set.", place);
            }
        }
    }

    /// <summary>The other way round: what was quarantined is, and what was released is no more.</summary>
    private static async Task RequireRowsAsync(CheckScope scope, CancellationToken ct)
    {
        await foreach (var batch in scope.Db.WalkAsync(Kinds, null, ct))
        {
            var numbers = batch.Select(told => told.Number).OfType<long>().Distinct().ToArray();
            var rows = await scope.Db.Quarantines.Where(quarantine => numbers.Contains(quarantine.Number))
                .ToDictionaryAsync(quarantine => quarantine.Number, quarantine => quarantine.ReleasedAt, ct);
            foreach (var told in batch.Where(told => told.Number is not null)) // a release of the same bytes elsewhere has no number of its own
            {
                var there = rows.TryGetValue(told.Number!.Value, out var releasedAt);
                if (!there || (told.Event is VersionReleased && releasedAt != told.At))
                {
                    scope.Log.Error("quarantine_missing",
                        $"The audit trail {(told.Event is VersionQuarantined ? "set" : "released")} quarantine #{told.Number}, but "
                        + $"{(there ? "it does not say so" : "it is not there")}.", new Place(told.Body.Model, told.Body.Version, Seq: told.Seq));
                }
            }
        }
    }
}
