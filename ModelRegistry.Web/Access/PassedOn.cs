using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace ModelRegistry.Web.Access;

/// <summary>
/// What one answer leaves for the page that it leads to, in its address: protected and good for minutes, so that nobody else puts words on a page of ours
/// or begins in a person's name what only a form of theirs may begin.
/// </summary>
internal sealed class PassedOn(IDataProtectionProvider protection)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("passed on").ToTimeLimitedDataProtector();

    /// <param name="what">What it is; another kind does not pass for it.</param>
    /// <param name="text">What is said.</param>
    public string Protect(string what, string text) => _protector.Protect($"{what}\n{text}", Lifetime);

    /// <summary>Null for what is old, invented or of another kind.</summary>
    public string? Read(string what, string? text)
    {
        try
        {
            return string.IsNullOrEmpty(text) ? null
                : _protector.Unprotect(text) is { } said && said.StartsWith($"{what}\n", StringComparison.Ordinal) ? said[(what.Length + 1)..] : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
