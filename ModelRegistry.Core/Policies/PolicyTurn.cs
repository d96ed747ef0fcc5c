namespace ModelRegistry.Core.Policies;

/// <summary>Another policy is in force for a slot: of one model or, without a model, of all that have none of their own. Already saved.</summary>
internal sealed record PolicyTurn(Guid? ModelId, string NormalizedSlot);
