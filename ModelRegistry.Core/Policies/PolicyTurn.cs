namespace ModelRegistry.Core.Policies;

/// <summary>
/// Another policy is in force for a slot: of one model, of all in a collection and below it, or of all, where nothing nearer is. Already saved.
/// </summary>
internal sealed record PolicyTurn(Guid? ModelId, Guid? CollectionId, string NormalizedSlot);
