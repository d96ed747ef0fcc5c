using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Access;

/// <summary>A script's credential: shown once, kept as SHA-256 only (it has 256 random bits, so no slow hash is needed).</summary>
public sealed class AccessToken : Entity
{
    public const int NameMaxLength = 100;

    /// <summary>Most networks that one token can be limited to.</summary>
    public const int MaxNetworks = 10;

    /// <summary>Of why it was revoked.</summary>
    public const int ReasonMaxLength = 1_000;

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
        Reminders = Due(now);
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

    /// <summary>The normalised names of the slots that it resolves, and of whose occupants it reads the files; null for all.</summary>
    public List<string>? Slots { get; init; }

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

    /// <summary>The token that takes its place; it goes on until it expires, so that scripts are changed one by one.</summary>
    public Guid? ReplacedById { get; private set; }

    /// <summary>How many of <see cref="RemindBefore"/> are over.</summary>
    [NotInLedger("a stamp of reminders")]
    public int Reminders { get; private set; }

    /// <summary>How long before it expires its owner is reminded.</summary>
    public static IReadOnlyList<TimeSpan> RemindBefore { get; } = [TimeSpan.FromDays(7), TimeSpan.FromDays(1)];

    /// <summary>Whether somebody is to be reminded now, who was not yet.</summary>
    public bool Remind(DateTimeOffset now)
    {
        var due = Due(now);
        (var before, Reminders) = (Reminders, Math.Max(Reminders, due));
        return due > before;
    }

    /// <summary>Another takes its place: it ends after the overlap, or when it would have ended anyway.</summary>
    public void ReplaceWith(AccessToken other, DateTimeOffset until)
    {
        ReplacedById = other.Id;
        ExpiresAt = until < ExpiresAt ? until : ExpiresAt;
    }

    /// <summary>What is less than a reminder away when it is made needs none.</summary>
    private int Due(DateTimeOffset now) => RemindBefore.Count(before => ExpiresAt - before <= now);

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
