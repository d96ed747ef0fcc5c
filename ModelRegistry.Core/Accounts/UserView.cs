using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Accounts;

/// <summary>An account as admins see it.</summary>
public sealed record UserView(Guid Id, string Email, string DisplayName, IReadOnlyList<string> Roles, bool Active, bool Invited, DateTimeOffset CreatedAt)
{
    /// <summary>Of a service account: the address of the person who answers for it.</summary>
    public string? Responsible { get; init; }

    /// <summary>Whether signing in takes a code of an authenticator app beside the password.</summary>
    public bool SecondFactor { get; init; }

    /// <summary>The id that the directory which provisions the account gave it.</summary>
    public string? ExternalId { get; init; }
}

/// <summary>
/// A new account; without a password it gets a one-time invitation. <see cref="Responsible"/> is the address of the person who answers for a service account.
/// </summary>
public sealed record NewUser(string Email, string? DisplayName = null, IReadOnlyList<string>? Roles = null, string? Password = null,
    string? Responsible = null);

/// <summary>
/// Changes of an account; what is null stays. <see cref="Reset"/> ends every session and makes a new invitation: an admin starts a reset but never chooses the
/// password. An empty <see cref="Responsible"/> takes the person away.
/// </summary>
public sealed record UserEdit(string? DisplayName = null, bool? Disabled = null, bool Reset = false, string? Responsible = null);

/// <summary>An account and, when one was made, the secret of its invitation: the only time it is shown.</summary>
public sealed record Invited(UserView User, string? Invitation) : IShownOnce
{
    string? IShownOnce.CreatedId => Invitation is null ? null : User.Id.ToString();
}
