using System.Security.Cryptography;
using System.Text;
using ModelRegistry.Core.Accounts;

namespace ModelRegistry.Web.Access;

/// <summary>
/// The way into an empty registry: a secret that only the console of this process has shown, good for a day and for one
/// account. There is no default password.
/// </summary>
public sealed class FirstRun(People people, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private readonly DateTimeOffset _from = time.GetUtcNow();

    public string Secret { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public async Task<bool> IsOpenAsync(CancellationToken ct) => !await people.AnyAsync(ct);

    public bool Accepts(string? secret) =>
        time.GetUtcNow() < _from + Lifetime
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret ?? ""), Encoding.UTF8.GetBytes(Secret));
}
