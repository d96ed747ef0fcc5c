using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Access;

/// <summary>A script's credential: shown once, kept as SHA-256 only (it has 256 random bits, so no slow hash is needed).</summary>
public sealed class AccessToken : Entity
{
    public const int NameMaxLength = 100;

    /// <summary>Most networks that one token can be limited to.</summary>
    public const int MaxNetworks = 10;

    private AccessToken()
    {
    }

    public AccessToken(Guid id, Guid ownerId, string name, string secretHash, IEnumerable<string> scopes, IEnumerable<Guid>? models, DateTimeOffset now,
        DateTimeOffset expiresAt)
    {
        Id = id;
        OwnerId = ownerId;
        Name = name;
        SecretHash = secretHash;
        Scopes = [.. scopes];
        ModelIds = models is null ? null : [.. models];
        CreatedAt = now;
        ExpiresAt = expiresAt;
    }

    public Guid OwnerId { get; private set; }

    public string Name { get; private set; } = "";

    public string SecretHash { get; private set; } = "";

    public List<string> Scopes { get; private set; } = [];

    /// <summary>Models it is limited to; null for none. With collections too it reaches both.</summary>
    public List<Guid>? ModelIds { get; private set; }

    /// <summary>
    /// Collections it is limited to, with all below them; null for none. One that is deleted stays here, so that the token reaches nothing in its place.
    /// </summary>
    public List<Guid>? CollectionIds { get; init; }

    /// <summary>Networks that it is accepted from, as <see cref="NetworkList"/> writes them; null for all.</summary>
    public List<string>? Networks { get; init; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    [NotInLedger("a stamp of use")]
    public DateTimeOffset? LastUsedAt { get; private set; }

    /// <summary>The address from which it was used then.</summary>
    [NotInLedger("a stamp of use")]
    public string? LastUsedFrom { get; private set; }

    public bool Revoke(DateTimeOffset now)
    {
        if (RevokedAt is not null)
        {
            return false;
        }

        RevokedAt = now;
        return true;
    }
}
