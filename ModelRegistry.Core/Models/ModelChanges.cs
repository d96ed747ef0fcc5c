namespace ModelRegistry.Core.Models;

/// <summary>A model is about to be deleted, and still what it was.</summary>
internal sealed record RetiringModel(Model Model);

/// <summary>A model has another name, which is saved already.</summary>
internal sealed record RenamedModel(Model Model, string FormerName);

/// <summary>A model lives in another collection (null: the root) than before, which is saved already.</summary>
internal sealed record MovedModel(Model Model, Guid? From);

/// <summary>Something of a model changed that is part of what is approved about its versions: its owner or card. Already saved.</summary>
internal sealed record ModelEvidence(Guid ModelId);
