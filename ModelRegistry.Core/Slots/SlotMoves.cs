using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Slots;

/// <summary>A version as slots know it.</summary>
internal sealed record Occupant(Guid VersionId, int Number);

/// <summary>A move to make: the version that becomes the occupant of a slot, or nothing.</summary>
internal sealed record SlotMove(NamedSlot Slot, Occupant? To, MoveKind Via, string? Reason, long? RequestNumber = null, long? RollbackNumber = null)
{
    /// <inheritdoc cref="SlotTurn.IsAwaited"/>
    public bool IsAwaited { get; init; } = true;
}

/// <summary>A slot has a new occupant, or none any more: what follows is registered by name (<see cref="Reactions"/>).</summary>
internal sealed record SlotTurn(Model Model, Slot Slot)
{
    /// <summary>Whether open requests may wait for the slot; false when it was asked under the model's lock and there are none.</summary>
    public required bool IsAwaited { get; init; }
}

/// <summary>
/// The only writer of slots and their history: the row changes in place and the intervals follow, in the transaction of the
/// caller, who holds the model's lock. No reader sees zero or two occupants.
/// </summary>
internal static class SlotMoves
{
    public static async Task<Slot> MoveAsync(RegistryTransaction transaction, Model model, SlotMove move, CancellationToken ct)
    {
        var db = transaction.Db;
        var slot = move.Slot.Row ?? db.Slots.Add(new Slot(model.Id, move.Slot.Name, move.Slot.Kind, transaction.Now)).Entity;
        (slot.Name, slot.Kind) = (move.Slot.Name, move.Slot.Kind);
        var from = slot.VersionNumber;
        var departure = new SlotDeparture(slot.NextMoveAt(transaction.Now), transaction.Actor.UserId, transaction.Actor.Name, move.Via, move.Reason,
            move.RequestNumber, move.RollbackNumber);
        await EndStayAsync(db, slot, departure, ct);
        var stay = move.To is null ? null : Stay(slot, move.To, departure);
        slot.Move(stay, departure);
        if (stay is not null)
        {
            db.SlotIntervals.Add(stay);
        }

        model.UpdatedAt = transaction.Now;
        transaction.Record(new SlotMoved(model.Ref, move.To?.Number ?? from, new(slot.Name, from),
            new(slot.Name, slot.Kind, move.To?.Number, departure.At, move.Via, move.RequestNumber, move.RollbackNumber), move.Reason));
        await transaction.FollowAsync(new SlotTurn(model, slot) { IsAwaited = move.IsAwaited }, ct);
        return slot;
    }

    // At once, before the new stay is saved: the index over open stays allows one at every moment.
    private static async Task EndStayAsync(RegistryDbContext db, Slot slot, SlotDeparture departure, CancellationToken ct)
    {
        if (slot.VersionId is not null)
        {
            await db.SlotIntervals.Where(stay => stay.SlotId == slot.Id && stay.Until == null).ExecuteUpdateAsync(set => set
                .SetProperty(stay => stay.Until, departure.At).SetProperty(stay => stay.LeftVia, departure.Via)
                    .SetProperty(stay => stay.LeftByName, departure.ByName), ct);
        }
    }

    private static SlotInterval Stay(Slot slot, Occupant to, SlotDeparture arrival) => new()
    {
        SlotId = slot.Id,
        VersionId = to.VersionId,
        VersionNumber = to.Number,
        From = arrival.At,
        ById = arrival.ById,
        ByName = arrival.ByName,
        Via = arrival.Via,
        Reason = arrival.Reason,
        RequestNumber = arrival.RequestNumber,
        RollbackNumber = arrival.RollbackNumber,
    };
}
