using ModelRegistry.Core.Common;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Upkeep;

/// <summary>A move of a slot as the audit trail tells it.</summary>
internal sealed record RecordedMove(long Seq, string Slot, DateTimeOffset At, int? From, int? To, MoveKind Via, long? Request, long? Rollback, string ByName,
    string? Reason)
{
    public static readonly EventSet Kinds = new(typeof(SlotMoved));

    public string NormalizedSlot => SlotName.Normalize(Slot);

    /// <summary>Null for an event of another kind.</summary>
    public static RecordedMove? Of(TrailEvent told) => told.Event is SlotMoved { After: var now } moved
        ? new RecordedMove(told.Seq, now.Slot, now.At, moved.Before.Version, now.Version, now.Via, now.Request, now.Rollback, told.Body.Actor.Name,
            told.Body.Reason)
        : null;
}
