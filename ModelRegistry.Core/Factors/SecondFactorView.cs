using ModelRegistry.Core.Access;

namespace ModelRegistry.Core.Factors;

/// <summary>How somebody's own account is secured.</summary>
/// <param name="On">Whether signing in takes a code of an authenticator app beside the password.</param>
/// <param name="RecoveryCodes">How many recovery codes are left.</param>
/// <param name="DemandedBy">The roles of theirs that ask for a second factor.</param>
/// <param name="Missing">Whether they may do nothing until they have set one up.</param>
public sealed record SecondFactorView(bool On, int RecoveryCodes, IReadOnlyList<string> DemandedBy, MissingFactor Missing);

/// <summary>An app to be turned on: the key that it was given, a code that it shows, and the password once more.</summary>
/// <param name="Key">In base 32, as <see cref="SecondFactorWorkflow.NewKey"/> makes it.</param>
/// <param name="Code">What the app shows now.</param>
/// <param name="Proof">That it is still the person of this session: <see cref="Presence"/>.</param>
public sealed record NewAuthenticator(string Key, string? Code, string? Proof);

/// <summary>The key of a new app, as text to be typed and as the address that a QR code holds.</summary>
public sealed record AuthenticatorKey(string Key, string Uri);

/// <summary>The roles that need a second factor: who holds one sets one up before they do anything else.</summary>
public sealed record FactorRoles(IReadOnlyList<string> Roles)
{
    /// <summary>Whether admins prove that it is still them before they purge and before they give roles; null, where it is set, leaves it as it is.</summary>
    public bool? Proof { get; init; }
}
