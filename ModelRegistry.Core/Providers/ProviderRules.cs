namespace ModelRegistry.Core.Providers;

/// <summary>An OpenID provider as the settings describe it: its name there, how it is called on pages, and what its people get.</summary>
/// <param name="Name">Its name in the settings.</param>
/// <param name="DisplayName">How it is called on pages.</param>
/// <param name="Groups">What groups bring.</param>
/// <param name="LinkVerifiedEmail">Whether an address that it verified opens the account of the same address.</param>
public sealed record ProviderRules(string Name, string DisplayName, IReadOnlyList<GroupRule> Groups, bool LinkVerifiedEmail = false);

/// <summary>What a group brings: roles, and teams by name. Without a group: what everybody has whom the provider knows.</summary>
public sealed record GroupRule(string? Group, IReadOnlyList<string> Roles, IReadOnlyList<string> Teams);

/// <summary>Somebody as a provider knows them, by a token that was checked.</summary>
/// <param name="Issuer">Who says so.</param>
/// <param name="Subject">Who they are there, for ever.</param>
/// <param name="Email">Their address, if it was told.</param>
/// <param name="EmailVerified">Whether the provider checked that it is theirs; null: it does not say.</param>
/// <param name="DisplayName">Their name, if it was told.</param>
/// <param name="Groups">Theirs; null: unknown, as when there are more than fit into a token.</param>
public sealed record KnownPerson(string Issuer, string Subject, string? Email, bool? EmailVerified, string? DisplayName, IReadOnlyCollection<string>? Groups)
{
    /// <summary>The id under which the provider's directory provisions them, where the settings say which claim that is.</summary>
    public string? ExternalId { get; init; }
}
