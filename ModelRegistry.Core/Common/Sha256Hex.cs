using System.Security.Cryptography;
using System.Text;

namespace ModelRegistry.Core.Common;

/// <summary>SHA-256 as the 64 lower-case hex characters that the registry stores and shows.</summary>
public static class Sha256Hex
{
    public const int Length = 64;

    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>True for exactly 64 characters of 0-9a-f; upper case is no digest (it would make a second name for the same bytes).</summary>
    public static bool IsValid(string? text) =>
        text is { Length: Length } && text.All(char.IsAsciiHexDigitLower);
}
