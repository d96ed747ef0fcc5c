using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace ModelRegistry.Web.Access;

/// <summary>Encrypts what the database may hold only so: the keys of authenticator apps, under the data-protection keys on disk.</summary>
internal sealed class ProtectedSecrets(IDataProtectionProvider protection) : IPersonalDataProtector
{
    private readonly IDataProtector _protector = protection.CreateProtector("second factors");

    public string? Protect(string? data) => data is null ? null : _protector.Protect(data);

    /// <summary>Throws a CryptographicException where the keys are gone.</summary>
    public string? Unprotect(string? data) => data is null ? null : _protector.Unprotect(data);
}
