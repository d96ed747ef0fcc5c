namespace ModelRegistry.Core.Audit;

/// <summary>The last event of the chain at some moment.</summary>
public sealed record AuditPosition(long Seq, string Hash);
