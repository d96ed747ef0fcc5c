namespace ModelRegistry.Core.Search;

public enum ActKind
{
    /// <summary>Ask for a stage for a version.</summary>
    Promote,

    /// <summary>Bring an earlier occupant of a slot back.</summary>
    RollBack,
}

/// <summary>
/// Something that the reader may begin to do here: the version to promote, or the slot to roll back. The dialog that it leads to decides nothing yet.
/// </summary>
public sealed record PossibleAct(ActKind Kind, string Model, int? Version = null, string? Slot = null);
