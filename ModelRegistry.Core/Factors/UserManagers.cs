using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Factors;

/// <summary>Makes Identity's manager over the context of one read or change: what it changes is saved, and recorded, with the rest of that change.</summary>
public sealed class UserManagers(IOptions<IdentityOptions> options, IPasswordHasher<RegistryUser> hasher, IPersonalDataProtector secrets, TimeProvider time)
{
    internal RegistryUserManager Over(RegistryDbContext db) => new(new RegistryUserStore(db, secrets), options, hasher, new ClockedAuthenticator(time));
}

/// <inheritdoc cref="UserManagers"/>
internal sealed class RegistryUserManager : UserManager<RegistryUser>
{
    public RegistryUserManager(RegistryUserStore store, IOptions<IdentityOptions> options, IPasswordHasher<RegistryUser> hasher,
        ClockedAuthenticator authenticator)
        : base(store, options, hasher, [], [], new UpperCase(), new IdentityErrorDescriber(), null!, NullLogger<UserManager<RegistryUser>>.Instance) =>
        RegisterTokenProvider(TokenOptions.DefaultAuthenticatorProvider, authenticator);

    /// <summary>The key that somebody has just put into their app, in the place of the one before.</summary>
    public Task SetAuthenticatorKeyAsync(RegistryUser user, string key, CancellationToken ct)
    {
        user.LastCodeStep = null;
        return ((RegistryUserStore)Store).SetAuthenticatorKeyAsync(user, key, ct);
    }

    public Task<bool> IsCodeAsync(RegistryUser user, string? code) =>
        VerifyTwoFactorTokenAsync(user, TokenOptions.DefaultAuthenticatorProvider, code ?? "");

    protected override string CreateTwoFactorRecoveryCode() => RecoveryCode.New();

    /// <summary>As addresses are normalised everywhere in the registry.</summary>
    private sealed class UpperCase : ILookupNormalizer
    {
        public string? NormalizeName(string? name) => name?.ToUpperInvariant();

        public string? NormalizeEmail(string? email) => email?.ToUpperInvariant();
    }
}
