using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using ModelRegistry.Core.Access;

namespace ModelRegistry.Core.Factors;

/// <summary>
/// Checks codes of an authenticator app. Identity's own provider takes the clock of the machine, five codes at a time and each of them again and again;
/// this one takes the registry's clock, the code of now and its two neighbours, and none twice. Which was the last is saved with the account, so
/// whoever calls this must have taken the account before (<see cref="Accounts.SignInAttempts"/>).
/// </summary>
internal sealed class ClockedAuthenticator(TimeProvider time) : IUserTwoFactorTokenProvider<RegistryUser>
{
    // The clock of a phone may be wrong by half a minute.
    private const int Neighbours = 1;

    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<RegistryUser> manager, RegistryUser user)
    {
        if (AuthenticatorCode.Read(token) is not { } code || await KeyAsync(manager, user) is not { } key)
        {
            return false;
        }

        var now = AuthenticatorCode.StepAt(time.GetUtcNow());
        for (var step = now - Neighbours; step <= now + Neighbours; step++)
        {
            if (step > (user.LastCodeStep ?? long.MinValue)
                && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(code), Encoding.ASCII.GetBytes(AuthenticatorCode.Of(key, step))))
            {
                user.LastCodeStep = step;
                return true;
            }
        }

        return false;
    }

    /// <summary>The app makes them.</summary>
    public Task<string> GenerateAsync(string purpose, UserManager<RegistryUser> manager, RegistryUser user) => Task.FromResult("");

    public async Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<RegistryUser> manager, RegistryUser user) => await KeyAsync(manager, user) is not null;

    private static async Task<byte[]?> KeyAsync(UserManager<RegistryUser> manager, RegistryUser user) =>
        await manager.GetAuthenticatorKeyAsync(user) is { } key ? AuthenticatorCode.KeyOf(key) : null;
}
