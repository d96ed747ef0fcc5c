using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

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
            Rights.Require(actor, Right.MoveAlias, model.OwnerId);
            // under the lock: it may have been retired a moment ago
            var judged = await db.Judged(db.Versions.Called(version)).FirstOrDefaultAsync(found => found.Version.ModelId == model.Id, ct)
                ?? throw VersionAccess.NotFound(model, version);
            var place = await FreePlaceAsync(transaction, model, alias, ct);
            var (slot, found) = (place.Slot, judged.Version);
            if (slot.Row is { } row && row.VersionId == found.Id)
            {
                return View(row);
            }

            var quarantined = slot.Kind == SlotKind.Stage && await IsQuarantinedAsync(db, judged, ct);
            RequireMayEnter(found, quarantined);
            await RequireRoomAsync(db, model, slot, ct);
            return View(await SlotMoves.MoveAsync(transaction, model,
                new SlotMove(slot, found.AsOccupant, Via(slot), Reason: null) { IsAwaited = place.IsAwaited }, ct));
        }, ct);

    /// <summary>Empties the alias.</summary>
    public Task DeleteAsync(string modelName, string alias, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var db = transaction.Db;
            var model = await db.TakeModelAsync(actor, modelName, ct);
            Rights.Require(actor, Right.MoveAlias, model.OwnerId);
            var place = await FreePlaceAsync(transaction, model, alias, ct);
            var slot = place.Slot;
            if (slot.Row?.VersionId is null)
            {
                throw SlotAccess.Empty(model, alias);
            }

            await SlotMoves.MoveAsync(transaction, model, new SlotMove(slot, To: null, Via(slot), Reason: null) { IsAwaited = place.IsAwaited }, ct);
        }, ct);

    /// <summary>
    /// A stage is judged in the turn of decisions: its policy may be the server's, which is published in turn, and so are quarantines of the same bytes
    /// in another model. The policies of an alias are the model's own and stand still with it.
    /// </summary>
    private static async Task<SlotPlace> FreePlaceAsync(RegistryTransaction transaction, Model model, string alias, CancellationToken ct)
    {
        var db = transaction.Db;
        var place = await SlotPlace.ReadAsync(db, model, alias, ct);
        if (db.LocksRows && place.Slot.Kind == SlotKind.Stage)
        {
            await transaction.TakeTurnAsync(ct);
            place = await SlotPlace.ReadAsync(db, model, alias, ct);
        }

        var free = place.Policy?.IsOpen ?? place.Slot.Kind == SlotKind.Alias;
        return free ? place : throw Governed(model, place.Slot);
    }

    /// <summary>As it is in the turn of decisions, which was taken after the version was read.</summary>
    private static async Task<bool> IsQuarantinedAsync(RegistryDbContext db, JudgedVersion judged, CancellationToken ct) =>
        db.LocksRows ? await db.IsQuarantinedAsync(judged.Version, ct) : judged.Quarantined;

    private static MoveKind Via(NamedSlot slot) => slot.Kind == SlotKind.Stage ? MoveKind.Open : MoveKind.Alias;

    private static void RequireMayEnter(ModelVersion version, bool quarantined)
    {
        EntryRules.Require(version, quarantined);
        if (version.Status != VersionStatus.Ready)
        {
            throw RegistryException.Conflict("version_not_ready", $"Version {version.Number.Text()} is not sealed, so nothing may point at it. Seal it first.",
                "version");
        }
    }

    private static async Task RequireRoomAsync(RegistryDbContext db, Model model, NamedSlot slot, CancellationToken ct)
    {
        if (slot is { Kind: SlotKind.Alias, Row: not { VersionId: not null } }
            && await db.Slots.CountAsync(row => row.ModelId == model.Id && row.Kind == SlotKind.Alias && row.VersionId != null, ct) >= MostAliases)
        {
            throw RegistryException.Conflict("too_many_aliases",
                $"Model '{model.Name}' has {MostAliases.Text()} aliases already, the most it may have. Remove one first.", "alias");
        }
    }

    private static RegistryException Governed(Model model, NamedSlot slot) => RegistryException.Conflict("slot_governed",
        $"'{slot.Name}' of model '{model.Name}' is governed by a policy and moves only by a promotion request. Open one for it.", "alias");

    private static SlotView View(Slot slot) =>
        new(slot.Name, slot.Kind, slot.VersionNumber, slot.MovedAt, slot.MovedByName, slot.RequestNumber, slot.RollbackNumber);
}
