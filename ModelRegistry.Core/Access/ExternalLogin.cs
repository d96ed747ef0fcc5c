using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Access;

/// <summary>
/// As whom an OpenID provider knows a person: provider, issuer and subject together, so that the name of a provider that is given to another one opens
/// no account. Beside it what the groups there brought, which goes when they go; what was given here stays.
/// </summary>
public sealed class ExternalLogin : Entity
{
    public const int ProviderMaxLength = 30;
    public const int IssuerMaxLength = 300;
    public const int SubjectMaxLength = 255;

    public ExternalLogin(Guid id) => Id = id;

    public Guid PersonId { get; init; }

    /// <summary>The provider's name in the settings.</summary>
    public string Provider { get; init; } = "";

    public string Issuer { get; init; } = "";

    public string Subject { get; init; } = "";

    /// <summary>SHA-256 of provider, issuer and subject: unique, and the same on every database.</summary>
    public string KeyHash { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Roles that the groups brought.</summary>
    public List<string> GivenRoles { get; set; } = [];

    /// <summary>Teams that the groups brought; one may be deleted by now.</summary>
    public List<Guid> GivenTeams { get; set; } = [];

    public static string KeyOf(string provider, string issuer, string subject) => Sha256Hex.Of($"{provider}\n{issuer}\n{subject}");
}
