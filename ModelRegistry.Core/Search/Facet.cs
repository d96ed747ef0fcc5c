namespace ModelRegistry.Core.Search;

/// <summary>How many have a value; <see cref="Filter"/> is the search with it chosen, or without it where it is; null when that cannot be said.</summary>
public sealed record FacetValue(string Value, int Count, bool Chosen, string? Filter);

/// <summary>A field by which a list can be narrowed down, with the values that are most frequent.</summary>
public sealed record Facet(string Field, IReadOnlyList<FacetValue> Values);

/// <summary>What a list can be narrowed down by; <see cref="Of"/> says how many rows were looked at, and <see cref="Cut"/> that there are more.</summary>
public sealed record Facets(IReadOnlyList<Facet> Items, int Of, bool Cut);
