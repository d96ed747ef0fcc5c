namespace ModelRegistry.Core.Retirement;

/// <summary>One act on several versions of a model.</summary>
public sealed record VersionsAct(
    BulkAct Act, IReadOnlyList<int> Versions, IReadOnlyDictionary<string, string?>? Tags = null, string? Reason = null);
