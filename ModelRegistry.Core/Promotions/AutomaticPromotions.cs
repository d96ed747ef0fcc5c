using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Promotions;

/// <summary>
/// Opens requests on behalf of registrants where a policy says <c>automatic</c>: for a version that became READY, or got a
/// metric or check within seven days after, and passes every gate; once per version and stage. The audit trail is its queue,
/// so that nothing is forgotten over a restart.
/// </summary>
public sealed class AutomaticPromotions(RegistryStore store, FreshVerification fresh, TimeProvider time)
{
    /// <summary>How long after the seal a missing metric or check may still come.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(7);

    /// <summary>What makes a version worth looking at again.</summary>
    public static readonly EventSet Triggers = new(typeof(VersionSealed), typeof(MetricsLogged), typeof(CheckPosted));

    private const int Batch = 200;

    private long? _position;

    /// <summary>Considers what happened since the last sweep, in its order; returns how many requests were opened. One caller at a time.</summary>
    public async Task<int> SweepAsync(CancellationToken ct)
    {
        var opened = 0;
        while (true)
        {
            var events = await NextAsync(ct);
            foreach (var happened in events)
            {
                opened += await ConsiderAsync(happened, ct);
                _position = happened.Seq;
            }

            if (events.Count < Batch)
            {
                return opened;
            }
        }
    }

    private Task<List<Happened>> NextAsync(CancellationToken ct)
    {
        var from = time.Now() - Window;
        var triggers = Triggers.Names;
        return store.ReadAsync(Actor.System, async db =>
        {
            var end = await db.AuditHeads.Select(head => head.Seq).SingleAsync(ct);
            var after = _position ?? await db.AuditEvents.Where(audit => audit.At >= from).OrderBy(audit => audit.At).ThenBy(audit => audit.Seq)
                .Select(audit => (long?)audit.Seq - 1).FirstOrDefaultAsync(ct) ?? end;
            if (!await AnyAutomaticAsync(db, ct))
            {
                _position = end;
                return [];
            }

            return await db.AuditEvents.Where(audit => audit.Seq > after && triggers.Contains(audit.Action) && audit.ModelId != null && audit.Version != null)
                .OrderBy(audit => audit.Seq).Take(Batch)
                .Select(audit => new Happened(audit.Seq, audit.At, audit.ModelId!.Value, audit.Version!.Value)).ToListAsync(ct);
        }, ct);
    }

    // Written by PolicyContent.ToText, so the spelling is known; a policy that is no longer in force costs a look and no more.
    private static Task<bool> AnyAutomaticAsync(RegistryDbContext db, CancellationToken ct) =>
        db.PolicyVersions.AnyAsync(policy => policy.ContentText.Contains("\"automatic\":true"), ct);

    private async Task<int> ConsiderAsync(Happened happened, CancellationToken ct)
    {
        var opened = 0;
        foreach (var (wish, requester) in await store.ReadAsync(Actor.System, db => CandidatesAsync(db, happened, ct), ct))
        {
            await fresh.EnsureAsync(wish.Facts!, wish.Policy.Content.Gates, Actor.System, ct);
            opened += await OpenAsync(wish, requester, ct) ? 1 : 0;
        }

        return opened;
    }

    private static async Task<List<(PromotionWish Wish, Requester Requester)>> CandidatesAsync(RegistryDbContext db, Happened happened, CancellationToken ct)
    {
        var model = await db.Models.FirstOrDefaultAsync(found => found.Id == happened.ModelId, ct);
        var version = model is null ? null : await db.Versions.FirstOrDefaultAsync(found => found.ModelId == model.Id && found.Number == happened.Version, ct);
        if (model is null || version is not { Status: VersionStatus.Ready, ArchivedAt: null } || await db.IsQuarantinedAsync(version, ct)
            || happened.At > version.SealedAt + Window)
        {
            return [];
        }

        List<(PromotionWish, Requester)> candidates = [];
        foreach (var stage in await Slots.SlotAccess.StagesAsync(db, model.Id, ct))
        {
            if (await WishAsync(db, model, version, stage.Name, happened, ct) is { } wish)
            {
                candidates.Add((wish, new Requester(version.CreatedById, version.CreatedByName, "", Automatic: true)));
            }
        }

        return candidates;
    }

    private static async Task<PromotionWish?> WishAsync(RegistryDbContext db, Model model, ModelVersion version, string stage, Happened happened,
        CancellationToken ct)
    {
        var slot = await Slots.SlotAccess.NamedSlotAsync(db, model, stage, ct);
        var policy = await db.PolicyInForceAsync(model, slot.NormalizedName, slot.Kind, ct);
        if (policy is not { Content.Automatic: true } || policy.PublishedAt >= happened.At || slot.Row?.VersionId == version.Id
            || await WasOpenedAsync(db, version, slot.NormalizedName, ct))
        {
            return null;
        }

        return await PromotionWish.FindAsync(db, model, stage, version.Number, ct);
    }

    private static Task<bool> WasOpenedAsync(RegistryDbContext db, ModelVersion version, string normalizedSlot, CancellationToken ct) =>
        db.PromotionRequests.AnyAsync(request => request.VersionId == version.Id && request.NormalizedSlot == normalizedSlot && request.Automatic, ct);

    /// <summary>Judged again inside the transaction: opened only if every gate passes there.</summary>
    private Task<bool> OpenAsync(PromotionWish seen, Requester requester, CancellationToken ct) =>
        store.WriteAsync(Actor.System, async transaction =>
        {
            var db = transaction.Db;
            var model = await db.Models.FirstOrDefaultAsync(found => found.Id == seen.Model.Id, ct);
            if (model is null)
            {
                return false; // deleted since it was considered
            }

            await db.LockAsync(model, ct);
            await transaction.TakeTurnAsync(ct);
            var slot = await Slots.SlotAccess.NamedSlotAsync(db, model, seen.Slot.Name, ct);
            var version = await db.Versions.FirstOrDefaultAsync(found => found.Id == seen.VersionId, ct);
            if (version is not { ArchivedAt: null } || await db.IsQuarantinedAsync(version, ct) || slot.Row?.VersionId == version.Id
                || await WasOpenedAsync(db, version, slot.NormalizedName, ct))
            {
                return false;
            }

            var wish = await PromotionWish.FindAsync(db, model, seen.Slot.Name, version.Number, ct);
            var verdicts = GateEvaluation.Evaluate(wish.Policy.Content.Gates, new GateFacts(wish.Facts!, wish.Occupant, transaction.Now));
            if (!wish.Policy.Content.Automatic || verdicts.Any(verdict => !verdict.Passes))
            {
                return false;
            }

            await Opening.OpenAsync(transaction, wish, requester, ct);
            return true;
        }, ct);

    private sealed record Happened(long Seq, DateTimeOffset At, Guid ModelId, int Version);
}
