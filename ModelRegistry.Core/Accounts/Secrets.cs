using System.Buffers.Text;
using System.Security.Cryptography;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Accounts;

/// <summary>Random secrets that are shown once and stored as SHA-256.</summary>
internal static class Secrets
{
    public const string TokenPrefix = "mr_";

    private const int Bytes = 32;

    public static string New(string prefix = "") => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    public static string HashOf(string secret) => Sha256Hex.Of(secret);
}
