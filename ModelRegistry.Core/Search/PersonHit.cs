namespace ModelRegistry.Core.Search;

/// <summary>Somebody with an account, by the address that everything is recorded under.</summary>
public sealed record PersonHit(string Email, string Name);
