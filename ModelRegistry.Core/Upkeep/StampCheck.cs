using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Upkeep;

/// <summary>What changes without an event and is used all the same: the light of each stage, and the number that the next request gets.</summary>
internal static class StampCheck
{
    private const int Batch = 200;

    private static readonly EventSet Lights = new(typeof(ReadinessChanged));

    public static async Task RunAsync(CheckScope scope, CancellationToken ct)
    {
        await CheckCounterAsync(scope, ct);
        for (var after = Guid.Empty; ;)
        {
            var rows = await scope.Db.StageReadiness.Where(kept => kept.SlotId.CompareTo(after) > 0).OrderBy(kept => kept.SlotId).Take(Batch)
                .Select(kept => new { Kept = kept, Slot = scope.Db.Slots.FirstOrDefault(slot => slot.Id == kept.SlotId) }).ToListAsync(ct);
            foreach (var model in rows.Where(row => row.Slot is not null).GroupBy(row => row.Slot!.ModelId))
            {
                var told = await LightsAsync(scope.Db, model.Key, ct);
                foreach (var row in model)
                {
                    Check(scope.Log, row.Slot!, row.Kept.State, told.GetValueOrDefault(row.Slot!.NormalizedName));
                }
            }

            if (rows.Count < Batch)
            {
                return;
            }

            after = rows[^1].Kept.SlotId;
        }
    }

    /// <summary>The last light of each stage of a model that an event told.</summary>
    private static async Task<Dictionary<string, TrailEvent>> LightsAsync(RegistryDbContext db, Guid modelId, CancellationToken ct)
    {
        var last = new Dictionary<string, TrailEvent>();
        await foreach (var batch in db.WalkAsync(Lights, modelId, ct))
        {
            foreach (var told in batch)
            {
                if (told.Event is ReadinessChanged { After.Slot: var slot })
                {
                    last[SlotName.Normalize(slot)] = told;
                }
            }
        }

        return last;
    }

    /// <summary>A first light that is green leaves no event.</summary>
    private static void Check(FindingLog log, Slot slot, Readiness state, TrailEvent? told)
    {
        var recorded = told?.Event is ReadinessChanged { After.State: var last } ? last : Readiness.Green;
        if (state != recorded)
        {
            log.Error("readiness_differs", $"The light of {slot.Name} is {state}, but the audit trail last said {recorded}.",
                new Place(told?.Body.Model, Slot: slot.Name, Seq: told?.Seq));
        }
    }

    private static async Task CheckCounterAsync(CheckScope scope, CancellationToken ct)
    {
        var db = scope.Db;
        var given = new[]
        {
            await db.PromotionRequests.MaxAsync(row => (long?)row.Number, ct), await db.PostReviews.MaxAsync(row => (long?)row.Number, ct),
            await db.Rollbacks.MaxAsync(row => (long?)row.Number, ct), await db.Quarantines.MaxAsync(row => (long?)row.Number, ct),
        }.Max() ?? 0;
        var counter = await db.RequestCounters.Where(row => row.Id == RequestCounter.OnlyId).Select(row => (long?)row.Last).FirstOrDefaultAsync(ct);
        if (counter != given)
        {
            scope.Log.Error("counter_differs",
                $"The greatest number of a request, post-review, rollback or quarantine is #{given}, but the row that the next one is taken from says "
                + $"{counter?.ToString(CultureInfo.InvariantCulture) ?? "nothing"}.");
        }
    }
}
