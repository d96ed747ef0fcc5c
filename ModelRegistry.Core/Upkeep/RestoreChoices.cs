namespace ModelRegistry.Core.Upkeep;

/// <summary>What a restore may do beside restoring: hash every file afterwards, and go on without files that the backup lacks.</summary>
public sealed record RestoreChoices(bool Verify = false, bool AcceptMissing = false);
