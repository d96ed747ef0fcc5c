namespace ModelRegistry.Core.Common;

/// <summary>One page of a list; the token continues it by keyset and is null on the last page.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextPageToken);
