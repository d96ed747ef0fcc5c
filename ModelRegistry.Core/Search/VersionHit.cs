namespace ModelRegistry.Core.Search;

/// <summary>A version that was found; by its label or digest, if <see cref="By"/> says so.</summary>
public sealed record VersionHit(string Model, int Number, string? By = null);
