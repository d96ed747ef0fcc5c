using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Upkeep;

/// <summary>Slots against their history, against a replay of every move in the audit trail, and what may stand in a slot at all.</summary>
internal static class SlotCheck
{
    private const int Batch = 200;

    public static async Task RunAsync(CheckScope scope, CancellationToken ct)
    {
        scope.Progress.Step("Checking slots against their history and the audit trail.");
        await ReplayAllAsync(scope, ct);
        await CheckMovesWithoutSlotAsync(scope, ct);
        await CheckOccupantsAsync(scope, ct);
        scope.Log.Count("stays", await scope.Db.SlotIntervals.LongCountAsync(ct));
    }

    private static async Task ReplayAllAsync(CheckScope scope, CancellationToken ct)
    {
        for (var after = ""; ;)
        {
            var models = await scope.Db.Models.IgnoreQueryFilters(Deletion.Filters)
                .Where(model => string.Compare(model.NormalizedName, after) > 0).OrderBy(model => model.NormalizedName).Take(Batch)
                .Select(model => new { model.Id, model.Name, model.NormalizedName }).ToListAsync(ct);
            var ids = models.Select(model => model.Id).ToArray();
            var slots = (await scope.Db.Slots.Where(slot => ids.Contains(slot.ModelId)).ToListAsync(ct)).ToLookup(slot => slot.ModelId);
            foreach (var model in models.Where(model => slots[model.Id].Any()))
            {
                await ReplayAsync(scope, model.Name, model.Id, [.. slots[model.Id]], ct);
            }

            scope.Log.Count("models", models.Count);
            if (models.Count < Batch)
            {
                return;
            }

            after = models[^1].NormalizedName;
            scope.Progress.Tick(() => $"  up to model {after}");
        }
    }

    private static async Task ReplayAsync(CheckScope scope, string model, Guid modelId, IReadOnlyList<Slot> slots, CancellationToken ct)
    {
        var replays = slots.ToDictionary(slot => slot.NormalizedName, slot => new SlotReplay(scope.Log, model, slot, new StayCursor(scope.Db, slot.Id)));
        await foreach (var batch in scope.Db.WalkAsync(RecordedMove.Kinds, modelId, ct))
        {
            foreach (var move in batch.Select(RecordedMove.Of).OfType<RecordedMove>())
            {
                if (!replays.TryGetValue(move.NormalizedSlot, out var replay))
                {
                    scope.Log.Error("slot_missing", $"The audit trail moved {move.Slot} of {model}, but there is no such slot.",
                        new Place(model, Slot: move.Slot, Seq: move.Seq));
                    continue;
                }

                await replay.ApplyAsync(move, ct);
            }
        }

        foreach (var replay in replays.Values)
        {
            await replay.FinishAsync(ct);
        }

        scope.Log.Count("slots", slots.Count);
    }

    private static async Task CheckMovesWithoutSlotAsync(CheckScope scope, CancellationToken ct)
    {
        var db = scope.Db;
        var moved = RecordedMove.Kinds.Names;
        var lost = await db.AuditEvents.Where(audit => moved.Contains(audit.Action) && !db.Slots.Any(slot => slot.ModelId == audit.ModelId))
            .OrderBy(audit => audit.Seq).Take(Batch).Select(audit => new { audit.Seq, audit.Model }).ToListAsync(ct);
        lost.ForEach(audit => scope.Log.Error("slot_missing", $"The audit trail moved a slot of {audit.Model}, but that model has none.",
            new Place(audit.Model, Seq: audit.Seq)));
    }

    /// <summary>Only a sealed version that is neither archived nor deleted nor purged can be an occupant.</summary>
    private static async Task CheckOccupantsAsync(CheckScope scope, CancellationToken ct)
    {
        var unfit = await scope.Db.Slots.Where(slot => slot.VersionId != null)
            .Join(scope.Db.Versions.IgnoreQueryFilters(Deletion.Filters), slot => slot.VersionId, version => version.Id, (slot, version) =>
                new { slot, version })
            .Join(scope.Db.Models.IgnoreQueryFilters(Deletion.Filters), pair => pair.slot.ModelId, model => model.Id, (pair, model) =>
                new { pair.slot, pair.version, model })
            .Where(row => row.version.Status != VersionStatus.Ready || row.version.ArchivedAt != null || row.version.DeletedAt != null
                || row.version.PurgedAt != null || row.model.DeletedAt != null)
            .OrderBy(row => row.model.NormalizedName).ThenBy(row => row.slot.NormalizedName).Take(FindingLog.MostListed)
            .Select(row => new
            {
                Model = row.model.Name,
                Slot = row.slot.Name,
                row.version.Number,
                row.version.Status,
                row.version.ArchivedAt,
                row.version.DeletedAt,
                row.version.PurgedAt
            })
                .ToListAsync(ct);
        foreach (var row in unfit)
        {
            var state = row switch
            {
                { Status: not VersionStatus.Ready } => "is not sealed",
                { PurgedAt: not null } => "was purged",
                { DeletedAt: not null } => "was deleted",
                { ArchivedAt: not null } => "is archived",
                _ => "belongs to a deleted model",
            };
            scope.Log.Error("occupant_unfit", $"v{row.Number.Text()} is in {row.Slot} of {row.Model} and {state}.", new Place(row.Model, row.Number, row.Slot));
        }
    }
}
