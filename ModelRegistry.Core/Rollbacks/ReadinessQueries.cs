using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Rollbacks;

/// <summary>Shows whether stages can be rolled back: by the last rehearsal, and amber where that says too little about now.</summary>
public sealed class ReadinessQueries(RegistryStore store, TimeProvider time)
{
    /// <summary>How many stages Home names.</summary>
    public const int MostShown = 20;

    /// <summary>The stages of a model that have an occupant, in their order.</summary>
    public Task<IReadOnlyList<ReadinessView>> OfModelAsync(string modelName, Actor actor, CancellationToken ct) =>
        store.ReadAsync<IReadOnlyList<ReadinessView>>(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var model = await db.FindModelAsync(actor, modelName, ct);
            var stages = await db.StagesAsync(model.Id, ct);
            var rows = await Seen(db, actor).Where(row => row.Slot.ModelId == model.Id).ToListAsync(ct);
            return
            [
                .. stages.Select(stage => rows.Find(row => row.Slot.NormalizedName == stage.NormalizedName)).OfType<SeenReadiness>()
                    .Select(row => ReadinessView.Of(model.Name, row.Slot, row.Kept, time.Now())),
            ];
        }, ct);

    /// <summary>
    /// Stages that are not green, of models that the actor sees: red ones first, then those that changed last. With
    /// <paramref name="rehearsed"/> only what a rehearsal since the last move found: red, or amber with something to go back to.
    /// </summary>
    public Task<ReadinessAttention> AttentionAsync(Actor actor, CancellationToken ct, int most = MostShown, bool rehearsed = false) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var (now, trusted) = (time.Now(), time.Now() - ReadinessView.Trusted);
            var seen = rehearsed
                ? Seen(db, actor).Where(row => row.Kept != null && row.Kept.MovedAt == row.Slot.MovedAt
                    && (row.Kept.State == Readiness.Red || row.Kept.FallbackNumber != null))
                : Seen(db, actor);
            var found = await seen.Where(row => row.Kept != null && row.Kept.State != Readiness.Green)
                // as text Red comes after Amber
                .OrderByDescending(row => row.Kept!.State).ThenByDescending(row => row.Kept!.Since).Take(most + 1).ToListAsync(ct);
            var outdated = await seen.Where(row =>
                row.Kept == null || row.Kept.MovedAt != row.Slot.MovedAt || (row.Kept.State == Readiness.Green && row.Kept.CheckedAt < trusted))
                .OrderByDescending(row => row.Slot.MovedAt).Take(most + 1).ToListAsync(ct);
            var views = found.Concat(outdated).DistinctBy(row => row.Slot.Id).Select(row => ReadinessView.Of(row.Model, row.Slot, row.Kept, now))
                .OrderByDescending(view => view.State).ThenByDescending(view => view.Since).ToList();
            return new ReadinessAttention([.. views.Take(most)], views.Count > most);
        }, ct);

    private static IQueryable<SeenReadiness> Seen(RegistryDbContext db, Actor actor) =>
        from slot in db.Slots
        where slot.VersionId != null && slot.Kind == SlotKind.Stage
        join model in db.Models.VisibleTo(actor) on slot.ModelId equals model.Id
        join kept in db.StageReadiness on slot.Id equals kept.SlotId into rehearsed
        from kept in rehearsed.DefaultIfEmpty()
        select new SeenReadiness { Model = model.Name, Slot = slot, Kept = kept };

    private sealed class SeenReadiness
    {
        public required string Model { get; init; }

        public required Slot Slot { get; init; }

        public StageReadiness? Kept { get; init; }
    }
}
