using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Rollbacks;

/// <summary>
/// Rehearses the rollback of every occupied stage, every check and no move: nightly, after each move, and after what a rollback depends on has
/// changed. What is due is found in the database and the audit trail, so that nothing is forgotten over a restart.
/// </summary>
public sealed class ReadinessRehearsal(RegistryStore store, ArtifactStore artifacts, VersionVerification verification, TimeProvider time)
{
    /// <summary>How long a rehearsal is good for, when nothing happens.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromHours(24);

    /// <summary>How many candidates are read to the last byte for one light: those that are passed over, and the one that would be taken.</summary>
    private const int MostHashed = 5;

    /// <summary>After such an event something may be due.</summary>
    public static bool IsTurnedBy(RegistryEvent happened) => happened is IChangesFitness or SlotMoved;

    private long? _position;

    /// <summary>Rehearses what is due; returns how many stages that were. One caller at a time.</summary>
    public async Task<int> SweepAsync(CancellationToken ct)
    {
        var rehearsed = await FollowEventsAsync(ct);
        var (before, after) = (time.Now() - Every, Guid.Empty);
        while (await store.ReadAsync(Actor.System, db => DueStages.ReadAsync(db, after, before, ct), ct) is { Count: > 0 } due)
        {
            rehearsed += await RehearseAsync(due, ct);
            after = due[^1].SlotId;
            if (due.Count < DueStages.Batch)
            {
                break;
            }
        }

        return rehearsed;
    }

    private async Task<int> FollowEventsAsync(CancellationToken ct)
    {
        var rehearsed = 0;
        _position ??= await StartAsync(ct);
        while (await store.ReadAsync(Actor.System, db => DueStages.EventsAsync(db, _position.Value, ct), ct) is { Count: > 0 } events)
        {
            rehearsed += await RehearseAsync(await store.ReadAsync(Actor.System, db => DueStages.TurnedAsync(db, events, ct), ct), ct);
            _position = events[^1].Seq;
            if (events.Count < DueStages.Batch)
            {
                break;
            }
        }

        return rehearsed;
    }

    /// <summary>What happened before a rehearsal's whole time is due by the clock.</summary>
    private Task<long> StartAsync(CancellationToken ct)
    {
        var from = time.Now() - Every;
        return store.ReadAsync(Actor.System, async db =>
            await db.AuditEvents.Where(audit => audit.At >= from).OrderBy(audit => audit.At).ThenBy(audit => audit.Seq).Select(audit => (long?)audit.Seq - 1)
                .FirstOrDefaultAsync(ct)
            ?? await db.AuditHeads.Select(head => head.Seq).SingleAsync(ct), ct);
    }

    private async Task<int> RehearseAsync(IReadOnlyList<DueStage> due, CancellationToken ct)
    {
        foreach (var stage in due)
        {
            try
            {
                await RehearseAsync(stage, ct);
            }
            catch (RegistryException refusal) when (refusal.Kind is RefusalKind.NotFound or RefusalKind.Conflict)
            {
                // The version was deleted or purged while it was looked at: the stage is due again.
            }
        }

        return due.Count;
    }

    private async Task RehearseAsync(DueStage stage, CancellationToken ct)
    {
        var list = await store.ReadAsync(Actor.System, async db =>
        {
            var model = await db.Models.FirstOrDefaultAsync(found => found.Id == stage.ModelId, ct);
            var past = model is null ? null : await SlotPasts.ReadAsync(db, model, await db.NamedSlotAsync(model, stage.Slot, ct), wanted: null, ct);
            return past?.Occupant is null ? null : await CandidateList.ReadAsync(db, artifacts, past, ct);
        }, ct);
        if (list is null)
        {
            return;
        }

        var rehashed = new Dictionary<Guid, Rehash>();
        while (rehashed.Count < MostHashed && ReadinessLight.ToHash(list, rehashed) is { } candidate)
        {
            rehashed[candidate.Version.Id] = await HashAsync(list.Past.Model, candidate, ct);
        }

        var light = ReadinessLight.Of(list, rehashed);
        await store.WriteAsync(Actor.System, transaction => KeepAsync(transaction, stage, list.Past.Slot.Row!.MovedAt!.Value, light, ct), ct);
    }

    /// <summary>What contradicts the last verification is put on record; that all is as it was is not, every night.</summary>
    private async Task<Rehash> HashAsync(Model model, FormerOccupant candidate, CancellationToken ct)
    {
        var rehash = await verification.HashAsync(model.Name, candidate.Number.Text(), Actor.System, null, ct);
        if (rehash.Ok == (candidate.Version.VerifiedOk == false))
        {
            await verification.RecordAsync(rehash, Actor.System, ct);
        }

        return rehash;
    }

    private static async Task KeepAsync(RegistryTransaction transaction, DueStage stage, DateTimeOffset movedAt, ReadinessLight light, CancellationToken ct)
    {
        var db = transaction.Db;
        transaction.AllowUnaudited(); // when it was rehearsed is a stamp; that the light changed is recorded below
        var slot = await db.Slots.FirstOrDefaultAsync(found => found.Id == stage.SlotId && found.MovedAt == movedAt, ct);
        if (slot is null)
        {
            return; // moved meanwhile: due again
        }

        var kept = await db.StageReadiness.FirstOrDefaultAsync(found => found.SlotId == stage.SlotId, ct);
        var before = kept?.State;
        kept ??= db.StageReadiness.Add(new StageReadiness { SlotId = slot.Id }).Entity;
        kept.Since = before == light.State && kept.MovedAt == movedAt ? kept.Since : transaction.Now;
        (kept.State, kept.CheckedAt, kept.MovedAt) = (light.State, transaction.Now, movedAt);
        (kept.FallbackNumber, kept.Reason, kept.Bytes, kept.Milliseconds) = (light.Fallback, Cut(light.Reason), light.Bytes, light.Milliseconds);
        var isNews = before is not null || light.IsAlarming || light.State != Readiness.Green;
        if (before != light.State && isNews)
        {
            await TellAsync(transaction, slot, before, light, ct);
        }
    }

    private static async Task TellAsync(RegistryTransaction transaction, Slot slot, Readiness? before, ReadinessLight light, CancellationToken ct)
    {
        var model = await transaction.Db.Models.FirstAsync(found => found.Id == slot.ModelId, ct);
        transaction.Record(new ReadinessChanged(model.Ref, light.Fallback ?? slot.VersionNumber, new(slot.Name, before),
            new(slot.Name, light.State, light.Fallback),
            light.Reason.Length == 0 ? null : light.Reason));
        if (light.IsAlarming)
        {
            var operators = await Notices.WithRolesAsync(transaction.Db, [Roles.Operator], ct);
            var what = light.State == Readiness.Red ? "cannot be rolled back now" : "is not ready as it was";
            await Notices.AddAsync(transaction,
                operators.Append(model.OwnerId), NoticeKind.NotReady, $"{slot.Name} of {model.Name} {what}. {light.Reason}", model.Id,
                ct: ct);
        }
    }

    private static string Cut(string reason) => reason.Length <= StageReadiness.ReasonMaxLength ? reason : $"{reason[..(StageReadiness.ReasonMaxLength - 1)]}…";
}

/// <summary>A stage whose light has to be found anew.</summary>
internal sealed record DueStage(Guid SlotId, Guid ModelId, string Slot);

/// <summary>An event that may turn a light: a version was quarantined, archived, found damaged …</summary>
internal sealed record ReadinessTrigger(long Seq, DateTimeOffset At, Guid ModelId, int Version);

/// <summary>Finds the stages whose rehearsal is missing, too old, from before the last move, or from before something that it depends on.</summary>
internal static class DueStages
{
    public const int Batch = 200;

    /// <summary>By the clock and by moves; those after <paramref name="after"/>, in the order of their ids.</summary>
    public static Task<List<DueStage>> ReadAsync(RegistryDbContext db, Guid after, DateTimeOffset before, CancellationToken ct) =>
        Stages(db).Where(row => row.Slot.Id.CompareTo(after) > 0 && (row.Kept == null || row.Kept.MovedAt != row.Slot.MovedAt || row.Kept.CheckedAt <= before))
            .OrderBy(row => row.Slot.Id).Take(Batch).Select(row => new DueStage(row.Slot.Id, row.Slot.ModelId, row.Slot.Name)).ToListAsync(ct);

    /// <summary>The events after a position, oldest first. What the registry itself verified was a rehearsal.</summary>
    public static Task<List<ReadinessTrigger>> EventsAsync(RegistryDbContext db, long after, CancellationToken ct)
    {
        var (triggers, verified) = (EventCatalog.NamesOf<IChangesFitness>().ToArray(), EventKind.NameOf<VersionVerified>());
        return db.AuditEvents.Where(audit =>
            audit.Seq > after && triggers.Contains(audit.Action) && audit.ModelId != null && audit.Version != null
            && (audit.Action != verified || audit.ActorId != null))
            .OrderBy(audit => audit.Seq).Take(Batch).Select(audit => new ReadinessTrigger(audit.Seq, audit.At, audit.ModelId!.Value, audit.Version!.Value))
                .ToListAsync(ct);
    }

    /// <summary>The stages in which one of these versions, or one with the same bytes, is or was; but those rehearsed since.</summary>
    public static async Task<List<DueStage>> TurnedAsync(RegistryDbContext db, IReadOnlyList<ReadinessTrigger> events, CancellationToken ct)
    {
        var (models, numbers, last) = (events.Select(turning => turning.ModelId).Distinct().ToArray(), events.Select(turning => turning.Version).Distinct()
            .ToArray(), events.Max(turning => turning.At));
        var pairs = events.Select(turning => (turning.ModelId, turning.Version)).ToHashSet();
        var named = await db.Versions.IgnoreQueryFilters(Deletion.Filters)
            .Where(version => models.Contains(version.ModelId) && numbers.Contains(version.Number))
            .Select(version => new { version.Id, version.ModelId, version.Number, version.Digest, version.ContentDigest }).ToListAsync(ct);
        var versions = named.Where(version => pairs.Contains((version.ModelId, version.Number))).ToList();
        var (ids, digests, contents) =
            (versions.Select(version => version.Id).ToArray(),
            versions.Select(version => version.Digest).OfType<string>().Distinct().ToArray(), versions.Select(version => version.ContentDigest).OfType<string>()
            .Distinct().ToArray());
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
