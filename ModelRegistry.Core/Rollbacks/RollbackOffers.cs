using ModelRegistry.Core.Access;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Rollbacks;

/// <summary>
/// What the card of an occupied stage offers: the version that a rollback would propose (null: nothing is left, so the stage can be taken out), and the
/// version that the last rollback removed. The sentences say why the viewer may not; null: they may. The files are looked at by the preview.
/// </summary>
public sealed record RollbackOffer(string Slot, int Occupant, int? Proposed, string? Refusal, int? RollForwardTo, string? RollForwardRefusal);

/// <summary>Offers to go back, for all stages of a model at a glance: a fixed number of queries, and no file is touched.</summary>
public sealed class RollbackOffers(RegistryStore store)
{
    private static readonly IReadOnlySet<Guid> None = new HashSet<Guid>();

    /// <summary>The stages of a model that have an occupant, in their order.</summary>
    public Task<IReadOnlyList<RollbackOffer>> OfModelAsync(string modelName, Actor actor, CancellationToken ct) =>
        store.ReadAsync<IReadOnlyList<RollbackOffer>>(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var model = await db.FindModelAsync(actor, modelName, ct);
            var slots = (await SlotAccess.NamedStagesAsync(db, model, ct)).Where(slot => slot.Row?.VersionId is not null).ToList();
            var refusal = Rights.WhyNot(actor, Right.RollBack, model.OwnerId);
            List<RollbackOffer> offers = [];
            foreach (var past in slots.Count == 0 ? [] : await SlotPasts.ReadAsync(db, model, slots, wanted: null, ct))
            {
                // Asks the database only where the last move was a rollback.
                var forwardRefusal = refusal ?? await RollForward.WhyNotLiftAsync(db, past, actor, ct);
                offers.Add(new RollbackOffer(past.Slot.Name, past.Slot.Row!.VersionNumber!.Value, past.Proposed(None)?.Number, refusal, past.Undone?.FromVersionNumber, forwardRefusal));
            }

            return offers;
        }, ct);
}
