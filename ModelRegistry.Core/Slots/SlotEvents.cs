using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Slots;

/// <summary>A version came into a stage or alias or left it; the event's version is the one that came, or the one that left an empty slot.</summary>
[Event(EventSubject.StagesAndAliases, "slot.moved", "Stage or alias moved")]
public sealed record SlotMoved(ModelRef Model, int? Version, SlotMoved.Was Before, SlotMoved.Became After, string? Reason)
    : RegistryEvent(Model, Version, Reason)
{
    public sealed record Was(string Slot, int? Version);

    /// <summary>The instant of the move, the way it came about, and the number of the request or rollback that brought it.</summary>
    public sealed record Became(string Slot, SlotKind Kind, int? Version, DateTimeOffset At, MoveKind Via, long? Request, long? Rollback);
}

/// <summary>Of one model, or of the server when no model is named.</summary>
[Event(EventSubject.Rules, "stages.changed", "Stages changed")]
public sealed record StagesChanged(ModelRef? Model, StagesChanged.List Before, StagesChanged.List After) : RegistryEvent(Model)
{
    /// <summary>Null: a model's own list was taken away.</summary>
    public sealed record List(IReadOnlyList<string>? Stages);
}
