using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Stages;

/// <summary>Moves that need nobody's approval, in the transaction of a caller who holds the model's lock and asked for the right.</summary>
internal static class OpenMoves
{
    /// <summary>The code of the refusal of what moves by a promotion request only.</summary>
    public const string GovernedCode = "slot_governed";

    /// <summary>A version by number or label, to be put somewhere. Under the lock: it may have been retired a moment ago.</summary>
    public static async Task<JudgedVersion> FindAsync(RegistryDbContext db, Model model, string version, CancellationToken ct) =>
        await db.Judged(db.Versions.Called(version)).FirstOrDefaultAsync(found => found.Version.ModelId == model.Id, ct)
            ?? throw VersionAccess.NotFound(model, version);

    /// <summary>Points the slot at the version; at the one it points at already: nothing happens.</summary>
    public static async Task<Slot> SetAsync(RegistryTransaction transaction, Model model, string name, JudgedVersion judged, CancellationToken ct)
    {
        var place = await FreePlaceAsync(transaction, model, name, ct);
        var (slot, found) = (place.Slot, judged.Version);
        if (slot.Row is { } row && row.VersionId == found.Id)
        {
            return row;
        }

        var quarantined = slot.Kind == SlotKind.Stage && await IsQuarantinedAsync(transaction.Db, judged, ct);
        RequireMayEnter(found, quarantined);
        await RequireRoomAsync(transaction.Db, model, slot, ct);
        return await SlotMoves.MoveAsync(transaction, model,
            new SlotMove(slot, found.AsOccupant, Via(slot), Reason: null) { IsAwaited = place.IsAwaited }, ct);
    }

    /// <summary>Takes out what is in the slot.</summary>
    public static async Task EmptyAsync(RegistryTransaction transaction, Model model, string name, CancellationToken ct)
    {
        var place = await FreePlaceAsync(transaction, model, name, ct);
        if (place.Slot.Row?.VersionId is null)
        {
            throw SlotAccess.Empty(model, name);
        }

        await SlotMoves.MoveAsync(transaction, model, new SlotMove(place.Slot, To: null, Via(place.Slot), Reason: null) { IsAwaited = place.IsAwaited }, ct);
    }

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
            && await db.Slots.CountAsync(row => row.ModelId == model.Id && row.Kind == SlotKind.Alias && row.VersionId != null, ct)
                >= AliasWorkflow.MostAliases)
        {
            throw RegistryException.Conflict("too_many_aliases",
                $"Model '{model.Name}' has {AliasWorkflow.MostAliases.Text()} aliases already, the most it may have. Remove one first.", "alias");
        }
    }

    private static RegistryException Governed(Model model, NamedSlot slot) => RegistryException.Conflict(GovernedCode,
        $"'{slot.Name}' of model '{model.Name}' is governed by a policy and moves only by a promotion request. Open one for it.", "alias");
}
