namespace ModelRegistry.Core.Artifacts;

/// <summary>Bytes that are durably in the store: their SHA-256 (64 lower-case hex), which is also their name, and their number.</summary>
public sealed record StoredBlob(string Sha256, long Size);
