using Microsoft.AspNetCore.Identity;
using ModelRegistry.Core.Access;

namespace ModelRegistry.Core.Accounts;

/// <summary>
/// Checks and hashes the password that an account is to have. Before the change that sets it, never inside: a hash takes a tenth of a second, in
/// which no other change could be made.
/// </summary>
public sealed class NewPasswords(IPasswordHasher<RegistryUser> hasher, HashingLanes lanes)
{
    /// <summary>The hash to keep; refuses, by the name of its field, what is too short or can be guessed.</summary>
    public Task<string> HashAsync(string field, string? password, string email, CancellationToken ct)
    {
        var fit = PasswordRules.Check(field, password, email);
        return lanes.RunAsync(HashingLane.Calm, () => hasher.HashPassword(new RegistryUser(), fit), ct);
    }
}
