using System.Security.Claims;
using ModelRegistry.Core.Providers;

namespace ModelRegistry.Web.Access;

/// <summary>An OpenID provider: how it is reached, and how its tokens are read.</summary>
internal sealed record OpenIdProvider(ProviderRules Rules, Uri Authority, string ClientId, string ClientSecret)
{
    /// <summary>Of addresses that only people of this provider open.</summary>
    public const string CallbackFolder = "/account/signed-in";

    public IReadOnlyList<string> Scopes { get; init; } = ["openid", "profile", "email"];

    public string GroupsClaim { get; init; } = "groups";

    public string EmailClaim { get; init; } = "email";

    /// <summary>Which claim holds the id that SCIM calls externalId; null: none.</summary>
    public string? ExternalIdClaim { get; init; }

    public string EmailVerifiedClaim { get; init; } = "email_verified";

    public string Name => Rules.Name;

    public string Scheme => $"OpenID {Name}";

    /// <summary>Where the provider sends people back to; each has its own, to which its cookies are bound.</summary>
    public string Callback => $"{CallbackFolder}/{Name}";

    /// <summary>Whom a token means that was checked.</summary>
    public KnownPerson PersonOf(ClaimsPrincipal principal)
    {
        var subject = principal.FindFirst("sub");
        return new KnownPerson(subject?.Issuer ?? "", subject?.Value ?? "", principal.FindFirst(EmailClaim)?.Value, VerifiedOf(principal),
            principal.FindFirst("name")?.Value, GroupsOf(principal))
        {
            ExternalId = ExternalIdClaim is null ? null : principal.FindFirst(ExternalIdClaim)?.Value,
        };
    }

    private bool? VerifiedOf(ClaimsPrincipal principal) => principal.FindFirst(EmailVerifiedClaim)?.Value is { } value
        ? value is "1" || value.Equals("true", StringComparison.OrdinalIgnoreCase) : null;

    /// <summary>
    /// Unknown where the provider says that there are too many for a token: Entra ID names the claim in <c>_claim_names</c> then, or says <c>hasgroups</c>.
    /// </summary>
    private HashSet<string>? GroupsOf(ClaimsPrincipal principal) =>
        principal.FindFirst("hasgroups") is not null
        || principal.FindFirst("_claim_names")?.Value.Contains($"\"{GroupsClaim}\"", StringComparison.Ordinal) == true
            ? null : principal.FindAll(GroupsClaim).Select(claim => claim.Value).ToHashSet();
}

/// <summary>Those that the settings name, in the order of their names.</summary>
internal sealed record OpenIdProviders(IReadOnlyList<OpenIdProvider> All)
{
    public OpenIdProvider? Find(string name) => All.FirstOrDefault(provider => provider.Name == name);
}
