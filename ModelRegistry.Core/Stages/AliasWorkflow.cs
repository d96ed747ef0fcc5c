using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
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
            var model = await db.FindModelAsync(actor, modelName, ct);
            Rights.Require(actor, Right.MoveAlias, model.OwnerId);
            await db.LockAsync(model, ct);
            var found = await db.Versions.FindInAsync(model, version, ct); // under the lock: it may have been retired a moment ago
            var slot = await FreeSlotAsync(db, model, alias, ct);
            if (slot.Row is { } row && row.VersionId == found.Id)
            {
                return View(row);
            }

            if (slot.Kind == SlotKind.Stage)
            {
                await transaction.SerializeAsync(ct); // a quarantine of the same bytes in another model comes before or after this, never beside it
            }

            await RequireMayEnterAsync(db, found, slot, ct);
            await RequireRoomAsync(db, model, slot, ct);
            return View(await SlotMoves.MoveAsync(transaction, model, new SlotMove(slot, found.AsOccupant, Via(slot), Reason: null), ct));
        }, ct);

    /// <summary>Empties the alias.</summary>
    public Task DeleteAsync(string modelName, string alias, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var db = transaction.Db;
            var model = await db.FindModelAsync(actor, modelName, ct);
            Rights.Require(actor, Right.MoveAlias, model.OwnerId);
            await db.LockAsync(model, ct);
            var slot = await FreeSlotAsync(db, model, alias, ct);
            if (slot.Row?.VersionId is null)
            {
                throw SlotAccess.Empty(model, alias);
            }

            await SlotMoves.MoveAsync(transaction, model, new SlotMove(slot, To: null, Via(slot), Reason: null), ct);
        }, ct);

    private static async Task<NamedSlot> FreeSlotAsync(RegistryDbContext db, Model model, string alias, CancellationToken ct)
    {
        var slot = await db.NamedSlotAsync(model, alias, ct);
        var policy = await db.PolicyInForceAsync(model, slot.NormalizedName, slot.Kind, ct);
        var free = policy?.Content.IsOpen ?? slot.Kind == SlotKind.Alias;
        return free ? slot : throw Governed(model, slot);
    }

    private static MoveKind Via(NamedSlot slot) => slot.Kind == SlotKind.Stage ? MoveKind.Open : MoveKind.Alias;

    private static async Task RequireMayEnterAsync(RegistryDbContext db, ModelVersion version, NamedSlot slot, CancellationToken ct)
    {
        var facts = (await FactsReader.ReadAsync(db, [version.Id], ct))[version.Id];
        EntryRules.Require(slot.Kind == SlotKind.Stage ? facts : facts with { Quarantined = false });
        if (version.Status != VersionStatus.Ready)
        {
            throw RegistryException.Conflict("version_not_ready", $"Version {version.Number.Text()} is not sealed, so nothing may point at it. Seal it first.", "version");
        }
    }

    private static async Task RequireRoomAsync(RegistryDbContext db, Model model, NamedSlot slot, CancellationToken ct)
    {
        if (slot is { Kind: SlotKind.Alias, Row: not { VersionId: not null } }
            && await db.Slots.CountAsync(row => row.ModelId == model.Id && row.Kind == SlotKind.Alias && row.VersionId != null, ct) >= MostAliases)
        {
            throw RegistryException.Conflict("too_many_aliases", $"Model '{model.Name}' has {MostAliases.Text()} aliases already, the most it may have. Remove one first.", "alias");
        }
    }

    private static RegistryException Governed(Model model, NamedSlot slot) => RegistryException.Conflict("slot_governed",
        $"'{slot.Name}' of model '{model.Name}' is governed by a policy and moves only by a promotion request. Open one for it.", "alias");

    private static SlotView View(Slot slot) => new(slot.Name, slot.Kind, slot.VersionNumber, slot.MovedAt, slot.MovedByName, slot.RequestNumber, slot.RollbackNumber);
}
