using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Rollbacks;

/// <summary>A stage whose light has to be found anew.</summary>
internal sealed record DueStage(Guid SlotId, Guid ModelId, string Slot);

/// <summary>An event that may turn a light: a version was quarantined, archived, found damaged …</summary>
internal sealed record Turning(long Seq, DateTimeOffset At, Guid ModelId, int Version);

/// <summary>Finds the stages whose rehearsal is missing, too old, from before the last move, or from before something that it depends on.</summary>
internal static class DueStages
{
    public const int Batch = 200;

    /// <summary>By the clock and by moves; those after <paramref name="after"/>, in the order of their ids.</summary>
    public static Task<List<DueStage>> ReadAsync(RegistryDbContext db, Guid after, DateTimeOffset before, CancellationToken ct) =>
        Stages(db).Where(row => row.Slot.Id.CompareTo(after) > 0 && (row.Kept == null || row.Kept.MovedAt != row.Slot.MovedAt || row.Kept.CheckedAt <= before))
            .OrderBy(row => row.Slot.Id).Take(Batch).Select(row => new DueStage(row.Slot.Id, row.Slot.ModelId, row.Slot.Name)).ToListAsync(ct);

    /// <summary>The events after a position, oldest first. What the registry itself verified was a rehearsal.</summary>
    public static Task<List<Turning>> EventsAsync(RegistryDbContext db, long after, CancellationToken ct)
    {
        var (triggers, verified) = (EventCatalog.NamesOf<IChangesFitness>().ToArray(), EventKind.NameOf<VersionVerified>());
        return db.AuditEvents.Where(audit => audit.Seq > after && triggers.Contains(audit.Action) && audit.ModelId != null && audit.Version != null && (audit.Action != verified || audit.ActorId != null))
            .OrderBy(audit => audit.Seq).Take(Batch).Select(audit => new Turning(audit.Seq, audit.At, audit.ModelId!.Value, audit.Version!.Value)).ToListAsync(ct);
    }

    /// <summary>The stages in which one of these versions, or one with the same bytes, is or was; but those rehearsed since.</summary>
    public static async Task<List<DueStage>> TurnedAsync(RegistryDbContext db, IReadOnlyList<Turning> events, CancellationToken ct)
    {
        var (models, numbers, last) = (events.Select(turning => turning.ModelId).Distinct().ToArray(), events.Select(turning => turning.Version).Distinct().ToArray(), events.Max(turning => turning.At));
        var pairs = events.Select(turning => (turning.ModelId, turning.Version)).ToHashSet();
        var named = await db.Versions.IgnoreQueryFilters(Deletion.Filters).Where(version => models.Contains(version.ModelId) && numbers.Contains(version.Number))
            .Select(version => new { version.Id, version.ModelId, version.Number, version.Digest, version.ContentDigest }).ToListAsync(ct);
        var versions = named.Where(version => pairs.Contains((version.ModelId, version.Number))).ToList();
        var (ids, digests, contents) = (versions.Select(version => version.Id).ToArray(), versions.Select(version => version.Digest).OfType<string>().Distinct().ToArray(), versions.Select(version => version.ContentDigest).OfType<string>().Distinct().ToArray());
        var slots = db.Versions.IgnoreQueryFilters(Deletion.Filters)
            .Where(version => ids.Contains(version.Id) || digests.Contains(version.Digest) || contents.Contains(version.ContentDigest))
            .Join(db.SlotIntervals, version => version.Id, stay => stay.VersionId, (version, stay) => stay.SlotId);
        return await Stages(db).Where(row => slots.Contains(row.Slot.Id) && (row.Kept == null || row.Kept.CheckedAt <= last))
            .Select(row => new DueStage(row.Slot.Id, row.Slot.ModelId, row.Slot.Name)).ToListAsync(ct);
    }

    private static IQueryable<StageRow> Stages(RegistryDbContext db) =>
        from slot in db.Slots
        where slot.VersionId != null && slot.Kind == SlotKind.Stage
        join model in db.Models on slot.ModelId equals model.Id
        join kept in db.StageReadiness on slot.Id equals kept.SlotId into rehearsed
        from kept in rehearsed.DefaultIfEmpty()
        select new StageRow { Slot = slot, Kept = kept };

    private sealed class StageRow
    {
        public required Slot Slot { get; init; }

        public StageReadiness? Kept { get; init; }
    }
}
