using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using ModelRegistry.Core.Access;

namespace ModelRegistry.Web.Access;

/// <summary>
/// What stands between the two steps of a sign-in: that a password was right, for a few minutes and as long as it stays the password. It travels in the
/// form, encrypted; alone it opens nothing.
/// </summary>
internal sealed class PendingSignIn(IDataProtectionProvider protection, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly IDataProtector _protector = protection.CreateProtector("second step");

    /// <param name="checkedPassword">Whose password was right.</param>
    /// <param name="passed">Whether the form was opened by a link of the console, which passes a lock.</param>
    public string Write(Actor checkedPassword, bool passed) => _protector.Protect(JsonSerializer.Serialize(
        new Step(checkedPassword.UserId!.Value, checkedPassword.PasswordStamp, time.GetUtcNow() + Lifetime, passed)));

    /// <summary>Null when it is too old or none of ours.</summary>
    public Step? Read(string? ticket)
    {
        try
        {
            return string.IsNullOrEmpty(ticket) ? null
                : JsonSerializer.Deserialize<Step>(_protector.Unprotect(ticket)) is { } step && step.Until > time.GetUtcNow() ? step : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    internal sealed record Step(Guid UserId, string? Stamp, DateTimeOffset Until, bool Passed);
}
