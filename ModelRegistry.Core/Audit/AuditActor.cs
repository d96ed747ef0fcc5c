namespace ModelRegistry.Core.Audit;

/// <summary>Who did it: the id that never changes, the name as it was then, and the token if one was used.</summary>
public sealed record AuditActor(string Id, string Name, string? Token = null);
