using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Access;

/// <summary>By what somebody proved who they are when a session began.</summary>
public enum SignInWay
{
    Password,

    /// <summary>The password and a code of their authenticator app.</summary>
    Authenticator,

    /// <summary>The password and one of the codes that they keep for the day on which the app is lost.</summary>
    RecoveryCode,

    Passkey,

    /// <summary>A provider of identities, which asks for what it wants to ask for.</summary>
    Provider,
}

/// <summary>One signed-in browser. Ended by sign-out, by a password change elsewhere or by an admin; an ended one is dead on every door.</summary>
[GoesByItself]
public sealed class UserSession
{
    public const int DeviceMaxLength = 100;
    public const int AddressMaxLength = 64;

    public Guid Id { get; init; }

    public Guid UserId { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Null for a session from before this was kept, which a password began.</summary>
    public SignInWay? Way { get; set; }

    /// <summary>Where the browser was when it signed in; null where nobody could tell.</summary>
    public string? Address { get; init; }

    /// <summary>The browser and its system, as it called itself: "Firefox on Linux".</summary>
    public string? Device { get; init; }

    /// <summary>When it was last there, to a few minutes.</summary>
    [NotInLedger("a stamp of use")]
    public DateTimeOffset? SeenAt { get; set; }

    /// <summary>When it was last proved that it is still the person who signed in there: by the sign-in itself, or asked again.</summary>
    [NotInLedger("a stamp of use")]
    public DateTimeOffset? ProvedAt { get; set; }
}
