namespace ModelRegistry.Core.Search;

/// <summary>Two versions of a model that somebody wants to see side by side.</summary>
public sealed record Comparison(string Model, int First, int Second);
