namespace ModelRegistry.Core.Models;

/// <summary>A model is about to be deleted, and still what it was.</summary>
internal sealed record RetiringModel(Model Model);
