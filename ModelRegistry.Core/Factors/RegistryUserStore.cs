using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Factors;

/// <summary>
/// Identity's store over the context of one change, which saves. What Identity would keep in clear text it keeps otherwise: the key of the app
/// encrypted, recovery codes as hashes.
/// </summary>
internal sealed class RegistryUserStore : UserStore<RegistryUser, RegistryRole, RegistryDbContext, Guid>
{
    /// <summary>Under which Identity's store keeps what is its own.</summary>
    public const string Provider = "[AspNetUserStore]";

    private const string Codes = "RecoveryCodes";

    private readonly IPersonalDataProtector _secrets;

    public RegistryUserStore(RegistryDbContext db, IPersonalDataProtector secrets)
        : base(db)
    {
        _secrets = secrets;
        AutoSaveChanges = false;
    }

    /// <summary>The account is tracked, so the change saves it; attaching it anew, as Identity does, would forget what it was before.</summary>
    public override Task<IdentityResult> UpdateAsync(RegistryUser user, CancellationToken cancellationToken = default) =>
        Task.FromResult(IdentityResult.Success);

    public override Task SetAuthenticatorKeyAsync(RegistryUser user, string key, CancellationToken cancellationToken) =>
        base.SetAuthenticatorKeyAsync(user, _secrets.Protect(key)!, cancellationToken);

    /// <summary>Null also where the keys with which it was encrypted are gone: then only a recovery code or an admin helps.</summary>
    public override async Task<string?> GetAuthenticatorKeyAsync(RegistryUser user, CancellationToken cancellationToken)
    {
        try
        {
            return await base.GetAuthenticatorKeyAsync(user, cancellationToken) is { } kept ? _secrets.Unprotect(kept) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public override Task ReplaceCodesAsync(RegistryUser user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken) =>
        base.ReplaceCodesAsync(user, recoveryCodes.Select(RecoveryCode.HashOf), cancellationToken);

    public override async Task<bool> RedeemCodeAsync(RegistryUser user, string code, CancellationToken cancellationToken)
    {
        var kept = (await GetTokenAsync(user, Provider, Codes, cancellationToken) ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).ToList();
        if (!kept.Remove(RecoveryCode.HashOf(code)))
        {
            return false;
        }

        await base.ReplaceCodesAsync(user, kept, cancellationToken);
        return true;
    }
}
