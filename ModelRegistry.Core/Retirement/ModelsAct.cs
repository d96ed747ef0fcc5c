namespace ModelRegistry.Core.Retirement;

/// <summary>One act on several models, which can be tagged.</summary>
public sealed record ModelsAct(BulkAct Act, IReadOnlyList<string> Models, IReadOnlyDictionary<string, string?>? Tags = null);
