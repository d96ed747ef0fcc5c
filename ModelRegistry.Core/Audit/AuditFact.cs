namespace ModelRegistry.Core.Audit;

/// <summary>
/// What happened, before it has a place in the chain. Before and After are small records or dictionaries; they are
/// serialised once, with web defaults, and must hold no secret.
/// </summary>
public sealed record AuditFact(string Action, string? Model, int? Version, object? Before, object? After, string? Reason);

/// <summary>Who did it: the id that never changes, the name as it was then, and the token if one was used.</summary>
public sealed record AuditActor(string Id, string Name, string? Token = null);
