using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Accounts;

/// <summary>
/// Who signs in with a password kept here: everybody, or the one account that gets in when the provider does not answer. It holds on every door, Basic too.
/// </summary>
/// <param name="BreakGlass">The address of that one account; null: everybody.</param>
public sealed record LocalAccounts(string? BreakGlass)
{
    public static LocalAccounts Everybody { get; } = new((string?)null);

    public bool Admit(string? email) => BreakGlass is null || string.Equals(BreakGlass, email?.Trim(), StringComparison.OrdinalIgnoreCase);

    /// <summary>Refuses to give a password, or a way to set one, to somebody who could not sign in with it.</summary>
    internal void Require(string field, string? email)
    {
        if (!Admit(email))
        {
            throw RegistryException.Invalid(field, "local_accounts_off",
                "People sign in through a provider here, and passwords are switched off (Authentication:LocalAccounts). Make the account without one.");
        }
    }
}
