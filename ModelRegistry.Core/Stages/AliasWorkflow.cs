using ModelRegistry.Core.Access;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Stages;

/// <summary>
/// Moves slots that need nobody's approval: free aliases, and stages whose policy is open. Every other slot moves by a
/// promotion request, whatever door the wish comes through.
/// </summary>
public sealed class AliasWorkflow(RegistryStore store)
{
    /// <summary>Most aliases of one model that point somewhere at the same time.</summary>
    public const int MostAliases = 200;

    /// <summary>Points the alias at a version, by number or label; at the one it points at already: nothing happens.</summary>
    public Task<SlotView> SetAsync(string modelName, string alias, string version, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var db = transaction.Db;
            SlotName.Check("alias", alias);
            var model = await db.TakeModelAsync(actor, modelName, ct);
            Rights.Require(actor, Right.MoveAlias, model.Place);
            return View(await OpenMoves.SetAsync(transaction, model, alias, await OpenMoves.FindAsync(db, model, version, ct), ct));
        }, ct);

    /// <summary>Empties the alias.</summary>
    public Task DeleteAsync(string modelName, string alias, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var model = await transaction.Db.TakeModelAsync(actor, modelName, ct);
            Rights.Require(actor, Right.MoveAlias, model.Place);
            await OpenMoves.EmptyAsync(transaction, model, alias, ct);
        }, ct);

    private static SlotView View(Slot slot) =>
        new(slot.Name, slot.Kind, slot.VersionNumber, slot.MovedAt, slot.MovedByName, slot.RequestNumber, slot.RollbackNumber);
}
